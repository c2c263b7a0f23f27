"""Subscriptions, and the outbox: mail is written once a person and period, and never sent twice.

Each step is a transaction of its own, committed with synchronous=FULL: what was handed to a mail server is on disk
as `sending` before the server gets it, so that a run that was killed there leaves `doubtful` behind, not a second mail.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from db.models import AlertTold, OutboxMail, Subscription
from db.store.captures import now

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"[A-Za-z0-9!#$%&'*+/^_`{{|}}~.-]{{1,64}}@(?=.{{4,255}}$)(?:{LABEL}\.)+[A-Za-z]{{2,63}}")
"""The addresses that go into a header as they are; RFC 5322 knows more, and some of those a header would
read as an encoded word."""
KINDS = ("digest", "alert")
CADENCES = {"digest": ("weekly",), "alert": ("daily", "weekly")}
FIRST_WAIT = timedelta(minutes=15)
MOST_ATTEMPTS = 8
"""With the wait doubling from a quarter of an hour, the last attempt is a good day after the first."""
CUT_OFF = "The connection ended while the server had the message: it may have arrived. It is not sent again by itself."


class SubscriptionError(ValueError):
    """A subscription cannot be stored. The message says what was expected and what came."""


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: `sent`, `retry`, `failed` for good, or `doubtful`; with the reason."""

    state: str
    reason: str = ""


def subscribe(session: Session, email: str, kind: str, scope: str, cadence: str) -> Subscription:
    """The subscription, new or taken up again. Raises `SubscriptionError`."""
    address = email.strip()
    if not ADDRESS.fullmatch(address):
        raise SubscriptionError(f"Expected an e-mail address such as name@example.org, found {email[:80]!r}.")
    if kind not in KINDS or cadence not in CADENCES[kind]:
        raise SubscriptionError(f"Expected a weekly digest, or daily or weekly alerts; found {cadence} {kind}.")
    row = _known(session, address, kind, scope, cadence)
    if row is None:
        row = Subscription(
            email=address, kind=kind, scope=scope, cadence=cadence, token=secrets.token_urlsafe(24), since=now()
        )
    elif row.ended_at:
        row.ended_at, row.since = None, now()
    session.add(row)
    session.flush()
    return row


def _known(session: Session, email: str, kind: str, scope: str, cadence: str) -> Subscription | None:
    query = select(Subscription).where(
        Subscription.email == email,
        Subscription.kind == kind,
        Subscription.scope == scope,
        Subscription.cadence == cadence,
    )
    return session.exec(query).first()


def subscriptions(session: Session, kind: str = "", ended: bool = False) -> Sequence[Subscription]:
    """Those in force, or with `ended` all of them, by address."""
    query = select(Subscription).order_by(Subscription.email, col(Subscription.id))
    if kind:
        query = query.where(Subscription.kind == kind)
    return session.exec(query if ended else query.where(col(Subscription.ended_at).is_(None))).all()


def subscription_of(session: Session, token: str) -> Subscription | None:
    """The subscription that a mail's address names."""
    return session.exec(select(Subscription).where(Subscription.token == token)).first()


def unsubscribe(session: Session, subscription: Subscription) -> None:
    """End it, and where it is of alerts, all that come in the same message. Mail that waits about it is cancelled.

    Ending it twice changes nothing.
    """
    for row in _in_one_message(session, subscription):
        row.ended_at = row.ended_at or now()
        session.add(row)
    waiting = select(OutboxMail).where(
        OutboxMail.recipient == subscription.email,
        OutboxMail.about == about_of(subscription.kind, subscription.scope, subscription.cadence),
        OutboxMail.state == "waiting",
    )
    for mail in session.exec(waiting):
        mail.state, mail.reason = "cancelled", "The person unsubscribed."
        session.add(mail)


def _in_one_message(session: Session, subscription: Subscription) -> Sequence[Subscription]:
    if subscription.kind == "digest":
        return [session.get_one(Subscription, subscription.id)]
    query = select(Subscription).where(
        Subscription.email == subscription.email,
        Subscription.kind == subscription.kind,
        Subscription.cadence == subscription.cadence,
    )
    return session.exec(query).all()


