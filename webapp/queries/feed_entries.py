"""The statements of a feed, those collected last first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.counting import CountedPair
from db.models import Organisation, Passage, Revision, Statement
from webapp.queries.keys import key_of

MOST = 50


@dataclass(frozen=True)
class Entry:
    """A statement with one passage of it. `updated`: when its present wording was collected."""

    statement_id: int
    address: str
    title: str
    author: str
    first_seen: datetime
    updated: datetime
    passage_id: int | None
    quotation: str


def entries_of_pairs(session: Session, pairs: Iterable[CountedPair]) -> tuple[Entry, ...]:
    """The statements of counted pairs, each with the first passage that `pairs` has of it."""
    first: dict[int, int] = {}
    for pair in pairs:
        first.setdefault(pair.statement_id, pair.passage_id)
    return read_entries(session, first)


def read_entries(session: Session, passages: Mapping[int, int]) -> tuple[Entry, ...]:
    """Statement → passage, as entries; the `MOST` collected last."""
    query = (
        select(
            *(key_of(Statement), col(Statement.address), col(Statement.title), col(Organisation.name)),
            *(col(Statement.first_seen), col(Revision.captured_at)),
        )
        .join(Revision, col(Revision.id) == col(Statement.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(key_of(Statement).in_(passages))
        .order_by(col(Statement.first_seen).desc(), col(Statement.id).desc())
        .limit(MOST)
    )
    rows: list[Any] = list(session.connection().execute(query)) if passages else []
    texts = _texts(session, [passages[row[0]] for row in rows])
    return tuple(
        Entry(key, address, title, name or "", seen, max(seen, read), passages[key], texts.get(passages[key], ""))
        for key, address, title, name, seen, read in rows
    )


def _texts(session: Session, passages: list[int]) -> dict[int, str]:
    query = select(key_of(Passage), col(Passage.text)).where(key_of(Passage).in_(passages))
    return {row[0]: row[1] for row in session.connection().execute(query)} if passages else {}
