"""Subscriptions by browser, and the calendar that other programs read."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from db.docket import load_docket
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store.mailing import outbox, subscriptions, write
from tests.webapp.pages import page, words
from webapp.calendar import calendar_of


def send(client: FlaskClient, address: str, **fields: str) -> int:
    """Fill in the page's form and send it; the status of the answer."""
    token = page(client, "/subscriptions").xpath("string(//input[@name='csrf_token']/@value)")
    return client.post(address, data={**fields, "csrf_token": token}).status_code


def test_somebody_is_subscribed_and_ended(desk_client: FlaskClient, own: Settings) -> None:
    assert send(desk_client, "/subscriptions", email="eve@sample.example", wish="daily", about="articles:28,7") == 303
    shown = words(page(desk_client, "/subscriptions"))
    assert re.search(r"eve@sample\.example\s?daily alerts\s?articles:7,28", shown)
    with reading(open_installation(own)) as session:
        (row,) = subscriptions(session, "alert")
    assert send(desk_client, f"/subscriptions/{row.id}/end") == 303
    assert "eve@sample.example" not in words(page(desk_client, "/subscriptions"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "nobody", "wish": "digest"}, "Expected an e-mail address"),
        ({"email": "a@sample.example", "wish": "hourly"}, "Expected a weekly digest"),
        ({"email": "a@sample.example", "wish": "digest", "about": "articles:999"}, "Expected the number of an article"),
        ({"email": "a@sample.example", "wish": "digest", "about": "organisations:nobody"}, "No organisation"),
    ],
)
def test_what_cannot_be_subscribed_is_told_and_what_was_typed_comes_back(
    desk_client: FlaskClient, fields: dict[str, str], said: str
) -> None:
    token = page(desk_client, "/subscriptions").xpath("string(//input[@name='csrf_token']/@value)")
    answer = desk_client.post("/subscriptions", data={**fields, "csrf_token": token})
    assert answer.status_code == 422
    assert said in answer.text
    assert fields["email"] in answer.text


def test_mail_that_failed_is_shown_with_its_reason_and_can_be_sent_again(
    desk_client: FlaskClient, own: Settings
) -> None:
    engine = open_installation(own)
    with writing(engine) as session:
        write(session, "eve@sample.example", "digest", "2024-W32", b"sample")
        outbox(session)[0].state, outbox(session)[0].reason = "failed", "No such person (sample)."
    assert "No such person (sample)." in words(page(desk_client, "/subscriptions"))
    assert send(desk_client, "/subscriptions/mail/1/again") == 303
    assert "waits for the next run" in words(page(desk_client, "/subscriptions"))
    assert send(desk_client, "/subscriptions/mail/1/again") == 409


def test_addresses_are_for_reviewers_only(client: FlaskClient) -> None:
    elsewhere = client.get("/subscriptions", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 403
    assert "@" not in elsewhere.text


def test_a_calendar_program_reads_the_dates(client: FlaskClient) -> None:
    answer = client.get("/dates.ics")
    assert answer.content_type.startswith("text/calendar")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    docket = load_docket("un-cybercrime")
    assert len(events) == len(docket.dates)
    hanoi = next(event for event in events if event["UID"] == "hanoi@un-cybercrime.travaux")
    assert (hanoi.decoded("DTSTART"), hanoi.decoded("DTEND")) == (date(2025, 10, 25), date(2025, 10, 27))
    assert calendar_of(docket, "http://a.example") == calendar_of(docket, "http://a.example")
    assert len({event["UID"] for event in events}) == len(events)
