"""Saved searches."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import Passage, SavedSearch
from db.store.captures import now

MOST = 500
"""Saved searches of an installation: each costs a search when it is listed."""


class SearchError(ValueError):
    """The search cannot be saved. The message says why and what to do."""


def newest_passage(session: Session) -> int:
    """The largest id of a passage, 0 where there is none."""
    return session.exec(select(func.max(col(Passage.id)))).one() or 0


def save_search(session: Session, name: str, arguments: str, by: str) -> SavedSearch:
    """Save a search; what it finds now counts as seen. Raises `SearchError`."""
    if not name or not arguments:
        raise SearchError("Expected a name and words or filters to search for, found one of them empty.")
    if session.exec(select(func.count()).select_from(SavedSearch)).one() >= MOST:
        raise SearchError(f"{MOST} searches are saved already. Delete one that is needed no more.")
    moment = now()
    row = SavedSearch(
        name=name, arguments=arguments, by=by, made_at=moment, seen_up_to=newest_passage(session), seen_at=moment
    )
    session.add(row)
    session.flush()
    return row


def look_at(session: Session, search_id: int) -> None:
    """Everything that is found now counts as seen."""
    row = session.get_one(SavedSearch, search_id)
    row.seen_up_to, row.seen_at = newest_passage(session), now()
    session.add(row)


def delete_search(session: Session, search_id: int) -> None:
    """Forget a saved search."""
    session.delete(session.get_one(SavedSearch, search_id))
