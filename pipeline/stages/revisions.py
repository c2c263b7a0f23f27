"""The units of the stages that work on one revision at a time."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from db.models import Capture, Organisation, Revision, Statement
from pipeline.similar import can_be_copied
from pipeline.stage import Unit, Workshop

SUPERSEDED = "a later revision took its place"
OFF_TOPIC = "not about this docket"
COPY = "an exact copy of another comment, which is read for all"
NOT_JUDGED = "not yet known whether it is about this docket"


@dataclass(frozen=True)
class RevisionText:
    """A revision with what its stages need to know of its statement."""

    id: int
    statement_id: int
    title: str
    text: str
    body_end: int
    published: str
    org_kind: str
    source: str


class RevisionFacts(NamedTuple):
    """What decides whether a revision needs work, without its text."""

    id: int
    text_sha256: str
    body_end: int


class StatementFacts(NamedTuple):
    """The same of its statement. `published` and `language` as stored; `revision_id` is the current one."""

    id: int
    revision_id: int | None
    published: str
    language: str
    on_topic: bool | None


Found = tuple[RevisionFacts, StatementFacts, str]
REVISION = (col(Revision.id), col(Revision.text_sha256), col(Revision.body_end))
STATEMENT = (col(Statement.id), col(Statement.revision_id), col(Statement.published), col(Statement.language),
             col(Statement.on_topic))  # fmt: skip


def all_revisions(session: Session) -> Sequence[Found]:
    """Every revision with its statement and the kind of its organisation, in an order that a rerun repeats."""
    query = (
        select_columns(*REVISION, *STATEMENT, col(Organisation.kind))
        .join(Statement, col(Statement.id) == Revision.statement_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .order_by(col(Statement.address), col(Revision.captured_at), col(Revision.text_sha256))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return [(RevisionFacts(*row[:3]), StatementFacts(*row[3:8]), row[8] or "") for row in rows]


def current_only(session: Session, _shop: Workshop) -> list[Unit]:
    """One unit a revision; those of earlier wordings are skipped."""
    return [
        Unit(str(r.id), r.text_sha256, "" if s.revision_id == r.id else SUPERSEDED)
        for r, s, _ in all_revisions(session)
    ]


def on_topic_only(
    content: Callable[[RevisionFacts, StatementFacts, str], str],
) -> Callable[[Session, Workshop], list[Unit]]:
    """One unit a revision, with `content` as its input; earlier wordings, off-topic pages and copies are skipped."""

    def units(session: Session, _shop: Workshop) -> list[Unit]:
        copies = exact_copies(session)
        return [
            Unit(str(r.id), content(r, s, kind), why_not(r, s) or (COPY if r.id in copies else ""))
            for r, s, kind in all_revisions(session)
        ]

    return units


def exact_copies(session: Session) -> set[int]:
    """Current revisions of comments whose words another one has: the earliest is read for all of them.

    Only comments in nobody's name: what an organisation sends counts for it, so its copy is read as well. Very short
    ones are each read: the same few words are no copy.
    """
    query = (
        select_columns(col(Revision.id), col(Revision.text))
        .join(Statement, col(Statement.revision_id) == col(Revision.id))
        .where(col(Statement.doc_kind) == "comment", col(Statement.organisation_id).is_(None))
        .where(col(Statement.on_topic).is_(True))
        .order_by(case((col(Statement.published) == "", 1), else_=0), col(Statement.published), col(Statement.address))
    )
    first: dict[bytes, int] = {}
    copies: set[int] = set()
    rows: Iterable[Any] = session.connection().execute(query)
    for key, text in rows:
        if not can_be_copied(text):
            continue
        if first.setdefault(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), key) != key:
            copies.add(key)
    return copies


def why_not(revision: RevisionFacts, statement: StatementFacts) -> str:
    """The reason why a revision needs no work; empty when it does."""
    if statement.revision_id != revision.id:
        return SUPERSEDED
    if statement.on_topic is None:
        return NOT_JUDGED
    return "" if statement.on_topic else OFF_TOPIC


def load_revision(session: Session, _shop: Workshop, key: str) -> RevisionText:
    """The revision of a unit."""
    revision = session.get_one(Revision, int(key))
    statement = session.get_one(Statement, revision.statement_id)
    organisation = session.get(Organisation, statement.organisation_id) if statement.organisation_id else None
    return RevisionText(
        id=int(key),
        statement_id=revision.statement_id,
        title=revision.title,
        text=revision.text,
        body_end=revision.body_end,
        published=statement.published,
        org_kind=organisation.kind if organisation else "",
        source=session.get_one(Capture, revision.capture_id).source,
    )
