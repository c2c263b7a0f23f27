"""The page of a text that was sent more than once."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from db.models import Signature, Statement
from db.session import writing
from tests.builders import installation, organisation, statement
from webapp import create_app
from webapp.changes import compare, folded

LONG = " ".join(f"word{n}" for n in range(200))
TEXT = f"Article 24 names no judge. {LONG} Please say no."
EDITED = TEXT.replace("no judge", "neither judge nor limit").replace("Please", "As a nurse I beg you to")
SENDERS = 130


def fill(session: Session) -> None:
    guild = organisation(session, "Sample Guild")
    statement(session, "urn:comment:0", [TEXT], guild, title="Say no <b>")
    for n in range(1, SENDERS):
        statement(session, f"urn:comment:{n}", [EDITED if n % 10 == 0 else TEXT], published="2024-08-06")
    statement(session, "urn:comment:alone", ["Ratify it."])
    for row in session.exec(select(Statement)):
        row.doc_kind = "comment"
        if row.address != "urn:comment:alone":
            row.same_text = row.same_statement = "urn:comment:0"
        if row.id in (2, 3):
            row.author = "Ann <i>Sample</i>"
            for position, name in enumerate(("Sample Society", f"Only on {row.id}")):
                session.add(
                    Signature(revision_id=row.revision_id or 0, position=position, name=name, kind="organisation")
                )
        session.add(row)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("copies")
    settings, engine = installation(folder)
    with writing(engine) as session:
        fill(session)
    return create_app(settings).test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_text_stands_once_with_the_number_of_its_senders(client: FlaskClient) -> None:
    shown = page(client, "/statements/5/copies")
    assert shown.count(TEXT) == 1
    assert f'data-figure="senders">{SENDERS}<' in shown
    assert f'data-figure="edited">{(SENDERS - 1) // 10}<' in shown
    assert "Page 1 of 2" in shown
    assert page(client, "/statements/5/copies?page=2").count("word for word</span>") >= SENDERS - 100 - 3
    page(client, "/statements/5/copies?page=3", 404)


def test_edited_copies_show_their_differences_and_fold_the_rest(client: FlaskClient) -> None:
    shown = page(client, "/statements/1/copies")
    assert "<ins>" in shown
    assert "neither judge nor" in shown
    assert "words unchanged" in shown


def test_names_are_merged_with_the_pages_that_carry_them(client: FlaskClient) -> None:
    shown = page(client, "/statements/1/copies")
    assert shown.count("Sample Society") == 1
    assert '<a href="/statements/2">statement 2</a>, <a href="/statements/3">statement 3</a>' in shown
    assert "Anonymous" in shown
    assert "<i>" not in shown
    assert "Say no" not in shown, "one sender's title names nobody else"
    assert f"Form letter, sent by {SENDERS}" in shown and f"Form letter, sent by {SENDERS}" in page(client, "/copies")


def test_it_is_reached_from_the_front_the_list_and_the_statement(client: FlaskClient) -> None:
    assert 'href="/copies"' in page(client, "/")
    assert 'href="/statements/1/copies"' in page(client, "/copies")
    own = page(client, "/statements/5")
    assert 'href="/statements/5/copies"' in own
    assert own.count('href="/statements/') < 40


def test_a_statement_that_stands_alone_has_no_such_page(client: FlaskClient) -> None:
    page(client, f"/statements/{SENDERS + 1}/copies", 404)
    page(client, "/statements/99999999999999999999/copies", 404)
    page(client, "/copies?page=9", 404)


def test_changed_words_with_only_spaces_between_are_one_change() -> None:
    (stretch,) = compare("We ask you to vote no today.", "We beg them to vote no today.") or ()
    assert [(part.change, part.text) for part in stretch.parts][1:3] == [("cut", "ask you"), ("added", "beg them")]


def test_folding_keeps_the_words_around_a_change() -> None:
    (stretch,) = folded(compare(TEXT, EDITED)) or ()
    (hidden,) = [part for part in stretch.parts if part.change == "folded"]
    assert 150 < int(hidden.text) < 200
    assert folded(None) is None
