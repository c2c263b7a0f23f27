"""Saved searches."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import SavedSearch

PER_PAGE = 6
"""Each is run when it is listed."""


def count_searches(session: Session) -> int:
    """How many are saved."""
    return session.exec(select(func.count()).select_from(SavedSearch)).one()


def list_searches(session: Session, page: int) -> list[SavedSearch]:
    """One page of them by name, counted from 1."""
    in_order = select(SavedSearch).order_by(func.lower(col(SavedSearch.name)), col(SavedSearch.id))
    return list(session.exec(in_order.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))


def read_search(session: Session, search_id: int) -> SavedSearch | None:
    """One of them; None where there is none."""
    return session.get(SavedSearch, search_id) if search_id < 2**63 else None
