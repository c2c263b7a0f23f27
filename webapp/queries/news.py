"""What was collected since a moment: how many statements, from whom, about which provisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from db.docket import Docket
from db.models import Organisation, Statement
from webapp.lens import Lens
from webapp.provisions import Provision, named
from webapp.queries.keys import key_of
from webapp.queries.listing import StatementLine, statement_lines
from webapp.queries.quotations import Author
from webapp.queries.standings import standing

SHOWN = 8
PER_PAGE = 100


@dataclass(frozen=True)
class News:
    """Statements about the docket first collected after `since`. The lists hold the largest, and how many more.

    A statement about three provisions stands in three lines: they are not added up.
    """

    since: datetime
    statements: int
    unattributed: int
    organisations: tuple[tuple[Author, int], ...]
    more_organisations: int
    provisions: tuple[tuple[Provision, int], ...]
    more_provisions: int


@dataclass(frozen=True)
class NewList:
    """One page of the new statements, those collected last first."""

    lines: tuple[StatementLine, ...]
    total: int
    page: int
    pages: int


def read_news(session: Session, docket: Docket, since: datetime) -> News:
    """What is new since a moment."""
    authors = _by_organisation(session, since)
    provisions = _by_provision(session, docket, since)
    known = [(author, count) for author, count in authors if author.id is not None]
    return News(
        since,
        sum(count for _, count in authors),
        sum(count for author, count in authors if author.id is None),
        tuple(known[:SHOWN]),
        len(known[SHOWN:]),
        tuple(provisions[:SHOWN]),
        len(provisions[SHOWN:]),
    )


def _new(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(Statement.first_seen) > since, col(Statement.on_topic).is_(True))


def _by_organisation(session: Session, since: datetime) -> list[tuple[Author, int]]:
    author = (key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    query = (
        select(*author, func.count())
        .select_from(Statement)
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(*_new(since))
        .group_by(*author)
        .order_by(func.count().desc(), col(Organisation.name))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return [(Author.of(*row[:4]), row[4]) for row in rows]


def _by_provision(session: Session, docket: Docket, since: datetime) -> list[tuple[Provision, int]]:
    """Statements that tie a concern to each provision that they name; the provision with most of them first."""
    counts = standing(session)
    mask = counts.through(Lens(seen_since=since.isoformat()))
    found = np.unique(np.stack([counts.columns["provision"][mask], counts.columns["statement_id"][mask]]), axis=1)[0]
    numbers, each = np.unique(found, return_counts=True)
    words = counts.codes["provision"].words
    listed = [(named(docket, words[n]), int(count)) for n, count in zip(numbers.tolist(), each.tolist(), strict=True)]
    return sorted(listed, key=lambda item: (-item[1], item[0].key))


def list_new(session: Session, since: datetime, organisation: str, provision: str, page: int) -> NewList:
    """One page, from 1, of the statements that a figure of `read_news` counts."""
    conditions = [*_new(since)]
    if organisation:
        written = select(col(Organisation.id)).where(col(Organisation.slug) == organisation)
        conditions.append(col(Statement.organisation_id).in_(written))
    if provision:
        lens = Lens(seen_since=since.isoformat())
        about = {pair.statement_id for pair in standing(session).pairs(lens, provision=provision)}
        conditions.append(key_of(Statement).in_(about))
    total = session.connection().execute(select(func.count()).select_from(Statement).where(*conditions)).scalar_one()
    lines = statement_lines(session, *conditions, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return NewList(lines, total, page, max(1, -(-total // PER_PAGE)))
