"""The part of a lens that can be said of a statement, as SQL: for lists of what is no counted pair."""

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import col

from db.models import Organisation, Statement
from webapp.lens import UNKNOWN_KIND, Lens

FIRST_DAY = "0000-01-01"
"""Its end completes a month or a year to their first day."""


def published_day() -> ColumnElement[str]:
    """The statement's day; a month or year alone as its first day; `0000-01-01` for no date."""
    published = col(Statement.published)
    return published + func.substr(FIRST_DAY, func.length(published) + 1)


def statement_passes(lens: Lens) -> list[ColumnElement[bool]]:
    """What kind, period and time of collection ask of a `Statement`."""
    passes = [_of_kind(lens.kind)] if lens.kind else []
    passes += [published_day() >= lens.since] if lens.since else []
    passes += [published_day() <= lens.until, col(Statement.published) != ""] if lens.until else []
    return passes + ([col(Statement.first_seen) > lens.seen_moment] if lens.seen_moment else [])


def _of_kind(kind: str) -> ColumnElement[bool]:
    of_statement = exists().where(col(Organisation.id) == col(Statement.organisation_id))
    if kind == UNKNOWN_KIND:
        return ~of_statement.where(col(Organisation.kind) != "")
    return of_statement.where(col(Organisation.kind) == kind)
