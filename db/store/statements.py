"""Statements, their revisions and signatures."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import update
from sqlmodel import Session, select

from db.docket import Docket
from db.models import Capture, Revision, Signature, Statement
from db.registry import known_by_address, organisation_row


class Name(Protocol):
    """A name under a statement, as `crawlers.extract` gives it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str | None: ...


@dataclass(frozen=True)
class NewStatement:
    """What extraction made of a capture. Fields as in `db.models.Statement` and `Revision`."""

    title: str
    text: str
    body_end: int
    published: str
    published_from: str
    language: str
    doc_kind: str
    organisation: str
    organisation_from: str
    organisation_kind: str
    author: str
    cut_off: bool
    pages: Sequence[tuple[int, int, str]]
    signatories: Sequence[Name]
    published_doubt: str = ""
    reading: str = ""
    confidence: float | None = None
    address: str = ""
    """Of a comment in an export; empty where the statement has its capture's address."""
    capture_row: int = 0


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_statement(session: Session, docket: Docket, capture: Capture, new: NewStatement) -> str:
    """Store what a capture says. Returns what came of it, in words.

    The wording of just before adds nothing; another one, even an earlier one that came back, is a revision; the newest
    capture's wording is the current one and sets the statement's title, date and organisation.
    """
    address = new.address or capture.address
    statement = session.exec(select(Statement).where(Statement.address == address)).first()
    if statement is None:
        statement = _first_form(capture, new)
    statement.first_seen = min(statement.first_seen, capture.captured_at)
    session.add(statement)
    session.flush()
    revision, is_new = _revision(session, statement, capture, new)
    if statement.revision_id in (None, revision.id) or _is_newest(session, statement, capture):
        _make_current(session, docket, statement, revision, capture, new)
    return "a new wording" if is_new else f"the wording of revision {revision.number}"


def _first_form(capture: Capture, new: NewStatement) -> Statement:
    address = new.address or capture.address
    return Statement(
        address=address,
        title=new.title,
        doc_kind=new.doc_kind,
        first_seen=capture.captured_at,
        same_text=address,
        same_statement=address,
    )


def _is_newest(session: Session, statement: Statement, capture: Capture) -> bool:
    current = session.get_one(Revision, statement.revision_id)
    return capture.captured_at >= current.captured_at


def _revision(session: Session, statement: Statement, capture: Capture, new: NewStatement) -> tuple[Revision, bool]:
    wording = sha256_of(f"{new.title}\n{new.text}")
    others = list(session.exec(select(Revision).where(Revision.statement_id == statement.id)))
    known = _revision_at(others, capture, wording)
    if known:
        _note_reading(known, new)
        return known, False
    revision = Revision(
        statement_id=statement.id or 0,
        capture_id=capture.id or 0,
        number=0,
        title=new.title,
        text=new.text,
        text_sha256=wording,
        body_end=new.body_end,
        cut_off=new.cut_off,
        capture_row=new.capture_row,
        captured_at=capture.captured_at,
    )
    _note_reading(revision, new)
    for number, row in enumerate(sorted([*others, revision], key=_place_in_time), 1):
        row.number = number
        session.add(row)
    session.flush()
    _save_signatures(session, revision, new.signatories)
    return revision, True


def _note_reading(revision: Revision, new: NewStatement) -> None:
    """Where its pages begin and how it was read: not part of the wording, and known better with a later reading."""
    revision.pages = json.dumps([list(start) for start in new.pages], ensure_ascii=False)
    revision.reading, revision.confidence = new.reading, new.confidence


def _place_in_time(revision: Revision) -> tuple[datetime, str, int]:
    return revision.captured_at, revision.text_sha256, revision.capture_id


def _revision_at(revisions: Sequence[Revision], capture: Capture, wording: str) -> Revision | None:
    """The revision that this wording at this moment belongs to; None where the wording is new, or came back.

    That is the capture's own one, or a neighbour in time that says the same: between A and A nothing changed,
    while an A that follows a B is a revision of its own.
    """
    same = [one for one in revisions if one.capture_id == capture.id and one.text_sha256 == wording]
    before = [one for one in revisions if one.captured_at <= capture.captured_at]
    after = [one for one in revisions if one.captured_at > capture.captured_at]
    same += sorted(before, key=_place_in_time)[-1:] + sorted(after, key=_place_in_time)[:1]
    return next((one for one in same if one.text_sha256 == wording), None)


def _save_signatures(session: Session, revision: Revision, names: Sequence[Name]) -> None:
    for position, name in enumerate(names):
        session.add(
            Signature(
                revision_id=revision.id or 0,
                position=position,
                name=name.name,
                kind=name.kind,
                country=name.country or "",
            )
        )


def _make_current(
    session: Session,
    docket: Docket,
    statement: Statement,
    revision: Revision,
    capture: Capture,
    new: NewStatement,
) -> None:
    statement.revision_id = revision.id
    statement.title, statement.doc_kind, statement.language = new.title, new.doc_kind, new.language
    if new.published or not statement.published:
        statement.published, statement.published_from = new.published, new.published_from
        statement.published_doubt = new.published_doubt
    statement.author = new.author
    _name_organisation(session, docket, statement, capture, new)
    for signature in session.exec(select(Signature).where(Signature.revision_id == revision.id)):
        if signature.kind == "organisation":
            signature.organisation_id = organisation_row(session, docket, signature.name, country=signature.country)
            session.add(signature)
    session.add(statement)


def _name_organisation(
    session: Session, docket: Docket, statement: Statement, capture: Capture, new: NewStatement
) -> None:
    known = None if new.doc_kind == "comment" else known_by_address(docket, capture.address)
    name, origin = new.organisation, new.organisation_from
    if not name and known:
        name, origin = known.name, "the site it was found on"
    statement.organisation_name = name
    statement.organisation_from = origin if name else ""
    kind = new.organisation_kind
    statement.organisation_id = organisation_row(session, docket, name, kind=kind) if name else None


def save_groups(session: Session, same_text: dict[int, str], same_statement: dict[int, str]) -> None:
    """Store the republication and translation group of every statement (id → address of its first member)."""
    query = select(Statement.id, Statement.address, Statement.same_text, Statement.same_statement)
    changed = []
    for key, address, *known in session.exec(query):
        text = same_text.get(key or 0, address)
        wanted = [text, same_statement.get(key or 0, text)]
        if known != wanted:
            changed.append({"id": key, "same_text": wanted[0], "same_statement": wanted[1]})
    if changed:
        session.execute(update(Statement), changed)
