"""`/off-topic`: what counts nowhere, why, and how a person overrules it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from db.session import open_installation, writing
from db.settings import Settings
from db.store.relevance import decide
from tests.builders import organisation, statement
from tests.webapp.pages import links, page, send, words
from webapp import create_app


@pytest.fixture
def visitor(tmp_path: Path) -> FlaskClient:
    settings = Settings(data=tmp_path)
    with writing(open_installation(settings)) as session:
        circle = organisation(session, "Sample Circle")
        for number in range(60):
            statement(
                session,
                f"https://sample.example/{number}",
                ["Words."],
                circle,
                on_topic=False,
                title=f"Sample {number}",
            )
        decide(session, 1, "rescue", '"><script>Ana</script>', "a <b>note</b>")
        decide(session, 2, "dismiss", "Ben Sample")
    return create_app(settings).test_client()


def test_the_list_is_paged_with_its_total(visitor: FlaskClient) -> None:
    first, second = page(visitor, "/off-topic"), page(visitor, "/off-topic?page=2")
    assert "59 texts, most doubtful first; page 1 of 2" in words(first)
    assert [len(tree.xpath("//ol[@class='statements']/li")) for tree in (first, second)] == [50, 9]
    assert "/off-topic?page=2" in links(first) and second.xpath("//ol/@start") == ["51"]
    page(visitor, "/off-topic?page=3", status=404)
    page(visitor, "/off-topic?page=x", status=400)


def test_each_says_why_and_can_be_rescued(client: FlaskClient) -> None:
    tree = page(client, "/off-topic")
    assert "Bicycle lanes (sample)" in words(tree)
    assert tree.xpath("//form[@action='/statements/7/about']//button[@value='rescue']")
    assert "/off-topic" in links(page(client, "/coverage"))


def test_decisions_are_shown_with_name_time_and_note_as_text(visitor: FlaskClient) -> None:
    tree = page(visitor, "/off-topic?decided=1")
    text = words(tree)
    assert "2 texts, newest decision first" in text
    assert 'Rescued by "><script>Ana</script>' in text and "a <b>note</b>" in text
    assert tree.xpath("//form[@action='/statements/1/about']//button[@value='undo']")
    assert "Dismissed by Ben Sample" in text
    assert not tree.xpath("//main//script | //main//li//b[.='note']")


def test_a_text_is_rescued_and_the_decision_taken_back(visitor: FlaskClient) -> None:
    send(visitor, "/off-topic", {"decision": "rescue", "note": "It is."}, to="/statements/7/about")
    assert "3 texts" in words(page(visitor, "/off-topic?decided=1"))
    send(visitor, "/off-topic", {"decision": "undo"}, to="/statements/7/about")
    assert "2 texts" in words(page(visitor, "/off-topic?decided=1"))
    for to, decision in (
        ("/statements/7/about", "undo"),
        ("/statements/999/about", "rescue"),
        ("/statements/7/about", "x"),
    ):
        assert "was not stored" in send(visitor, "/off-topic", {"decision": decision}, to=to, status=400).text


def test_others_see_the_list_without_forms(visitor: FlaskClient) -> None:
    answer = visitor.get("/off-topic", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 200 and "/about" not in answer.text.replace('href="/about', "")
