"""The record of what people changed, and who."""

from datetime import UTC, datetime

from sqlmodel import Session

from db.models import AuditEntry

MOST_LETTERS = 500


def note_change(session: Session, by: str, what: str) -> None:
    """Write down who does what, now, in the transaction that does it; long words are cut, with an ellipsis."""
    said = " ".join(what.split())
    shown = said if len(said) <= MOST_LETTERS else said[: MOST_LETTERS - 1] + "…"
    session.add(AuditEntry(at=datetime.now(UTC), by=by, what=shown))
