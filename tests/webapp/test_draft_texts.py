"""The article page: what the article says in a draft, the redline between two, and objections draft by draft."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from db.session import open_installation, writing
from db.settings import Settings
from db.store.drafts import LoadedFile, replace_draft_text
from pipeline.treaty_text import parse_treaty
from tests.lanterns import KEY, lantern_dockets, treaty
from tests.stories import Story
from tests.story_parts import Cited, Piece
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, words
from webapp import create_app
from webapp.changes import redline

OLDER = treaty().replace("at dusk", "at <b>night</b>")
"""In the first draft, Article 2 had the duties of keepers and Article 3 the terms."""
SWAPPED = {"Article 2 ": "Article 3 ", "Article 3 ": "Article 2 "}


def first_draft() -> str:
    parts = OLDER.split("\n\n")
    terms = parts.index("Article 2 – Use of terms")
    chapter = parts.index("Chapter II")
    duties = parts.index("Article 3 – Duties of keepers")
    lamps = parts.index("Article 4 – 24-hour lamps")
    old_duties = ["Article 2 – Duties", *parts[duties + 1 : lamps]]
    old_terms = ["Article 3 – Use of terms", *parts[terms + 1 : chapter]]
    return "\n\n".join([*parts[:terms], *old_duties, *old_terms])


def said(name: str, words: str, draft: str, article: str) -> Piece:
    return Piece(words, ("oil",), pairs=(("oil", "3"),), cited=(Cited(name, article, provision="3", draft=draft),))


def settings_in(folder: Path, *drafts: str) -> Settings:
    settings = Settings(data=folder / "data", docket=KEY, dockets=lantern_dockets(folder))
    with writing(open_installation(settings)) as session:
        for draft in drafts:
            read = parse_treaty(first_draft() if draft == "first" else treaty())
            file = LoadedFile("sample.txt", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
            replace_draft_text(session, draft, file, read.text, read.articles)
        story = Story(session)
        story.organisation("lamp", "Lamp League (sample)")
        story.organisation("oil", "Oil Fund (sample)")
        old = said("Article 2", "Article 2 gives keepers no oil (sample).", "first", "2")
        new = said("Article 3", "Article 3 gives keepers no oil (sample).", "adopted", "3")
        story.statement("https://lamp.example/a", "First (sample)", [old], "lamp")
        story.statement("https://lamp.example/b", "Second (sample)", [new], "lamp")
        story.statement("https://oil.example/a", "Third (sample)", [new], "oil")
    return settings


def visitor(settings: Settings) -> FlaskClient:
    return create_app(settings, search=fake_search, render_digest=fake_digest).test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A visitor of an installation with both texts."""
    return visitor(settings_in(tmp_path_factory.mktemp("lanterns"), "first", "adopted"))


def test_the_adopted_words_are_shown_first_with_their_marks(client: FlaskClient) -> None:
    section = page(client, "/articles/3").xpath("//section[@aria-labelledby='wording']")[0]
    assert "Article 3: Duties of keepers" in words(section)
    assert [words(p) for p in section.xpath(".//p[contains(@class, 'provision')]")] == [
        "1. Each keeper shall light the lantern at dusk.",
        "2. A keeper may ask for oil, as set out in Article 2, where:",
        "(a) the night is long; or",
        "(b) the road is wet.",
        "3. Nobody shall be punished for a lantern that the wind put out.",
    ]


def test_another_draft_shows_the_article_that_it_was_there(client: FlaskClient) -> None:
    section = page(client, "/articles/3?draft=first").xpath("//section[@aria-labelledby='wording']")[0]
    assert "Article 2: Duties" in words(section)
    assert "at <b>night</b>." in words(section)
    assert not section.xpath(".//p//b[text()='night']")


def test_the_redline_shows_exactly_what_changed(client: FlaskClient) -> None:
    section = page(client, "/articles/3?draft=adopted&against=first").xpath("//section[@aria-labelledby='wording']")[0]
    shown = section.xpath(".//p[@class='diff']")[0]
    assert [words(e) for e in shown.xpath("./del")] == ["2: Duties", "<b>night</b>."]
    assert [words(e) for e in shown.xpath("./ins")] == ["3: Duties of keepers", "dusk."]
    assert section.xpath("string(.//select[@name='against']/option[@selected]/@value)") == "first"


def test_the_form_keeps_the_way_of_counting(client: FlaskClient) -> None:
    form = page(client, "/articles/3?origin=implicit").xpath("//form[@class='choose']")[0]
    assert form.xpath("string(.//input[@name='origin']/@value)") == "implicit"
    assert form.get("method") == "get"


def test_an_article_of_one_text_only_has_nothing_to_compare(client: FlaskClient) -> None:
    tree = page(client, "/articles/4")
    assert tree.xpath("//section[@aria-labelledby='wording']")
    assert not tree.xpath("//form[@class='choose']")


@pytest.mark.parametrize("asked", ["draft=nowhere", "against=nowhere", "draft=first"])
def test_a_text_that_is_not_here_is_404_with_those_that_are(client: FlaskClient, asked: str) -> None:
    assert "adopted" in words(page(client, f"/articles/4?{asked}", 404))


def test_a_draft_against_itself_is_the_plain_text(client: FlaskClient) -> None:
    assert not page(client, "/articles/3?against=adopted").xpath(
        "//section[@aria-labelledby='wording']//p[@class='diff']"
    )


def test_without_a_text_nothing_is_shown(tmp_path: Path) -> None:
    assert not page(visitor(settings_in(tmp_path)), "/articles/3").xpath("//section[@aria-labelledby='wording']")


def test_chapters_and_the_preamble_have_no_text(client: FlaskClient) -> None:
    for address in ("/articles/preamble", "/articles/ch.I"):
        assert not page(client, address).xpath("//section[@aria-labelledby='wording']")


def test_objections_stand_draft_by_draft_with_links(client: FlaskClient) -> None:
    section = page(client, "/articles/3").xpath("//section[@aria-labelledby='by-draft']")[0]
    rows = {words(row.xpath("./th/a")[0]): words(row.xpath("./td")[0]) for row in section.xpath(".//tbody/tr")}
    assert rows == {"First draft": "1", "Lantern Treaty": "2"}
    assert [a for a in section.xpath(".//a/@href") if a.startswith("/organisations/")] == [
        "/organisations/lamp",
        "/organisations/lamp",
        "/organisations/oil",
    ]


def test_a_redline_keeps_every_word_of_both_texts() -> None:
    older, newer = "One two three\nfour", "One three\nfour five"
    parts = redline(older, newer)
    assert parts is not None
    assert "".join(p.text for p in parts if p.change != "added").split() == older.split()
    assert "".join(p.text for p in parts if p.change != "cut").split() == newer.split()
    assert redline("", "") is not None
    assert redline("word " * 20_001, "") is None


def test_a_docket_without_label_models_says_so(client: FlaskClient) -> None:
    for address in ("/", "/articles/3"):
        assert "no label models" in words(page(client, address))
