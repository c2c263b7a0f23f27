"""What a digest is about: articles, concerns, organisations, searches; and what moved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.docket import load_docket
from db.models import Signature
from db.session import writing
from db.settings import Settings
from pipeline.digest import DigestContent, DigestError, digest_for, parse_scope, parse_week
from pipeline.digest.lists import LISTS, list_of
from pipeline.digest.render import MAIL_BYTES, render_html, render_mail, render_text
from tests.builders import AUGUST, ask, installation, organisation, pair, statement

DOCKET = load_docket("un-cybercrime")
LATER = datetime(2024, 8, 20, tzinfo=UTC)
WEEK = parse_week("2024-W32", LATER.date())
BEFORE = AUGUST - timedelta(days=20)


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Settings, Engine]:
    """An NGO objected to Article 28 before; in the week industry does, and an NGO to Article 7 and on a new ground."""
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        lantern, chamber = organisation(session, "Lantern"), organisation(session, "Chamber", "industry")
        (old,) = statement(session, "https://a.example/old", ["Article 28 is vast."], lantern, "2024-07-01", BEFORE)
        pair(session, old, "surveillance", "28")
        both = statement(session, "https://b.example/new", ["Delete Article 28.", "Article 7 too."], chamber)
        pair(session, both[0], "surveillance", "28")
        pair(session, both[1], "researchers", "7")
        ask(session, both[0], "delete", "28")
        (more,) = statement(session, "https://a.example/new", ["Article 28 breaks encryption."], lantern)
        pair(session, more, "compelled_security", "28")
        for position, name in enumerate(("Signing House", "Chamber", "Signing House")):
            session.add(Signature(revision_id=2, position=position, name=name, kind="organisation"))
    return settings, engine


def content(moved: tuple[Settings, Engine], about: str = "", find: object = None) -> DigestContent:
    settings, engine = moved
    return digest_for(
        engine, settings, DOCKET, WEEK, LATER, scope=parse_scope(about, DOCKET), find=lambda words: {3}
    ).content


def test_movement_names_new_articles_kinds_and_grounds_once(moved: tuple[Settings, Engine]) -> None:
    found = [(step.text, step.organisations) for step in content(moved).movement]
    assert found == [
        ("First objection to Article 7: Illegal access", ("Chamber",)),
        (
            "First objection to Article 28: Search and seizure of stored electronic data on the ground of "
            "compelled help and encryption",
            ("Lantern",),
        ),
        ("First objection to Article 28: Search and seizure of stored electronic data from industry", ("Chamber",)),
    ]


def test_in_the_first_week_of_all_nothing_has_moved(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        (passage,) = statement(session, "https://a.example/new", ["Article 28."], organisation(session, "Lantern"))
        pair(session, passage, "surveillance", "28")
    assert content((settings, engine)).movement == ()


@pytest.mark.parametrize(
    ("about", "statements", "articles"),
    [
        ("articles:7", ["https://b.example/new"], {"7"}),
        ("concerns:compelled_security", ["https://a.example/new"], {"28"}),
        ("organisations:lantern", ["https://a.example/new"], {"28"}),
        ("search:Article 7", ["https://b.example/new"], {"7"}),
    ],
)
def test_a_scope_holds_its_own_and_nothing_else(
    moved: tuple[Settings, Engine], about: str, statements: list[str], articles: set[str]
) -> None:
    if about == "articles:7":
        with writing(moved[1]) as session:
            from db.models import Mention

            session.add(
                Mention(revision_id=2, passage_id=3, start=0, end=9, text="Article 7", instrument="treaty",
                        unit="article", status="resolved", provision="7")
            )  # fmt: skip
    found = content(moved, about)
    assert [line.original for line in found.new] == statements
    assert {line.provision for section in found.concerns for line in section.articles} == articles
    assert found.scope == about
    assert f"?about={about.replace(' ', '%20')}" in found.link


def test_scopes_of_one_week_are_issued_apart_and_shown_as_issued(moved: tuple[Settings, Engine]) -> None:
    whole, part = content(moved), content(moved, "organisations:lantern")
    with writing(moved[1]) as session:
        statement(session, "https://c.example/later", ["More."], None)
    assert content(moved) == whole
    assert content(moved, "organisations:lantern") == part != whole


@pytest.mark.parametrize(
    "about",
    ["articles:", "articles:999", "concerns:cake", "wines:7", "organisations:nobody", ":", "search: ", "articles:7;8"],
)
def test_a_scope_that_names_nothing_is_refused_in_words(moved: tuple[Settings, Engine], about: str) -> None:
    with pytest.raises(DigestError, match=r"[Ee]xpected|No organisation"):
        content(moved, about)


def test_every_figure_opens_a_list_of_exactly_that_length(moved: tuple[Settings, Engine]) -> None:
    found = content(moved)
    figures = {
        "statements": found.figures.statements,
        "organisations": found.figures.organisations,
        "objecting": found.figures.objecting,
        "signers": found.figures.endorsements,
    }
    assert figures == {"statements": 2, "organisations": 2, "objecting": 2, "signers": 1}
    for name, number in figures.items():
        listed = list_of(found, name)
        assert listed is not None
        assert len(listed.lines) == number
        assert f"/digests/2024-W32/lists/{name}" in render_html(found)
    assert set(LISTS) >= {"new", "late", "updated", "reposted", "asks", "movement", "topics", "sources"}
    assert list_of(found, "nonsense") is None


def test_a_list_that_is_cut_says_how_many_more_and_where(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        lantern = organisation(session, "Lantern")
        for number in range(400):
            (passage,) = statement(
                session,
                f"https://a.example/{number}",
                [f"Article 28, point {number}, " + "is too wide " * 100],
                lantern,
            )
            pair(session, passage, "surveillance", "28")
    made = content((settings, engine))
    mail, text = render_mail(made), render_text(made)
    assert len(mail.encode()) < MAIL_BYTES
    assert "388 more" in text
    assert "more in the list" in mail
    assert "/digests/2024-W32/lists/new" in mail
    assert "[…]" in mail
    assert len(made.new) == 400


def test_dates_ahead_are_those_of_the_half_year_after_the_week(moved: tuple[Settings, Engine]) -> None:
    assert [date.title for date in content(moved).dates] == ["Adoption by the General Assembly"]
