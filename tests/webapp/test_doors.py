"""The door to the digest: an issued one is shown as issued, whole and escaped."""

from datetime import timedelta

from sqlmodel import select

from db.docket import load_docket
from db.models import Digest
from db.session import open_installation, reading, writing
from db.settings import Settings
from pipeline.digest.issue import digest_for
from pipeline.digest.week import week_of
from tests.builders import statement
from tests.sample_story import HOSTILE_TITLE, RESEARCH_ON_7
from tests.stories import DAY, Story
from tests.webapp.pages import page, words
from webapp import create_app


def test_an_issued_digest_is_shown_whole_and_escaped(empty: Settings) -> None:
    engine = open_installation(empty)
    with writing(engine) as session:
        story = Story(session)
        story.organisation("lantern", "<b>Lantern</b> (sample)")
        story.statement("https://lantern.example/", HOSTILE_TITLE, [RESEARCH_ON_7], "lantern")
    week = week_of(DAY.date())
    digest_for(engine, empty, load_docket(empty.docket), week, DAY + timedelta(days=30))
    engine.dispose()
    tree = page(create_app(empty).test_client(), f"/digests/{week.name}")
    shown = tree.xpath("//div[@class='digest']")[0]
    assert RESEARCH_ON_7.text in words(shown)
    assert HOSTILE_TITLE in words(shown) and "<b>Lantern</b> (sample)" in words(shown)
    assert not shown.xpath(".//script|.//style|.//@style|.//h1")


def test_a_week_that_was_not_issued_shows_what_its_digest_would_say(empty: Settings) -> None:
    engine = open_installation(empty)
    with writing(engine) as session:
        statement(session, "https://a.example/new", ["Article 24 names no judge."], published="2024-08-05")
    client = create_app(empty).test_client()
    tree = page(client, "/digests/2024-W32")
    assert "Not issued yet" in str(tree.xpath("string(//main)"))
    assert tree.xpath("//div[@class='digest']//a[@href='/statements/1']")
    assert page(client, "/digests/").xpath("//a[@href='/digests/2024-W32']")
    with reading(engine) as session:
        assert session.exec(select(Digest)).all() == []
