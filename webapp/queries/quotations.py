"""Quotations: exact pieces of stored texts, with whose they are and where they stand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.models import Organisation, Passage, Revision, Statement
from webapp.queries.keys import key_of
from webapp.queries.marks import Marks, load_marks

MOST_AT_ONCE = 1000
"""Quotations loaded for one page at most; the page says when there are more."""


@dataclass(frozen=True)
class Author:
    """The organisation of a statement; `slug` and `name` are empty when it is not known."""

    id: int | None
    slug: str
    name: str
    kind: str

    @classmethod
    def of(cls, id_: int | None, slug: str | None, name: str | None, kind: str | None) -> "Author":
        """The author from the columns of an outer join."""
        return cls(id_, slug or "", name or "", kind or "")


@dataclass(frozen=True)
class Quotation:
    """`text` is `text[start:end]` of the statement's current revision."""

    author: Author
    marks: Marks
    passage_id: int
    statement_id: int
    start: int
    end: int
    text: str
    language: str
    title: str
    address: str
    published: str
    doc_kind: str
    group: str
    cut_off: bool
    on_topic: bool | None

    @property
    def counts(self) -> bool:
        """Whether the passage may count in any figure."""
        return self.on_topic is True and self.marks.counts


def load_quotations(session: Session, passage_ids: Collection[int]) -> dict[int, Quotation]:
    """Passage id → quotation, for at most `MOST_AT_ONCE` of `passage_ids`, in four SELECTs."""
    wanted = sorted(passage_ids)[:MOST_AT_ONCE]
    if not wanted:
        return {}
    marks = load_marks(session, wanted)
    rows: Iterable[Any] = session.connection().execute(_passages().where(key_of(Passage).in_(wanted)))
    return {row[0]: Quotation(Author.of(*row[13:]), marks[row[0]], *row[:13]) for row in rows}


COLUMNS: tuple[Any, ...] = (
    *(Passage.id, Statement.id, Passage.start, Passage.end, Passage.text, Passage.language),
    *(Statement.title, Statement.address, Statement.published, Statement.doc_kind, group_of_statement()),
    Revision.cut_off,
    Statement.on_topic,
    *(Organisation.id, Organisation.slug, Organisation.name, Organisation.kind),
)
"""In the order of `Quotation`'s fields, then of `Author`'s."""


def _passages() -> Select[Any]:
    return (
        select(*COLUMNS)
        .join(Revision, col(Revision.id) == col(Passage.revision_id))
        .join(Statement, col(Statement.revision_id) == col(Revision.id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
    )


def newest_first(quotations: Collection[Quotation]) -> list[Quotation]:
    """Quotations by date, newest first, undated ones last; in the order of the text within a statement."""
    in_order = sorted(quotations, key=lambda quotation: (quotation.statement_id, quotation.start))
    return sorted(in_order, key=lambda quotation: quotation.published, reverse=True)


@dataclass(frozen=True)
class ByAuthor:
    """The quotations of one organisation; those of statements without a known one stand together, last."""

    author: Author
    quotations: tuple[Quotation, ...]


def by_author(quotations: Collection[Quotation]) -> tuple[ByAuthor, ...]:
    """`quotations` grouped by organisation, in the order of names."""
    groups: dict[int | None, list[Quotation]] = {}
    for quotation in newest_first(quotations):
        groups.setdefault(quotation.author.id, []).append(quotation)
    made = [ByAuthor(found[0].author, tuple(found)) for found in groups.values()]
    return tuple(sorted(made, key=lambda group: (group.author.id is None, group.author.name.casefold())))
