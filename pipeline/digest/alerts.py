"""Alerts: every new statement in what a person follows, grouped into one message, each with why it is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from db.docket import Docket
from db.models import Mention, Pair, Passage, Statement, Subscription
from db.session import reading, writing
from db.store.mailing import about_of, subscriptions, tell, told, write, written
from pipeline.digest.known import Known, KnownStatement, read_known
from pipeline.digest.mail import message
from pipeline.digest.render import as_line, inlined, render_alert
from pipeline.digest.scope import Find, Scope, choose, parse_scope
from pipeline.digest.sending import Post, Report
from pipeline.digest.week import week_of


@dataclass
class Hit:
    """A statement that is new, and every reason why this person is told."""

    statement: KnownStatement
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Alert:
    """One person's message: hits, newest publication first, and what each subscription adds to what it has told."""

    subscriptions: Sequence[Subscription]
    hits: Sequence[Hit]
    told: dict[int, list[int]]


def period_of(cadence: str, now: datetime) -> str:
    """The day, or the ISO week, that a message of now belongs to."""
    return now.date().isoformat() if cadence == "daily" else week_of(now.date()).name


def write_alerts(post: Post, cadence: str, now: datetime, dry_run: bool = False) -> Report:
    """One message in the outbox for each person with alerts of this cadence and news; none without news."""
    report = Report()
    with reading(post.engine) as session:
        wanted = [row for row in subscriptions(session, "alert") if row.cadence == cadence]
    for _email, rows in groupby(wanted, key=lambda row: row.email):
        _write_alert(post, list(rows), cadence, now, report, dry_run)
    return report


def _write_alert(
    post: Post, rows: Sequence[Subscription], cadence: str, now: datetime, report: Report, dry_run: bool
) -> None:
    email, about, period = rows[0].email, about_of("alert", "", cadence), period_of(cadence, now)
    with writing(post.engine) as session:
        if written(session, email, about, period):
            report.already += 1
            return
        alert = gather(session, post.docket, rows, post.find)
        if not alert.hits:
            return
        mail = alert_mail(post, alert, now)
        report.lines.append(f"{email}: {len(alert.hits)} new, {len(mail):,} bytes")
        if not dry_run:
            report.written += write(session, email, about, period, mail)
            for key, statements in alert.told.items():
                tell(session, key, statements)


def gather(session: Session, docket: Docket, rows: Sequence[Subscription], find: Find) -> Alert:
    """What is new to these subscriptions of one person. Copies and translations of what is known are no news."""
    known = read_known(session)
    hits: dict[int, Hit] = {}
    fresh: dict[int, list[int]] = {}
    for row in rows:
        scope = parse_scope(row.scope, docket)
        found = _new_to(session, known, row, scope, find)
        fresh[row.id or 0] = [statement.id for statement in found]
        why = reasons(session, docket, scope, found)
        for statement in found:
            hits.setdefault(statement.id, Hit(statement)).reasons.append(why[statement.id])
    order = {statement.id: place for place, statement in enumerate(known.statements)}
    return Alert(rows, [hits[key] for key in sorted(hits, key=order.__getitem__)], fresh)


def _new_to(session: Session, known: Known, row: Subscription, scope: Scope, find: Find) -> list[KnownStatement]:
    choice, before = choose(session, scope, find), told(session, row.id or 0)
    return [
        statement
        for statement in known.only(choice.statements).statements
        if statement.first_seen >= row.since and statement.id not in before and statement.group == statement.address
    ]


def reasons(session: Session, docket: Docket, scope: Scope, found: Sequence[KnownStatement]) -> dict[int, str]:
    """Statement id → why it lies in the scope, in words."""
    if scope.kind == "articles":
        named = _values(session, scope, found, col(Mention.provision), col(Mention.passage_id))
        return {s.id: f"names {', '.join(f'Article {v}' for v in named.get(s.id, scope.values))}" for s in found}
    if scope.kind == "concerns":
        raised = _values(session, scope, found, col(Pair.concern), col(Pair.passage_id))
        names = {key: concern.name for key, concern in docket.concern_by_key.items()}
        return {s.id: f"raises {', '.join(names[v] for v in raised.get(s.id, scope.values))}" for s in found}
    if scope.kind == "organisations":
        return {s.id: f"is by {s.organisation}, which you follow" for s in found}
    words = f"fits your search: {scope.values[0]}" if scope.kind else "is about the treaty"
    return {s.id: words for s in found}


def _values(
    session: Session,
    scope: Scope,
    found: Sequence[KnownStatement],
    value: Mapped[str],
    passage: Mapped[int | None] | Mapped[int],
) -> dict[int, list[str]]:
    """Statement id → the values of the scope that its passages have, in the scope's order."""
    query = (
        select(col(Statement.id), value)
        .join(Passage, col(Passage.revision_id) == col(Statement.revision_id))
        .where(passage == col(Passage.id), value.in_(scope.values))
        .where(col(Statement.id).in_([statement.id for statement in found]))
        .distinct()
    )
    pairs: list[Any] = list(session.connection().execute(query))
    rows: dict[int, list[str]] = {}
    for key, name in sorted(pairs, key=lambda row: (row[0], scope.values.index(row[1]))):
        rows.setdefault(key, []).append(name)
    return rows


def alert_mail(post: Post, alert: Alert, now: datetime) -> bytes:
    """The message: one line a statement with its reasons, the same in HTML and plain text."""
    number = len(alert.hits)
    subject = f"{post.docket.short_name}: {number} new statement{'s' if number != 1 else ''}"
    envelope = post.envelope(alert.subscriptions[0], now)
    link = f"{post.settings.base_url.rstrip('/')}/statements"
    body, text = render_alert(post.docket.short_name, alert.hits, post.settings.base_url)
    html = inlined(body, as_line(subject), link, envelope.unsubscribe)
    return message(envelope, subject, text, html, f"{link}#{now:%Y-%m-%d}")
