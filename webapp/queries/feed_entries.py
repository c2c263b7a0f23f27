"""The statements of a feed, those collected last first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.counting import CountedPair
from db.models import Organisation, Passage, Revision, Statement, TopicPassage
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

    @property
    def path(self) -> str:
        """The page of the statement, at the passage."""
        return f"/statements/{self.statement_id}" + (f"#p{self.passage_id}" if self.passage_id else "")


def entries_of_pairs(session: Session, pairs: Iterable[CountedPair]) -> tuple[Entry, ...]:
    """The statements of counted pairs, each with the first passage that `pairs` has of it."""
    first: dict[int, int] = {}
    for pair in pairs:
        first.setdefault(pair.statement_id, pair.passage_id)
    return read_entries(session, first)


def entries_of_topic(session: Session, topic_id: int) -> tuple[Entry, ...]:
    """The statements of a topic, each with its best example."""
    query = (
        select(key_of(Statement), col(TopicPassage.passage_id))
        .join(Passage, col(Passage.revision_id) == col(Statement.revision_id))
        .join(TopicPassage, col(TopicPassage.passage_id) == col(Passage.id))
        .where(col(TopicPassage.topic_id) == topic_id, col(TopicPassage.is_copy).is_(False))
        .order_by(col(TopicPassage.rank))
    )
    first: dict[int, int] = {}
    for statement, passage in session.connection().execute(query):
        first.setdefault(statement, passage)
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
