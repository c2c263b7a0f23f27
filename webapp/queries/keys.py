"""Primary keys as columns."""

from typing import cast

from sqlalchemy import ColumnElement
from sqlmodel import col

from db.models import Mention, Organisation, Passage, Revision, Statement

Keyed = Mention | Organisation | Passage | Revision | Statement


def key_of(model: type[Keyed]) -> ColumnElement[int]:
    """The primary key of `model`. A model's `id` may be None before it is stored; a column's never is."""
    return cast(ColumnElement[int], col(model.id))


def stored(value: int | None) -> int:
    """The key of a row that was read from the database. Raises `ValueError` for a row that was not."""
    if value is None:
        raise ValueError("Expected a row of the database, found one that was never stored.")
    return value
