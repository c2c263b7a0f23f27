"""Comments of an export, many at a time: through the driver, because an export holds tens of thousands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from slugify import slugify
from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from db.docket import Docket
from db.docket import Organisation as Known
from db.models import Attachment, Capture, FetchFailure, Organisation, OrganisationDecision, Revision, Statement
from db.registry import decided_name, plain_name
from db.store.captures import FailureKind, now
from db.store.statements import NewStatement, save_statement, sha256_of

SOURCE = "comments"
"""The source of comments of an export and of their attachments: a consultation on the docket, so about it."""


@dataclass(frozen=True)
class NewComment:
    """One row of an export as it is stored. Fields as in `db.models.Statement` and `Revision`."""

    address: str
    capture_row: int
    title: str
    text: str
    published: str
    published_from: str
    language: str
    organisation: str
    organisation_from: str
    country: str
    author: str

    @property
    def wording(self) -> str:
        """SHA-256 of title and text, as `Revision.text_sha256` holds it."""
        return sha256_of(f"{self.title}\n{self.text}")


def known_wordings(session: Session, addresses: Collection[str]) -> dict[str, set[str]]:
    """Address → hashes of its stored wordings, for those of `addresses` (at most 1,000) that are stored."""
    query = select(Statement.address, Revision.text_sha256).join(Revision, col(Revision.statement_id) == Statement.id)
    found: dict[str, set[str]] = {}
    for address, wording in session.exec(query.where(col(Statement.address).in_(list(addresses)))):
        found.setdefault(address, set()).add(wording)
    return found


def add_comments(session: Session, docket: Docket, capture: Capture, new: Sequence[NewComment]) -> None:
    """Store comments of addresses that are not known yet."""
    if not new:
        return
    organisations = _organisation_ids(session, docket, new)
    statements = [_statement(one, capture.captured_at, organisations) for one in new]
    ids = _inserted(session, Statement, statements)
    revisions = [_revision(one, key, capture) for one, key in zip(new, ids, strict=True)]
    current = _inserted(session, Revision, revisions)
    session.execute(
        update(Statement), [{"id": key, "revision_id": shown} for key, shown in zip(ids, current, strict=True)]
    )


def _inserted(session: Session, model: type[Statement] | type[Revision], rows: list[dict[str, object]]) -> list[int]:
    statement = insert(model).returning(col(model.id), sort_by_parameter_order=True)
    return [key for key in session.execute(statement, rows).scalars() if key is not None]


def _statement(new: NewComment, seen: datetime, organisations: Mapping[str, int]) -> dict[str, object]:
    return {
        **{name: getattr(new, name) for name in ("address", "title", "published", "published_from", "language")},
        "author": new.author,
        "doc_kind": "comment",
        "first_seen": seen,
        "organisation_id": organisations.get(plain_name(new.organisation)) if new.organisation else None,
        "organisation_from": new.organisation_from if new.organisation else "",
        "relevance_score": 0.0,
        "relevance_reason": "",
        "same_text": new.address,
        "same_statement": new.address,
    }


def _revision(new: NewComment, statement_id: int, capture: Capture) -> dict[str, object]:
    return {
        "statement_id": statement_id,
        "capture_id": capture.id,
        "number": 1,
        "title": new.title,
        "text": new.text,
        "text_sha256": new.wording,
        "body_end": len(new.text),
        "cut_off": False,
        "pages": "[]",
        "capture_row": new.capture_row,
        "captured_at": capture.captured_at,
    }


def _organisation_ids(session: Session, docket: Docket, new: Iterable[NewComment]) -> dict[str, int]:
    """Plain name → row of the organisations that the comments name, made where they are new."""
    rows = session.exec(select(Organisation.id, Organisation.name, Organisation.slug)).all()
    ids = {plain_name(name): key or 0 for key, name, _ in rows}
    slugs = {slug for _, _, slug in rows}
    registered = {plain_name(n): known for known in docket.organisations for n in (known.name, *known.aliases)}
    merged = set(session.exec(select(OrganisationDecision.name_key)))
    for comment in new:
        plain = plain_name(comment.organisation)
        if comment.organisation and (plain in merged or plain not in ids):
            name = decided_name(session, comment.organisation)
            known = registered.get(plain_name(name))
            main = plain_name(known.name if known else name)
            if main not in ids:
                ids[main] = _new_organisation(session, known, name, comment.country, slugs)
            ids[plain] = ids[main]
    return ids


def _new_organisation(session: Session, known: Known | None, name: str, country: str, slugs: set[str]) -> int:
    if known:
        row = Organisation(slug=known.slug, name=known.name, kind=known.kind, country=known.country)
    else:
        base = slugify(name, max_length=60) or "organisation"
        free = next(s for s in chain([base], (f"{base}-{n}" for n in count(2))) if s not in slugs)
        row = Organisation(slug=free, name=name, country=country)
    slugs.add(row.slug)
    session.add(row)
    session.flush()
    return row.id or 0


def change_comment(session: Session, docket: Docket, capture: Capture, new: NewComment) -> None:
    """Store another wording of a known comment as a revision of it."""
    given = {name: value for name, value in vars(new).items() if name != "country"}
    save_statement(
        session,
        docket,
        capture,
        NewStatement(
            **given, body_end=len(new.text), doc_kind="comment", organisation_kind="", cut_off=False, pages=(),
            signatories=(),
        ),
    )  # fmt: skip


def save_attachment(session: Session, comment: str, name: str, capture_id: int | None, reason: str) -> None:
    """Store what became of a file that came with the comment of this address; nothing where the comment is unknown."""
    statement_id = session.exec(select(Statement.id).where(Statement.address == comment)).first()
    if statement_id is None:
        return
    query = select(Attachment).where(Attachment.statement_id == statement_id, Attachment.name == name)
    row = session.exec(query).first() or Attachment(statement_id=statement_id, name=name)
    if row.id and (row.capture_id, row.reason) == (capture_id, reason):
        return
    row.capture_id, row.reason = capture_id, reason
    session.add(row)


def replace_failures(session: Session, source: str, prefix: str, failed: Mapping[str, tuple[FailureKind, str]]) -> None:
    """Store failures (address → kind, reason) in place of those noted before of addresses that begin with `prefix`."""
    of_export = col(FetchFailure.address).startswith(prefix, autoescape=True)
    query = select(FetchFailure).where(FetchFailure.source == source, of_export)
    known = {row.address: (row.kind, row.reason) for row in session.exec(query)}
    gone = [address for address, noted in known.items() if failed.get(address) != noted]
    for address in gone:
        session.execute(
            delete(FetchFailure).where(col(FetchFailure.source) == source, col(FetchFailure.address) == address)
        )
    fresh = [
        {"source": source, "address": address, "kind": kind, "reason": reason, "at": now()}
        for address, (kind, reason) in failed.items()
        if known.get(address) != (kind, reason)
    ]
    if fresh:
        session.execute(insert(FetchFailure), fresh)
