"""Quotations: exact pieces of stored texts, with whose they are and where they stand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.models import Capture, Organisation, Passage, Revision, Statement
from pipeline.references.fragments import WholeText, fragment_address
from pipeline.references.reference import web_address
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
    original: str
    """The original's address, at these words where it is a page; empty when it has no web address."""

    @property
    def counts(self) -> bool:
        """Whether the passage may count in any figure."""
        return self.on_topic is True and self.marks.counts


def load_quotations(session: Session, passage_ids: Collection[int]) -> dict[int, Quotation]:
    """Passage id → quotation, for at most `MOST_AT_ONCE` of `passage_ids`, in five SELECTs."""
    wanted = sorted(passage_ids)[:MOST_AT_ONCE]
    if not wanted:
        return {}
    marks = load_marks(session, wanted)
    rows = session.connection().execute(_passages().where(key_of(Passage).in_(wanted))).all()
    texts = _texts_of_pages(session, rows)
    return {row[0]: _quotation(row, marks[row[0]], texts) for row in rows}


def _quotation(row: Any, marks: Marks, texts: dict[int, WholeText]) -> Quotation:
    stated: tuple[Any, ...] = (*row[:13], _original(row, texts))
    return Quotation(Author.of(*row[15:]), marks, *stated)


def _original(row: Any, texts: dict[int, WholeText]) -> str:
    found = fragment_address(row.address, row.media_type, row.text, row.start, texts.get(row.revision_id))
    return found or web_address(row.address)


def _texts_of_pages(session: Session, rows: Iterable[Any]) -> dict[int, WholeText]:
    """Revision id → text of the web pages among `rows`, in which a quotation may stand twice."""
    keys = {row.revision_id for row in rows if fragment_address(row.address, row.media_type, row.text, row.start)}
    query = select(key_of(Revision), col(Revision.text)).where(key_of(Revision).in_(keys))
    return {key: WholeText(text) for key, text in session.connection().execute(query)} if keys else {}


COLUMNS: tuple[Any, ...] = (
    *(Passage.id, Statement.id, Passage.start, Passage.end, Passage.text, Passage.language),
    *(Statement.title, Statement.address, Statement.published, Statement.doc_kind, group_of_statement()),
    Revision.cut_off,
    Statement.on_topic,
    *(Passage.revision_id, Capture.media_type),
    *(Organisation.id, Organisation.slug, Organisation.name, Organisation.kind),
)
"""In the order of `Quotation`'s fields, then what its link is made from, then of `Author`'s."""


def _passages() -> Select[Any]:
    return (
        select(*COLUMNS)
        .join(Revision, col(Revision.id) == col(Passage.revision_id))
        .join(Capture, col(Capture.id) == col(Revision.capture_id))
        .join(Statement, col(Statement.revision_id) == col(Revision.id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
    )


def newest_first(quotations: Collection[Quotation]) -> list[Quotation]:
    """Quotations by date, newest first, undated ones last; in the order of the text within a statement."""
    in_order = sorted(quotations, key=lambda quotation: (quotation.statement_id, quotation.start))
    return sorted(in_order, key=lambda quotation: quotation.published, reverse=True)


def one_a_group(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """The first quotation of each statement group, so that a letter on ten hosts does not fill a page."""
    first: dict[str, Quotation] = {}
    for quotation in quotations:
        first.setdefault(quotation.group, quotation)
    return tuple(first.values())


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
