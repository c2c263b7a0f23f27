"""What people changed through the pages: the record, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import AuditEntry, Decision

PER_PAGE = 100


@dataclass(frozen=True)
class HistoryPage:
    """Entries of the record; `older` is what `?before=` goes on from, 0 at the end."""

    entries: tuple[AuditEntry, ...]
    total: int
    older: int


def read_history(session: Session, before: int = 0) -> HistoryPage:
    """The newest entries, or those before an entry."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(PER_PAGE + 1)
    rows = list(session.exec(query.where(col(AuditEntry.id) < before) if before else query))
    total = session.exec(select(func.count(col(AuditEntry.id)))).one()
    shown = rows[:PER_PAGE]
    return HistoryPage(tuple(shown), total, (shown[-1].id or 0) if len(rows) > PER_PAGE else 0)


def decided_since(session: Session, since: datetime) -> int:
    """How many decisions on marks were made since then."""
    return session.exec(select(func.count(col(Decision.id))).where(col(Decision.at) >= since)).one()
