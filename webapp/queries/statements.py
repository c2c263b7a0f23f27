"""One statement: its wordings, its passages with their marks, who signed it, and where else it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.models import Capture, Organisation, Revision, Signature, Statement
from webapp.queries.keys import key_of
from webapp.queries.listing import StatementLine, statement_lines
from webapp.queries.quotations import Author
from webapp.queries.statement_text import TextPart, read_part

MOST_COPIES = 10
"""Copies listed on a statement's page; all stand on the page of its text."""
SIGNATORIES = 300
"""Names under a text on its page; the others stand on pages of their own."""


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
class SignatureLine:
    """A name under the text; `slug` is empty when the organisation is not known here."""

    name: str
    kind: str
    country: str
    slug: str


@dataclass(frozen=True)
class Signatures:
    """Names under a text, organisations first; the counts are of all, `names` may be fewer."""

    names: tuple[SignatureLine, ...]
    organisations: int
    total: int

    @property
    def individuals(self) -> int:
        """How many people signed."""
        return self.total - self.organisations


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
    part: TextPart
    signatures: Signatures
    copy_count: int
    same_text: tuple[StatementLine, ...]
    translations: tuple[StatementLine, ...]


@dataclass(frozen=True)
class Asked:
    """What of a statement is asked for: a wording (None: the current one), and a part or the one with a passage."""

    revision: int | None = None
    part: int = 1
    passage: int | None = None


def read_statement(session: Session, statement_id: int, asked: Asked | None = None) -> StatementPage | None:
    """A statement as asked for; None when there is no such statement, wording or part."""
    asked = asked or Asked()
    row = session.get(Statement, statement_id)
    revisions = read_revisions(session, statement_id)
    shown = next((line for line in revisions if _is_shown(line, row, asked.revision)), None)
    if row is None or shown is None:
        return None
    revision = session.get_one(Revision, shown.id)
    part = read_part(session, revision, asked.part, asked.passage)
    if part is None:
        return None
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
        part=part,
        signatures=read_signatures(session, shown.id, SIGNATORIES),
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


def read_signatures(session: Session, revision_id: int, limit: int, offset: int = 0) -> Signatures:
    """Names under a wording, in the order of the text: at most `limit` from `offset` on, and how many there are."""
    query = (
        select(Signature, Organisation.slug)
        .outerjoin(Organisation, col(Organisation.id) == col(Signature.organisation_id))
        .where(col(Signature.revision_id) == revision_id)
        .order_by(col(Signature.kind).desc(), col(Signature.position))
    )
    rows = session.exec(query.limit(limit).offset(offset))
    counted = select_columns(col(Signature.kind), func.count()).where(col(Signature.revision_id) == revision_id)
    counts = {row[0]: row[1] for row in session.connection().execute(counted.group_by(col(Signature.kind)))}
    names = tuple(SignatureLine(row.name, row.kind, row.country, slug or "") for row, slug in rows)
    return Signatures(names, counts.get("organisation", 0), sum(counts.values()))
