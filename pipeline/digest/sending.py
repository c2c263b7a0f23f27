"""From subscriptions to sent mail: writing messages into the outbox, and emptying it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from db.docket import Docket
from db.models import Subscription
from db.session import reading, writing
from db.settings import Settings
from db.store.mailing import Outcome, about_of, claim, due, recover, settle, subscriptions, write, written
from pipeline.digest.issue import digest_for
from pipeline.digest.mail import Envelope, digest_mail
from pipeline.digest.scope import Find, parse_scope
from pipeline.digest.smtp import MailServer, deliver
from pipeline.digest.week import DigestError, Week, week_of

Deliver = Callable[[MailServer, str, str, bytes], Outcome]
GIVE_UP = 3
"""After so many attempts in a row that did not reach the server the rest waits for the next run."""


class SendingError(OSError):
    """Nothing can be sent now. The message says why."""


@dataclass(frozen=True)
class Post:
    """The installation that sends."""

    engine: Engine
    settings: Settings
    docket: Docket
    find: Find

    def envelope(self, subscription: Subscription, at: datetime) -> Envelope:
        """The envelope of a message to a subscriber."""
        settings = self.settings
        ending = f"{settings.base_url.rstrip('/')}/unsubscribe/{subscription.token}"
        return Envelope(settings.mail_from, settings.mail_name, subscription.email, at, ending)


@dataclass
class Report:
    """What a run did: recipients and outcomes in words, and counts that add up to what was due."""

    written: int = 0
    already: int = 0
    recovered: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    left: int = 0
    """Due, but not tried: the server could not be reached."""

    @property
    def troubled(self) -> bool:
        """Whether something did not go out."""
        return bool(self.left or self.recovered or set(self.outcomes) - {"sent"})


def last_ended(now: datetime) -> Week:
    """The last week that is over."""
    return week_of((now - timedelta(days=7)).date())


def write_digests(post: Post, week: Week, now: datetime, dry_run: bool = False) -> Report:
    """One message in the outbox for each digest subscription that has none of this week yet.

    Raises `DigestError` for a week that is not over.
    """
    if now < week.end:
        raise DigestError(f"{week.name} is still running; its digest can be sent from {week.end:%d %B %Y} (UTC).")
    report = Report()
    with reading(post.engine) as session:
        wanted = subscriptions(session, "digest")
    for subscription in wanted:
        _write_digest(post, week, now, subscription, report, dry_run)
    return report


def _write_digest(
    post: Post, week: Week, now: datetime, subscription: Subscription, report: Report, dry_run: bool
) -> None:
    about = about_of(subscription.kind, subscription.scope, subscription.cadence)
    with reading(post.engine) as session:
        if written(session, subscription.email, about, week.name):
            report.already += 1
            return
    scope = parse_scope(subscription.scope, post.docket)
    made = digest_for(post.engine, post.settings, post.docket, week, now, scope=scope, find=post.find)
    mail = digest_mail(made.content, post.envelope(subscription, made.issued_at or now))
    report.lines.append(f"{subscription.email}: {about} of {week.name}, {len(mail):,} bytes")
    if not dry_run:
        with writing(post.engine) as session:
            report.written += write(session, subscription.email, about, week.name, mail)


def sender_lock(settings: Settings) -> AbstractContextManager[object]:
    """Only one run sends at a time. Raises `SendingError` when another does."""
    lock = FileLock(settings.data / "outbox.lock")
    try:
        return lock.acquire(timeout=0)
    except Timeout as error:
        raise SendingError(
            "Another run is sending mail from this installation. Wait until it has ended, then try again."
        ) from error


def empty_outbox(post: Post, server: MailServer, now: datetime, report: Report, attempt: Deliver = deliver) -> Report:
    """Try every message that is due, once. Raises `SendingError` when another run is at it.

    Each outcome is stored before the next message is touched.
    """
    with sender_lock(post.settings):
        with writing(post.engine) as session:
            report.recovered = recover(session)
        with reading(post.engine) as session:
            waiting = list(due(session, now))
        in_vain = 0
        for place, key in enumerate(waiting):
            if in_vain == GIVE_UP:
                report.left = len(waiting) - place
                break
            outcome = _send_one(post, server, key, report, attempt)
            in_vain = in_vain + 1 if outcome and outcome.state == "retry" else 0
    return report


def _send_one(post: Post, server: MailServer, key: int, report: Report, attempt: Deliver) -> Outcome | None:
    with writing(post.engine) as session:
        mail = claim(session, key)
        if mail is None:
            return None
        recipient, content = mail.recipient, mail.message
    try:
        outcome = attempt(server, post.settings.mail_from, recipient, content)
    except BaseException as error:
        with writing(post.engine) as session:
            settle(session, key, Outcome("retry", str(error)[:300]))
        raise
    with writing(post.engine) as session:
        state = settle(session, key, outcome).state
    report.outcomes[state] = report.outcomes.get(state, 0) + 1
    if state != "sent":
        report.lines.append(f"{recipient}: {outcome.reason}")
    return outcome
