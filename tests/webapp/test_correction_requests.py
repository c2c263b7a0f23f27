"""“This is not what we said”: anybody may ask, bounded; a reviewer answers; the statement's page says so."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from db.models import CorrectionRequest
from db.session import open_installation, reading
from db.settings import Settings
from tests.webapp.pages import page, send, words
from webapp.views.requests import IN_AN_HOUR

AT = "/statements/1/not-what-we-said"
HOSTILE = "</textarea><script>alert(1)</script>"
ASKED = {"name": "Cy Sample", "email": "cy@sample.example", "message": f"We never said that. {HOSTILE}"}


def rows(settings: Settings) -> list[CorrectionRequest]:
    """What is stored."""
    with reading(open_installation(settings)) as session:
        return list(session.exec(select(CorrectionRequest)))


def test_a_request_waits_is_answered_and_both_are_told(desk_client: FlaskClient, own: Settings) -> None:
    assert AT in [str(link) for link in page(desk_client, "/statements/1").xpath("//a/@href")]
    send(desk_client, AT, ASKED)
    statement = words(page(desk_client, "/statements/1"))
    assert "A correction was asked for on" in statement and "it waits for an answer" in statement
    assert "Cy Sample" not in statement and "never said" not in statement and "cy@" not in statement
    assert "Corrections asked for: 1" in words(page(desk_client, "/review"))
    queue = page(desk_client, "/review/requests")
    assert "Cy Sample" in words(queue) and ASKED["message"] in words(queue) and not queue.xpath("//main//script")
    (row,) = rows(own)
    send(
        desk_client,
        "/review/requests",
        {"state": "corrected", "answer": "You are right."},
        to=f"/review/requests/{row.id}",
    )
    statement = words(page(desk_client, "/statements/1"))
    assert "answered on" in statement and "corrected" in statement and "You are right." in statement
    assert "You are right." in words(page(desk_client, AT)) and "You are right." in words(
        page(desk_client, "/review/requests?answered=1")
    )
    assert "Nothing waits" in words(page(desk_client, "/review/requests"))


def test_spam_is_not_mentioned_on_the_statement(desk_client: FlaskClient) -> None:
    send(desk_client, AT, ASKED)
    send(desk_client, "/review/requests", {"state": "spam", "answer": ""}, to="/review/requests/1")
    assert "A correction was asked" not in words(page(desk_client, "/statements/1"))


def test_the_second_answer_is_refused(desk_client: FlaskClient, own: Settings) -> None:
    send(desk_client, AT, ASKED)
    send(desk_client, AT, {**ASKED, "name": "Di Sample"})
    send(desk_client, "/review/requests", {"state": "declined", "answer": "No."}, to="/review/requests/1")
    answer = send(
        desk_client, "/review/requests", {"state": "corrected", "answer": "Yes."}, to="/review/requests/1", status=400
    )
    assert "answered it meanwhile" in answer.text and rows(own)[0].answer == "No."
    for wrong in ({"state": "burnt", "answer": "x"}, {"state": "corrected", "answer": ""}):
        send(desk_client, "/review/requests", wrong, to="/review/requests/2", status=400)
    send(desk_client, "/review/requests", {"state": "spam"}, to=f"/review/requests/{10**30}", status=400)


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"name": " "}, 400, "Fill in both"),
        ({"message": ""}, 400, "Fill in both"),
        ({"email": "not one"}, 400, "e-mail address or nothing"),
        ({"website": "https://spam.example"}, 400, "message of a program"),
        ({"message": "x" * 4001}, 413, "at most 4,000"),
        ({"name": "x" * 10_000}, 413, "at most 120"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_the_text_kept(
    desk_client: FlaskClient, own: Settings, wrong: dict[str, str], status: int, said: str
) -> None:
    answer = send(desk_client, AT, {**ASKED, **wrong}, status=status)
    assert said in answer.text and "<script>alert" not in answer.text and rows(own) == []
    if status == 400 and "message" not in wrong:
        assert "We never said that." in answer.text


def test_one_address_may_ask_so_often(desk_client: FlaskClient, own: Settings) -> None:
    for _ in range(IN_AN_HOUR):
        send(desk_client, AT, ASKED)
    assert "Wait a little" in send(desk_client, AT, ASKED, status=429).text
    assert len(rows(own)) == IN_AN_HOUR


def test_names_and_addresses_cannot_carry_lines(desk_client: FlaskClient, own: Settings) -> None:
    send(desk_client, AT, {**ASKED, "name": "Cy\nBcc: all\r\n Sample\x07"})
    assert rows(own)[0].name == "Cy Bcc: all Sample"


def test_where_nobody_can_answer_nothing_is_taken(client: FlaskClient) -> None:
    answer = client.get(AT, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 200 and "takes no messages from here" in answer.text and "<textarea" not in answer.text


def test_an_unknown_statement_has_no_form(client: FlaskClient) -> None:
    page(client, "/statements/999999/not-what-we-said", 404)
    page(client, f"/statements/{10**30}/not-what-we-said", 404)
