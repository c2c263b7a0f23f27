"""What came into the collection while a piece of work ran, and what is stored already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from db.models import Capture, Digest, Revision, StageRow, Statement
from webapp.queries.keys import key_of
from webapp.queries.listing import StatementLine, statement_lines

SHOWN = 20


@dataclass(frozen=True)
class CameIn:
    """Captures kept in a stretch of time, and the statements that were read from them, newest first."""

    captures: int
    statements: tuple[StatementLine, ...]
    total: int


def came_in(session: Session, begun: datetime, until: datetime | None) -> CameIn:
    """What was stored from `begun` to `until`, or to now."""
    kept = col(Capture.stored_at) >= begun
    if until:
        kept = and_(kept, col(Capture.stored_at) <= until)
    captures = session.connection().execute(select(func.count()).select_from(Capture).where(kept)).scalar_one()
    read = select(key_of(Revision)).join(Capture, col(Capture.id) == col(Revision.capture_id)).where(kept)
    theirs: ColumnElement[bool] = col(Statement.revision_id).in_(read)
    total = session.connection().execute(select(func.count()).select_from(Statement).where(theirs)).scalar_one()
    return CameIn(captures, statement_lines(session, theirs, limit=SHOWN), total)


def known_bytes(session: Session, checksums: Collection[str]) -> dict[str, int]:
    """SHA-256 → the statement that was read from exactly these bytes, where they are stored already."""
    query = (
        select(col(Capture.sha256), col(Revision.statement_id))
        .join(Revision, col(Revision.capture_id) == col(Capture.id))
        .where(col(Capture.sha256).in_(set(checksums)), col(Revision.capture_row) == 0)
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def is_issued(session: Session, week: str) -> bool:
    """Whether the digest of a week was issued."""
    return session.connection().execute(select(col(Digest.id)).where(col(Digest.week) == week)).first() is not None


def waiting_captures(session: Session) -> int:
    """Captures that no run has read yet."""
    kept = session.connection().execute(select(func.count()).select_from(Capture)).scalar_one()
    looked_at = select(func.count()).select_from(StageRow).where(col(StageRow.stage) == "extract")
    return max(0, kept - session.connection().execute(looked_at).scalar_one())
