"""extract: captures → statements. relevance: statements → about this docket or not."""

import hashlib
import json
from dataclasses import dataclass

from sqlmodel import Session, col, select

from crawlers.archive import read_capture
from crawlers.comments.rows import EXPORTS
from crawlers.extract import VERSION as EXTRACT_VERSION
from crawlers.extract import Declared, Document, Unreadable, read_document, recogniser
from db.docket import Source
from db.models import Capture
from db.registry import known_by_name
from db.store.comments import SOURCE as COMMENTS
from db.store.relevance import save_relevance
from db.store.statements import NewStatement, save_statement
from pipeline.relevance import VERSION as RELEVANCE_VERSION
from pipeline.relevance import Relevance, judge_relevance
from pipeline.stage import Stage, StageError, Unit, Workshop, fingerprint
from pipeline.stages.revisions import RevisionText, current_only, load_revision

ROWS_STORED = "an export of comments: its rows are statements already"


@dataclass(frozen=True)
class Captured:
    """A capture's row and bytes; `trouble` says why there are no bytes."""

    row: Capture
    body: bytes
    trouble: str = ""


def capture_units(session: Session, _shop: Workshop) -> list[Unit]:
    """One unit a capture, oldest wording of an address first; an export's rows were stored when it was imported."""
    query = select(Capture).order_by(Capture.address, col(Capture.captured_at), Capture.sha256)
    return [
        Unit(str(c.id), fingerprint(c.address, c.sha256, c.declared), ROWS_STORED if c.media_type in EXPORTS else "")
        for c in session.exec(query)
    ]


def load_capture(session: Session, shop: Workshop, key: str) -> Captured:
    """The capture of a unit with its bytes."""
    row = session.get_one(Capture, int(key))
    session.expunge(row)
    try:
        body = read_capture(shop.settings.captures, row.warc_file, row.warc_offset)
    except (OSError, ValueError) as error:
        return Captured(row, b"", f"The archived bytes could not be read: {error}")
    if hashlib.sha256(body).hexdigest() != row.sha256:
        return Captured(row, b"", f"The archived bytes in {row.warc_file} are not those that were captured (SHA-256).")
    return Captured(row, body)


def extract(shop: Workshop, captured: Captured) -> Document:
    """The document in a capture. Raises `StageError` with the reason when there is none."""
    if captured.trouble:
        raise StageError(captured.trouble)
    declared = Declared(**json.loads(captured.row.declared))
    try:
        return read_document(captured.body, captured.row.media_type, declared, shop.docket.organisations)
    except Unreadable as error:
        raise StageError(str(error)) from error


def source_of(shop: Workshop, key: str) -> Source | None:
    """The docket's source with this key; None for what was imported."""
    return next((source for source in shop.docket.sources if source.key == key), None)


def save_extracted(session: Session, shop: Workshop, captured: Captured, document: Document) -> None:
    """Store the document as a statement or as a revision of one."""
    source = source_of(shop, captured.row.source)
    known = known_by_name(shop.docket, document.organisation or "")
    kind = known.kind if known else (source.kind if source and source.organisation == document.organisation else "")
    new = NewStatement(
        title=document.title,
        text=document.text,
        body_end=document.body_end,
        published=document.published or "",
        published_from=document.published_from,
        published_doubt=document.published_doubt,
        language=document.language or "",
        doc_kind=document.doc_kind,
        organisation=document.organisation or "",
        organisation_from=document.organisation_from,
        organisation_kind=kind,
        author=", ".join(document.authors),
        cut_off=document.cut_off,
        pages=document.pages,
        reading=document.reading,
        confidence=document.confidence,
        signatories=document.signatories,
    )
    save_statement(session, shop.docket, session.merge(captured.row), new)


def judge(shop: Workshop, revision: RevisionText) -> Relevance:
    """Whether the revision is about the docket: by its words, unless its source publishes nothing else."""
    if revision.source == COMMENTS:
        return Relevance(True, 1.0, "Sent in to a consultation on this docket.")
    source = source_of(shop, revision.source)
    if source and source.about_docket:
        return Relevance(True, 1.0, f"The source {source.key} publishes nothing but statements on this docket.")
    return judge_relevance(revision.title, revision.text, shop.docket)


def save_judgement(session: Session, _shop: Workshop, revision: RevisionText, found: Relevance) -> None:
    """Store the judgement on the statement."""
    save_relevance(session, revision.statement_id, found.on_topic, found.score, found.reason)


EXTRACT = Stage(
    name="extract",
    version=lambda shop: fingerprint(EXTRACT_VERSION, recogniser(), shop.docket.organisations),
    after=(),
    units=capture_units,
    load=load_capture,
    work=extract,
    save=save_extracted,
)
RELEVANCE = Stage(
    name="relevance",
    version=lambda shop: fingerprint(
        RELEVANCE_VERSION, shop.docket.relevance, sorted(s.key for s in shop.docket.sources if s.about_docket)
    ),
    after=("extract",),
    units=current_only,
    load=load_revision,
    work=judge,
    save=save_judgement,
)
