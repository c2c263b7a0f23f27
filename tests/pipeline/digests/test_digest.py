"""The weekly digest: what it counts, that it is issued once, and that every quotation is inert and exact."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.docket import load_docket
from db.models import CrawlRun, Signature, Statement
from db.session import writing
from db.settings import Settings
from pipeline.digest import DigestError, IssuedDigest, digest_for, parse_week, render_html, render_markdown, render_page
from tests.builders import ask, installation, organisation, pair, statement

TODAY = date(2024, 8, 20)
LATER = datetime(2024, 8, 20, tzinfo=UTC)
WEEK = parse_week("2024-W32", TODAY)
HOSTILE = 'Article 24 names no judge <script>alert("x")</script> [click](http://evil.example) `=1+1`.'


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Settings, Engine]:
    """A week with a new, a late, a copied and an off-topic statement."""
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        lantern, chamber = organisation(session, '"><script>'), organisation(session, "Sample Chamber", "industry")
        (new,) = statement(session, "https://a.example/new", [HOSTILE], lantern, "2024-08-05")
        pair(session, new, "safeguards", "24")
        ask(session, new, "amend", "24")
        statement(session, "https://a.example/late", ["We wrote this in spring."], chamber, "2024-03-01")
        statement(session, "https://b.example/copy", ["A copy of it."], chamber, "2024-08-06")
        statement(session, "https://a.example/off", ["On wine."], chamber, on_topic=False)
        copy = session.get_one(Statement, 3)
        copy.same_statement = "https://a.example/new"
        session.add(
            Signature(revision_id=1, position=0, name="Sample Chamber", kind="organisation", organisation_id=chamber)
        )
        session.add(CrawlRun(source="sample", started_at=WEEK.start, outcome="The page is gone (404)"))
    return settings, engine


def make(filled: tuple[Settings, Engine], now: datetime = LATER, reissue: bool = False) -> IssuedDigest:
    settings, engine = filled
    return digest_for(engine, settings, load_docket("un-cybercrime"), WEEK, now, reissue)


def test_new_late_and_copied_are_kept_apart_and_off_topic_left_out(filled: tuple[Settings, Engine]) -> None:
    content = make(filled).content
    assert [line.original for line in content.new] == ["https://a.example/new"]
    assert [line.original for line in content.late] == ["https://a.example/late"]
    assert [line.original for line in content.reposted] == ["https://b.example/copy"]
    assert (content.figures.statements, content.figures.organisations, content.figures.objecting) == (2, 2, 1)
    assert content.figures.endorsements == 1
    assert content.failed_sources[0].reason == "The page is gone (404)"


def test_concern_article_organisation_quotation(filled: tuple[Settings, Engine]) -> None:
    (section,) = make(filled).content.concerns
    (article,) = section.articles
    (quotation,) = article.quotations
    assert (section.key, article.provision, quotation.text) == ("safeguards", "24", HOSTILE)
    assert quotation.link == "http://127.0.0.1:8000/statements/1#p1"


def test_hostile_names_and_quotations_are_inert_in_every_format(filled: tuple[Settings, Engine]) -> None:
    content = make(filled).content
    assert "<script>" not in render_html(content).replace("&lt;script&gt;", "")
    assert "<script>" not in render_page(content)
    markdown = render_markdown(content)
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "[click](http" not in markdown


def test_an_issued_digest_is_shown_as_issued_and_says_that_things_changed(filled: tuple[Settings, Engine]) -> None:
    first = make(filled)
    with writing(filled[1]) as session:
        statement(session, "https://a.example/more", ["Found afterwards."], None, "2024-08-07")
    again = make(filled)
    assert again.content == first.content
    assert "--reissue" in again.note
    assert make(filled, reissue=True).content != first.content


def test_the_running_week_is_a_preview_and_is_not_stored(filled: tuple[Settings, Engine]) -> None:
    preview = make(filled, now=WEEK.end - timedelta(days=1))
    assert preview.issued_at is None
    assert "so far" in preview.note
    assert make(filled).issued_at is not None


def test_the_same_week_twice_gives_the_same_bytes(filled: tuple[Settings, Engine]) -> None:
    assert render_page(make(filled).content) == render_page(make(filled).content)
    assert json.loads(make(filled).content.model_dump_json())["week"] == "2024-W32"


def test_a_week_without_news_says_so_in_one_line(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    content = digest_for(engine, settings, load_docket("un-cybercrime"), WEEK, LATER).content
    assert render_html(content).count("No statement about the treaty was collected in this week.") == 1


@pytest.mark.parametrize("text", ["2024-32", "2024-W54", "2025-W53", "W32-2024", "last week", "2024-W00", "2030-W01"])
def test_a_malformed_or_future_week_is_refused_in_words(text: str) -> None:
    with pytest.raises(DigestError, match=r"Expected a week|still to come"):
        parse_week(text, TODAY)


def test_no_week_means_this_one() -> None:
    assert parse_week(None, TODAY).name == "2024-W34"
