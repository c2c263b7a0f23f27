"""Issued digests, as they were issued."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.models import Digest, Statement


@dataclass(frozen=True)
class DigestLine:
    """One issued digest; `week` is an ISO week, `2024-W32`."""

    week: str
    issued_at: datetime


@dataclass(frozen=True)
class DigestPage:
    """A digest with its content (JSON), and the weeks of the issued ones before and after it.

    `issued_at` is None while it is not issued: then the content is of this moment.
    """

    week: str
    issued_at: datetime | None
    content: str
    before: str
    after: str


def list_digests(session: Session) -> tuple[DigestLine, ...]:
    """All issued digests on the whole docket, newest week first."""
    query = select(Digest.week, Digest.issued_at).where(Digest.scope == "").order_by(col(Digest.week).desc())
    return tuple(DigestLine(week, issued_at) for week, issued_at in session.exec(query))


def weeks_with_news(session: Session) -> tuple[str, ...]:
    """Every ISO week in which a statement about the docket was first seen, newest first."""
    query = select(Statement.first_seen).where(col(Statement.on_topic).is_(True)).distinct()
    calendar = {seen.date().isocalendar()[:2] for seen in session.exec(query)}
    return tuple(f"{year:04}-W{week:02}" for year, week in sorted(calendar, reverse=True))


def read_digest(session: Session, week: str, about: str = "") -> DigestPage | None:
    """The digest of `week` on a scope (empty: the whole docket), or None when none was issued."""
    row = session.exec(select(Digest).where(col(Digest.week) == week, Digest.scope == about)).one_or_none()
    if row is None:
        return None
    query = select(Digest.week).where(Digest.scope == about).order_by(col(Digest.week))
    weeks = list(session.exec(query))
    at = weeks.index(week)
    before, after = (weeks[at - 1] if at else ""), "".join(weeks[at + 1 : at + 2])
    return DigestPage(week, row.issued_at, row.content, before, after)