def about_of(kind: str, scope: str, cadence: str) -> str:
    """What a message is about: a digest's scope, or all alerts of a cadence together."""
    return f"digest {scope}".strip() if kind == "digest" else f"alert {cadence}"


def written(session: Session, recipient: str, about: str, period: str) -> OutboxMail | None:
    """The message of this period, whatever its state."""
    query = select(OutboxMail).where(
        OutboxMail.recipient == recipient, OutboxMail.about == about, OutboxMail.period == period
    )
    return session.exec(query).first()


def write(session: Session, recipient: str, about: str, period: str, message: bytes) -> bool:
    """Put a message into the outbox; False where this person has one about this period already."""
    if written(session, recipient, about, period):
        return False
    session.add(
        OutboxMail(
            recipient=recipient,
            about=about,
            period=period,
            state="waiting",
            message=message,
            made_at=now(),
            not_before=now(),
        )
    )
    session.flush()
    return True


def told(session: Session, subscription_id: int) -> set[int]:
    """The statements that the alerts of a subscription have told."""
    query = select(AlertTold.statement_id).where(AlertTold.subscription_id == subscription_id)
    return set(session.exec(query))


def tell(session: Session, subscription_id: int, statements: Sequence[int]) -> None:
    """Remember what a message tells; in the transaction that writes the message."""
    session.add_all(AlertTold(subscription_id=subscription_id, statement_id=key) for key in statements)
    session.flush()


def due(session: Session, at: datetime) -> Sequence[int]:
    """Ids of the messages to be tried, oldest first."""
    query = select(OutboxMail.id).where(OutboxMail.state == "waiting", OutboxMail.not_before <= at)
    return [key for key in session.exec(query.order_by(col(OutboxMail.id))) if key]


def claim(session: Session, key: int) -> OutboxMail | None:
    """The message, marked as being sent; None where another run has taken it meanwhile."""
    mail = session.get(OutboxMail, key)
    if mail is None or mail.state != "waiting":
        return None
    mail.state, mail.attempts = "sending", mail.attempts + 1
    session.add(mail)
    session.flush()
    return mail


def settle(session: Session, key: int, outcome: Outcome) -> OutboxMail:
    """Store what came of an attempt. After `MOST_ATTEMPTS` a message that could be retried has failed."""
    mail = session.get_one(OutboxMail, key)
    mail.state, mail.reason = outcome.state, outcome.reason
    if outcome.state == "sent":
        mail.sent_at = now()
    if outcome.state == "retry":
        mail.state = "waiting" if mail.attempts < MOST_ATTEMPTS else "failed"
        mail.not_before = now() + FIRST_WAIT * 2 ** (mail.attempts - 1)
    session.add(mail)
    session.flush()
    return mail


def recover(session: Session) -> int:
    """Mark what a killed run left in the hands of a server; how many. The caller holds the sender's lock."""
    left = session.exec(select(OutboxMail).where(OutboxMail.state == "sending")).all()
    for mail in left:
        mail.state, mail.reason = "doubtful", CUT_OFF
        session.add(mail)
    return len(left)


def retry(session: Session, key: int) -> OutboxMail:
    """Let a message that failed or is in doubt be sent again, because a person says so."""
    mail = session.get(OutboxMail, key)
    if mail is None or mail.state not in ("failed", "doubtful"):
        raise SubscriptionError(
            f"Expected the number of a message that failed or is in doubt, found {key}. `travaux outbox` lists them."
        )
    mail.state, mail.reason, mail.attempts, mail.not_before = "waiting", "", 0, now()
    session.add(mail)
    return mail


def outbox(session: Session, states: Sequence[str] = ()) -> Sequence[OutboxMail]:
    """Messages in these states, or all, newest first."""
    query = select(OutboxMail).order_by(col(OutboxMail.id).desc())
    return session.exec(query.where(col(OutboxMail.state).in_(states)) if states else query).all()
