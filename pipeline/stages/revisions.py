"""The units of the stages that work on one revision at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.models import Capture, Organisation, Revision, Statement
from pipeline.stage import Unit, Workshop

SUPERSEDED = "a later revision took its place"
OFF_TOPIC = "not about this docket"
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


def all_revisions(session: Session) -> Sequence[tuple[Revision, Statement, str]]:
    """Every revision with its statement and the kind of its organisation, in an order that a rerun repeats."""
    query = (
        select(Revision, Statement, Organisation.kind)
        .join(Statement, col(Statement.id) == Revision.statement_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .order_by(Statement.address, col(Revision.captured_at), Revision.text_sha256)
    )
    return [(revision, statement, kind or "") for revision, statement, kind in session.exec(query)]


def current_only(session: Session, _shop: Workshop) -> list[Unit]:
    """One unit a revision; those of earlier wordings are skipped."""
    return [
        Unit(str(r.id), r.text_sha256, "" if s.revision_id == r.id else SUPERSEDED)
        for r, s, _ in all_revisions(session)
    ]


def on_topic_only(content: Callable[[Revision, Statement, str], str]) -> Callable[[Session, Workshop], list[Unit]]:
    """One unit a revision, with `content` as its input; earlier wordings and off-topic pages are skipped."""

    def units(session: Session, _shop: Workshop) -> list[Unit]:
        return [Unit(str(r.id), content(r, s, kind), why_not(r, s)) for r, s, kind in all_revisions(session)]

    return units


def why_not(revision: Revision, statement: Statement) -> str:
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
