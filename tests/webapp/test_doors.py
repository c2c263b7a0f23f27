"""The door to the digest: an issued one is shown as issued, whole and escaped."""

from datetime import timedelta

import pytest
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


def test_a_mistake_in_the_word_template_becomes_a_page(own: Settings) -> None:
    (own.data / "digest.docx").write_text("no Word file", encoding="utf-8")
    shown = words(page(create_app(own).test_client(), "/digests/2024-W32/file.docx", status=503))
    assert "Expected a Word file as template" in shown


@pytest.mark.parametrize(
    "address", ["lists/nonsense", "file.exe", "file.docx?about=cake:7", "lists/new?about=articles:999"]
)
def test_what_a_digest_has_not_is_not_found(own: Settings, address: str) -> None:
    page(create_app(own).test_client(), f"/digests/2024-W32/{address}", status=404)


def test_a_mail_program_unsubscribes_in_one_click_from_anywhere(own: Settings) -> None:
    client = create_app(own).test_client()
    page(client, "/unsubscribe/nonsense", status=404)
    assert "gets the weekly digest" in words(page(client, "/unsubscribe/sample-token"))
    answer = client.post(
        "/unsubscribe/sample-token",
        data={"List-Unsubscribe": "One-Click"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
        headers={"Host": "travaux.example.org", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    assert "You are unsubscribed" in words(page(client, "/unsubscribe/sample-token"))
