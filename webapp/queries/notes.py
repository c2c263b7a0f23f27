"""Private notes and their tags, and our positions. Only who keeps them sees them; no export asks here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import NoteTag, Organisation, OurPosition, PrivateNote, Statement
from webapp.queries.quotations import Author

SHOWN = 100


@dataclass(frozen=True)
class NoteLine:
    """A note with its tags, and the words that it stands beside."""

    note: PrivateNote
    tags: tuple[str, ...]
    title: str
    published: str
    author: Author
    is_current: bool
    """Whether the words stand in the statement's present wording, of which its page shows the passages."""


@dataclass(frozen=True)
class NotesPage:
    """The newest notes that carry a tag (all, without one), how many there are, and every tag with its count."""

    lines: tuple[NoteLine, ...]
    total: int
    tags: tuple[tuple[str, int], ...]


def read_notes(session: Session, owner: str, tag: str = "", page: int = 1) -> NotesPage:
    """One page of the owner's notes, newest first."""
    query = select(PrivateNote).where(PrivateNote.owner == owner)
    if tag:
        query = query.where(col(PrivateNote.id).in_(select(NoteTag.note_id).where(NoteTag.tag == tag)))
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(col(PrivateNote.id).desc()).limit(SHOWN).offset((page - 1) * SHOWN)
    return NotesPage(_lines(session, session.exec(newest).all()), total, tags_of_owner(session, owner))


def notes_on(session: Session, owner: str, passages: Sequence[int]) -> tuple[NoteLine, ...]:
    """The owner's notes on these passages, oldest first."""
    query = select(PrivateNote).where(PrivateNote.owner == owner, col(PrivateNote.passage_id).in_(list(passages)))
    return _lines(session, session.exec(query.order_by(col(PrivateNote.id))).all())


def tags_of_owner(session: Session, owner: str) -> tuple[tuple[str, int], ...]:
    """The owner's tags by name, each with the number of notes that carry it."""
    query = (
        select(NoteTag.tag, func.count())
        .join(PrivateNote, col(PrivateNote.id) == col(NoteTag.note_id))
        .where(PrivateNote.owner == owner)
        .group_by(NoteTag.tag)
        .order_by(NoteTag.tag)
    )
    return tuple((tag, count) for tag, count in session.exec(query))


def _lines(session: Session, notes: Sequence[PrivateNote]) -> tuple[NoteLine, ...]:
    tags: dict[int, list[str]] = {}
    wanted = [note.id for note in notes]
    for one in session.exec(select(NoteTag).where(col(NoteTag.note_id).in_(wanted)).order_by(NoteTag.tag)):
        tags.setdefault(one.note_id, []).append(one.tag)
    query = (
        select(Statement, Organisation)
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(col(Statement.id).in_({note.statement_id for note in notes}))
    )
    known = {statement.id: (statement, author) for statement, author in session.exec(query)}
    return tuple(_line(note, tags.get(note.id or 0, []), *known[note.statement_id]) for note in notes)


def _line(note: PrivateNote, tags: Sequence[str], statement: Statement, author: Organisation | None) -> NoteLine:
    whose = Author.of(author.id, author.slug, author.name, author.kind) if author else Author.of(None, "", "", "")
    is_current = note.revision_id == statement.revision_id
    return NoteLine(note, tuple(tags), statement.title, statement.published, whose, is_current)


@dataclass(frozen=True)
class Held:
    """One version of our position on a provision; without words, it was taken back."""

    provision: str
    words: str
    concerns: tuple[str, ...]
    asks: tuple[str, ...]
    by: str
    at: datetime


def positions(session: Session) -> dict[str, Held]:
    """Provision → what we hold on it now; those taken back are left out."""
    newest = select(func.max(col(OurPosition.id))).group_by(OurPosition.provision)
    rows = session.exec(select(OurPosition).where(col(OurPosition.id).in_(newest)))
    return {row.provision: _held(row) for row in rows if row.words}


def history(session: Session, provision: str) -> tuple[Held, ...]:
    """Every version of our position on a provision, newest first."""
    query = select(OurPosition).where(OurPosition.provision == provision).order_by(col(OurPosition.id).desc())
    return tuple(_held(row) for row in session.exec(query))


def our_position(session: Session, provision: str) -> Held | None:
    """What we hold on a provision now; None where that is nothing."""
    newest = next(iter(history(session, provision)), None)
    return newest if newest and newest.words else None


def _held(row: OurPosition) -> Held:
    concerns, asks = json.loads(row.concerns), json.loads(row.asks)
    return Held(row.provision, row.words, tuple(concerns), tuple(asks), row.by, row.at)
