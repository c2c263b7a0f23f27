"""How people word a concern in this installation. The docket's own wording stays beside it and comes back."""

from datetime import UTC, datetime

from sqlmodel import Session, col, select

from db.docket import Concern
from db.models import ConcernWording

MOST_LETTERS = 2000


class WordingError(ValueError):
    """A wording cannot be stored. The message says why and what to do."""


def word_concern(session: Session, concern: Concern, definition: str, by: str, seen: int = 0) -> ConcernWording:
    """Give a concern another definition; an empty one brings the docket's own back.

    `seen` is the newest wording that the person knew of. Raises `WordingError`.
    """
    newest = wordings(session, concern.key)[:1]
    if newest and (newest[0].id or 0) > seen:
        raise WordingError(f"{newest[0].by} worded it anew meanwhile. Go back, look at it, and send yours again.")
    if definition == (newest[0].definition if newest else ""):
        raise WordingError("That is the wording which counts already. Nothing was changed.")
    row = ConcernWording(concern=concern.key, name="", definition=definition, by=by, at=datetime.now(UTC))
    session.add(row)
    session.flush()
    return row


def wordings(session: Session, concern: str) -> list[ConcernWording]:
    """Every wording of a concern by people, newest first."""
    query = select(ConcernWording).where(ConcernWording.concern == concern)
    return list(session.exec(query.order_by(col(ConcernWording.id).desc())))


def as_worded(session: Session, concerns: list[Concern]) -> list[Concern]:
    """Concerns with the definitions that count here."""
    rows = session.exec(select(ConcernWording).order_by(col(ConcernWording.id)))
    newest = {row.concern: row.definition for row in rows}
    return [
        each.model_copy(update={"definition": newest[each.key]}) if newest.get(each.key) else each for each in concerns
    ]
