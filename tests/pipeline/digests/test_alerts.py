"""Alerts: each new statement told once, in one message a person, with every reason."""

from datetime import UTC, datetime, timedelta

from db.session import reading, writing
from db.store.mailing import outbox, subscribe
from pipeline.digest.alerts import write_alerts
from pipeline.digest.sending import Post
from tests.builders import AUGUST, statement

NOW = datetime(2024, 8, 12, 7, tzinfo=UTC)


def test_a_person_gets_one_alert_with_every_reason_and_each_statement_once(post: Post) -> None:
    with writing(post.engine) as session:
        for scope in ("", "organisations:lantern", "concerns:safeguards"):
            row = subscribe(session, "eve@sample.example", "alert", scope, "daily")
            row.since = AUGUST - timedelta(days=1)
    report = write_alerts(post, "daily", NOW)
    assert report.written == 1
    with reading(post.engine) as session:
        text = outbox(session)[0].message.decode()
    assert "it is about the treaty; it is by Lantern, which you follow; it raises" in " ".join(
        text.replace("=\r\n", "").split()
    )
    assert write_alerts(post, "daily", NOW).already == 1
    tomorrow = NOW + timedelta(days=1)
    assert write_alerts(post, "daily", tomorrow).written == 0
    with writing(post.engine) as session:
        statement(session, "https://a.example/seen-early-processed-late", ["Article 24 again."], None)
    assert write_alerts(post, "daily", tomorrow).written == 1


def test_an_alert_tells_hits_beyond_any_page(post: Post) -> None:
    with writing(post.engine) as session:
        subscribe(session, "eve@sample.example", "alert", "", "daily").since = AUGUST - timedelta(days=1)
        for number in range(250):
            statement(session, f"https://a.example/{number}", ["More."], None)
    assert "251 new" in write_alerts(post, "daily", NOW).lines[0]
    assert write_alerts(post, "daily", NOW + timedelta(days=1)).lines == []
