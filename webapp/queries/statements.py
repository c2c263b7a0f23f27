"""One statement: its wordings, its passages with their marks, who signed it, and where else it stands."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.models import Capture, Mention, Organisation, Passage, Revision, Signature, Statement
from webapp.queries.keys import key_of, stored
from webapp.queries.listing import StatementLine, statement_lines
from webapp.queries.marks import Marks, load_marks
from webapp.queries.quotations import Author

MOST_COPIES = 10
"""Copies listed on a statement's page; all stand on the page of its text."""


@dataclass(frozen=True)
class RevisionLine:
    """One wording of a statement and the capture it was read from."""

    id: int
    number: int
    title: str
    captured_at: datetime
    cut_off: bool
    body_end: int


@dataclass(frozen=True)
class CaptureFacts:
    """The archived bytes: enough to prove which they are."""

    address: str
    sha256: str
    media_type: str
    size: int
    captured_at: datetime
    stored_at: datetime
    origin: str
    http_status: int | None
    warc_file: str
    warc_offset: int


@dataclass(frozen=True)
class MentionMark:
    """A citation in the text and what became of it; offsets into the revision's text."""

    id: int
    passage_id: int | None
    start: int
    end: int
    text: str
    instrument: str
    draft: str
    status: str
    provision: str
    candidates: tuple[str, ...]
    reason: str
    confidence: float


@dataclass(frozen=True)
class MarkedPassage:
    """One passage of the text with its marks; offsets into the revision's text."""

    id: int
    start: int
    end: int
    language: str
    marks: Marks
    mentions: tuple[MentionMark, ...]


@dataclass(frozen=True)
class SignatureLine:
    """A name under the text; `slug` is empty when the organisation is not known here."""

    name: str
    kind: str
    country: str
    slug: str


@dataclass(frozen=True)
class StatementPage:
    """What the page of one statement shows, in the wording `revision`."""

    id: int
    address: str
    title: str
    published: str
    published_from: str
    published_doubt: str
    first_seen: datetime
    language: str
    doc_kind: str
    organisation_from: str
    author_name: str
    on_topic: bool | None
    relevance_score: float
    relevance_reason: str
    author: Author
    revision: RevisionLine
    text: str
    reading: str
    current: bool
    revisions: tuple[RevisionLine, ...]
    capture: CaptureFacts
    passages: tuple[MarkedPassage, ...]
    signatures: tuple[SignatureLine, ...]
    copy_count: int
    same_text: tuple[StatementLine, ...]
    translations: tuple[StatementLine, ...]


def read_statement(session: Session, statement_id: int, number: int | None = None) -> StatementPage | None:
    """A statement in its current wording, or in revision `number`; None when there is none such."""
    row = session.get(Statement, statement_id)
    revisions = read_revisions(session, statement_id)
    shown = next((line for line in revisions if _is_shown(line, row, number)), None)
    if row is None or shown is None:
        return None
    revision = session.get_one(Revision, shown.id)
    capture = session.get_one(Capture, revision.capture_id)
    copy_count, same_text = _copies(session, row)
    return StatementPage(
        id=statement_id,
        author_name=row.author,
        author=_author(session, row),
        revision=shown,
        text=revision.text,
        reading=revision.reading,
        current=shown.id == row.revision_id,
        revisions=revisions,
        capture=CaptureFacts(**{name: getattr(capture, name) for name in CaptureFacts.__dataclass_fields__}),
        passages=_passages(session, shown.id),
        signatures=_signatures(session, shown.id),
        copy_count=copy_count,
        same_text=same_text,
        translations=_translations(session, row),
        **{name: getattr(row, name) for name in COPIED},
    )


COPIED = (
    "address",
    "title",
    "published",
    "published_from",
    "published_doubt",
    "first_seen",
    "language",
    "doc_kind",
    "organisation_from",
    "on_topic",
    "relevance_score",
    "relevance_reason",
)
"""Columns of the statement that its page shows as they are."""


def _is_shown(line: RevisionLine, row: Statement | None, number: int | None) -> bool:
    return row is not None and (line.number == number if number is not None else line.id == row.revision_id)


def read_revisions(session: Session, statement_id: int) -> tuple[RevisionLine, ...]:
    """The wordings of a statement, oldest first, without their texts."""
    columns = (
        key_of(Revision),
        col(Revision.number),
        col(Revision.title),
        col(Revision.captured_at),
        col(Revision.cut_off),
        col(Revision.body_end),
    )
    query = select_columns(*columns).where(col(Revision.statement_id) == statement_id)
    rows = session.connection().execute(query.order_by(col(Revision.number)))
    return tuple(RevisionLine(*row) for row in rows)


def _author(session: Session, row: Statement) -> Author:
    found = session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    return Author(found.id, found.slug, found.name, found.kind) if found else Author.of(None, None, None, None)


def _copies(session: Session, row: Statement) -> tuple[int, tuple[StatementLine, ...]]:
    """How many other statements have the same text, and the newest of them."""
    same = (col(Statement.same_text) == (row.same_text or row.address), col(Statement.id) != row.id)
    counted = select_columns(func.count()).select_from(Statement).where(*same)
    total = session.connection().execute(counted).scalar_one()
    return int(total), statement_lines(session, *same, limit=MOST_COPIES)


def _translations(session: Session, row: Statement) -> tuple[StatementLine, ...]:
    """The statements that say the same in other words, newest first; of each text's copies the first."""
    if not row.same_statement:
        return ()
    return statement_lines(
        session,
        col(Statement.same_statement) == row.same_statement,
        col(Statement.same_text) != (row.same_text or row.address),
        col(Statement.same_text) == col(Statement.address),
    )


def _passages(session: Session, revision_id: int) -> tuple[MarkedPassage, ...]:
    query = select(Passage).where(col(Passage.revision_id) == revision_id).order_by(col(Passage.start))
    rows = [(stored(passage.id), passage) for passage in session.exec(query)]
    marks = load_marks(session, [id_ for id_, _ in rows])
    mentions = _mentions(session, revision_id)
    return tuple(
        MarkedPassage(
            id_,
            passage.start,
            passage.end,
            passage.language,
            marks[id_],
            tuple(mention for mention in mentions if passage.start <= mention.start < passage.end),
        )
        for id_, passage in rows
    )


def _mentions(session: Session, revision_id: int) -> list[MentionMark]:
    query = select(Mention).where(col(Mention.revision_id) == revision_id)
    plain = [name for name in MentionMark.__dataclass_fields__ if name != "candidates"]
    return [
        MentionMark(**{name: getattr(row, name) for name in plain}, candidates=tuple(json.loads(row.candidates)))
        for row in session.exec(query.order_by(col(Mention.start), col(Mention.end)))
    ]


def _signatures(session: Session, revision_id: int) -> tuple[SignatureLine, ...]:
    query = (
        select(Signature, Organisation.slug)
        .outerjoin(Organisation, col(Organisation.id) == col(Signature.organisation_id))
        .where(col(Signature.revision_id) == revision_id)
        .order_by(col(Signature.position))
    )
    return tuple(SignatureLine(row.name, row.kind, row.country, slug or "") for row, slug in session.exec(query))
