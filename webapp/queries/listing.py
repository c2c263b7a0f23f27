"""Statements in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, join, select
from sqlmodel import Session, col

from db.models import Organisation, Statement
from webapp.queries.keys import key_of
from webapp.queries.quotations import Author

PER_PAGE = 100


@dataclass(frozen=True)
class StatementLine:
    """One statement in a list; `published` as stored, `on_topic` None when not decided yet."""

    author: Author
    id: int
    title: str
    address: str
    published: str
    doc_kind: str
    language: str
    on_topic: bool | None
    relevance_reason: str


@dataclass(frozen=True)
class StatementList:
    """One page of a list, counted from 1."""

    lines: tuple[StatementLine, ...]
    page: int
    pages: int
    total: int


def statement_lines(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None, offset: int = 0
) -> tuple[StatementLine, ...]:
    """Statements that meet `conditions`, newest first, undated ones last."""
    query = (
        select(
            key_of(Statement),
            col(Statement.title),
            col(Statement.address),
            col(Statement.published),
            col(Statement.doc_kind),
            col(Statement.language),
            col(Statement.on_topic),
            col(Statement.relevance_reason),
            col(Organisation.id),
            col(Organisation.slug),
            col(Organisation.name),
            col(Organisation.kind),
        )
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(*conditions)
        .order_by(col(Statement.published).desc(), col(Statement.id))
        .limit(limit)
        .offset(offset)
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return tuple(StatementLine(Author.of(*row[8:]), *row[:8]) for row in rows)


def count_statements(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many statements meet `conditions`."""
    authored = join(Statement, Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
    counted = select(func.count()).select_from(authored).where(*conditions)
    return int(session.connection().execute(counted).scalar_one())


def list_statements(session: Session, page: int, on_topic: bool, *conditions: ColumnElement[bool]) -> StatementList:
    """One page of the on-topic statements that meet `conditions`, or of those off topic or not decided yet."""
    decided = col(Statement.on_topic).is_(True)
    wanted = (decided if on_topic else col(Statement.on_topic).is_not(True), *conditions)
    total = count_statements(session, *wanted)
    lines = statement_lines(session, *wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return StatementList(lines, page, max(1, -(-total // PER_PAGE)), total)


def languages_written(session: Session) -> tuple[str, ...]:
    """The primary tags of the languages in which statements are written."""
    tags = session.connection().execute(select(col(Statement.language)).distinct()).scalars()
    return tuple(sorted({tag.split("-")[0] for tag in tags if tag}))
