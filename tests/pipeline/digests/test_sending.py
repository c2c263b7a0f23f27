"""Sending: everybody once, whatever the server does and wherever a run is killed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select

from db.docket import load_docket
from db.models import OutboxMail, Subscription
from db.session import reading, writing
from db.settings import Settings
from db.store.mailing import (
    CUT_OFF,
    MOST_ATTEMPTS,
    Outcome,
    SubscriptionError,
    claim,
    due,
    outbox,
    retry,
    subscribe,
    unsubscribe,
)
from pipeline.digest import DigestError, parse_week
from pipeline.digest.sending import Post, Report, SendingError, empty_outbox, sender_lock, write_digests
from pipeline.digest.smtp import MailServer, MailServerError, deliver, server_of
from tests.pipeline.digests.post_office import Letterbox, post_office, scripted

DOCKET = load_docket("un-cybercrime")
NOW = datetime(2024, 8, 12, 7, tzinfo=UTC)
WEEK = parse_week("2024-W32", NOW.date())
NO_SERVER = MailServer("127.0.0.1", 1, "none")
MESSAGE = b"Subject: sample\r\n\r\n.a dot begins this line\r\nand this does not\r\n"


def later() -> datetime:
    """When everything that waits is due."""
    return datetime.now(UTC) + timedelta(days=3)


def states(engine: Engine) -> dict[str, str]:
    with reading(engine) as session:
        return {mail.recipient.split("@")[0]: mail.state for mail in outbox(session)}


def test_everybody_gets_the_week_once_however_often_it_is_sent(post: Post) -> None:
    box = Letterbox()
    with post_office(box) as server:
        for _ in range(3):
            empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
    assert sorted(recipient for _, recipient, _ in box.received) == ["ana@sample.example", "ben@sample.example"]
    assert {sender for sender, _, _ in box.received} == {"desk@sample.example"}
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in box.received[0][2]
    assert states(post.engine) == {"ana": "sent", "ben": "sent"}


def test_a_trial_writes_and_sends_nothing(post: Post) -> None:
    report = write_digests(post, WEEK, NOW, dry_run=True)
    assert len(report.lines) == 2
    assert states(post.engine) == {}


def test_a_week_that_still_runs_is_not_sent(post: Post) -> None:
    with pytest.raises(DigestError, match="still running"):
        write_digests(post, WEEK, WEEK.end - timedelta(seconds=1))


def test_who_is_refused_for_good_fails_and_the_others_get_theirs(post: Post) -> None:
    box = Letterbox(refusals={"ana": "550 no such person"})
    with post_office(box) as server:
        report = empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
    assert states(post.engine) == {"ana": "failed", "ben": "sent"}
    assert report.troubled
    assert any("answered 550: no such person" in line for line in report.lines)


def test_a_passing_refusal_is_tried_again_later_and_not_for_ever(post: Post) -> None:
    box = Letterbox(answer="451 come back later")
    with post_office(box) as server:
        report = empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
        assert report.outcomes == {"waiting": 2}
        assert empty_outbox(post, server, datetime.now(UTC), Report()).outcomes == {}
        for _ in range(MOST_ATTEMPTS):
            empty_outbox(post, server, later(), Report())
        assert states(post.engine) == {"ana": "failed", "ben": "failed"}
        box.answer = "250 taken"
        with writing(post.engine) as session:
            retry(session, 1)
        empty_outbox(post, server, later(), Report())
    assert states(post.engine) == {"ana": "sent", "ben": "failed"}


def test_a_server_that_drops_with_the_message_in_hand_leaves_a_doubt_and_no_second_mail(post: Post) -> None:
    with scripted({"DATA": "354 go on", ".": None}) as server:
        empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
    assert states(post.engine) == {"ana": "doubtful", "ben": "doubtful"}
    box = Letterbox()
    with post_office(box) as server:
        empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
    assert box.received == []


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ({"MAIL": None}, "retry"),
        ({"": "554 go away"}, "retry"),
        ({"": None}, "retry"),
        ({"RCPT": "452 full"}, "retry"),
        ({"RCPT": "553 no"}, "failed"),
        ({"DATA": "451 later"}, "retry"),
        ({"DATA": "554 no"}, "failed"),
        ({"DATA": None}, "retry"),
        ({"DATA": "354 go", ".": "552 too large"}, "failed"),
        ({"DATA": "354 go", ".": None}, "doubtful"),
        ({"DATA": "354 go", ".": ""}, "doubtful"),
        ({"": ""}, "retry"),
        ({"QUIT": None, "DATA": "354 go"}, "sent"),
    ],
)
def test_what_came_of_an_attempt_is_told_for_certain(script: dict[str, str | None], state: str) -> None:
    with scripted(script, seconds=0.5) as server:
        assert deliver(server, "a@sample.example", "b@sample.example", MESSAGE).state == state


def test_a_line_that_begins_with_a_dot_arrives_as_it_was() -> None:
    box = Letterbox()
    with post_office(box) as server:
        assert deliver(server, "a@sample.example", "b@sample.example", MESSAGE) == Outcome("sent")
    assert box.received[0][2].endswith(b".a dot begins this line\r\nand this does not\r\n")


def test_a_server_that_cannot_be_reached_stops_the_run_and_the_rest_waits(post: Post) -> None:
    with writing(post.engine) as session:
        for number in range(5):
            subscribe(session, f"c{number}@sample.example", "digest", "", "weekly")
    report = empty_outbox(post, NO_SERVER, later(), write_digests(post, WEEK, NOW))
    assert (report.outcomes, report.left) == ({"waiting": 3}, 4)
    assert set(states(post.engine).values()) == {"waiting"}


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_run_that_is_killed_while_sending_never_sends_twice(post: Post, where: str) -> None:
    box = Letterbox()
    report = write_digests(post, WEEK, NOW)
    with post_office(box) as server:
        with writing(post.engine) as session:
            mail = claim(session, due(session, later())[0])
            assert mail is not None
            message = mail.message
        if where == "after":
            assert deliver(server, "desk@sample.example", "ana@sample.example", message).state == "sent"
        # The process ended here: `sending` is what is on disk.
        report = empty_outbox(post, server, later(), report)
    assert report.recovered == 1
    received = [recipient for _, recipient, _ in box.received]
    assert received.count("ana@sample.example") == (1 if where == "after" else 0)
    assert received.count("ben@sample.example") == 1
    with reading(post.engine) as session:
        doubtful = session.exec(select(OutboxMail).where(OutboxMail.state == "doubtful")).one()
    assert doubtful.reason == CUT_OFF


def test_only_one_run_sends_at_a_time(post: Post) -> None:
    with sender_lock(post.settings), pytest.raises(SendingError, match="Another run is sending"):
        empty_outbox(post, NO_SERVER, later(), Report())


def test_a_password_that_is_refused_stops_everything_and_nothing_is_lost(post: Post) -> None:
    report = write_digests(post, WEEK, NOW)
    with scripted({"EHLO": "250-sample\r\n250 AUTH PLAIN LOGIN", "AUTH": "535 wrong"}) as server:
        with_user = MailServer(server.host, server.port, "none", "desk", "wrong")
        with pytest.raises(MailServerError, match=r"refused the user 'desk': 535 .*Correct smtp_user"):
            empty_outbox(post, with_user, later(), report)
    assert set(states(post.engine).values()) == {"waiting"}


def test_without_a_server_the_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(MailServerError, match="Set smtp_host and mail_from"):
        server_of(Settings(data=tmp_path))
    given = Settings(
        data=tmp_path, smtp_host="mail.example", mail_from="d@sample.example", smtp_password=SecretStr("s")
    )
    assert server_of(given).password == "s"
    assert "s'" not in repr(given.smtp_password)


def test_ending_a_subscription_cancels_what_waits(post: Post) -> None:
    write_digests(post, WEEK, NOW)
    with writing(post.engine) as session:
        unsubscribe(session, session.get_one(Subscription, 1))
    box = Letterbox()
    with post_office(box) as server:
        empty_outbox(post, server, later(), write_digests(post, WEEK, NOW))
    assert [recipient for _, recipient, _ in box.received] == ["ben@sample.example"]
    assert states(post.engine) == {"ana": "cancelled", "ben": "sent"}


@pytest.mark.parametrize(
    "email",
    ["", "nobody", "a@b", "a b@sample.example", "a@sample.example\nBcc: e@e.example", "a@sample.example, b@c.example",
     "=?utf-8?q?a?=@sample.example\r", "ü@sample.example", "a@-x.example", f"{'a' * 65}@sample.example", "<a@b.example>"],
)  # fmt: skip
def test_what_is_no_address_is_refused(post: Post, email: str) -> None:
    with writing(post.engine) as session, pytest.raises(SubscriptionError, match="Expected an e-mail address"):
        subscribe(session, email, "digest", "", "weekly")
