"""A text and all who sent it: copies word for word, edited copies, and the names under any of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, not_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.models import Revision, Signature, Statement
from webapp.queries.keys import key_of
from webapp.queries.listing import StatementLine, statement_lines

SENDERS = 100
EDITED = 10
"""Edited copies on one page, each with its differences."""
SIGNERS = 500
OPENING = 300
"""Characters of a text by which a list names it."""


@dataclass(frozen=True)
class Sender:
    """A statement with the text. `name` is a person's or empty, `exact` says that no word was changed."""

    line: StatementLine
    name: str
    exact: bool


@dataclass(frozen=True)
class EditedCopy:
    """A copy that is not word for word the same, with its whole text."""

    sender: Sender
    text: str


@dataclass(frozen=True)
class Signer:
    """A name under the text, and the statements (ids) that carry it."""

    name: str
    kind: str
    statements: tuple[int, ...]


@dataclass(frozen=True)
class CopiesPage:
    """One text with its senders; pages of senders and of edited copies are counted from 1."""

    base: StatementLine
    text: str
    total: int
    edited_total: int
    senders: tuple[Sender, ...]
    edited: tuple[EditedCopy, ...]
    signers: tuple[Signer, ...]
    signer_total: int

    @property
    def sender_pages(self) -> int:
        """How many pages the senders fill."""
        return max(1, -(-self.total // SENDERS))

    @property
    def edited_pages(self) -> int:
        """How many pages the edited copies fill."""
        return max(1, -(-self.edited_total // EDITED))


def read_copies(session: Session, statement_id: int, page: int, edited_page: int) -> CopiesPage | None:
    """The text of a statement and all its copies; None when there is no such statement or it stands alone."""
    row = session.get(Statement, statement_id)
    if row is None or not row.same_text:
        return None
    same = col(Statement.same_text) == row.same_text
    base = session.exec(select(Statement).where(Statement.address == row.same_text)).first() or row
    revision = session.get(Revision, base.revision_id) if base.revision_id else None
    total = _count(session, same)
    if revision is None or total < 2:
        return None
    edited = not_(_exact(revision.text))
    signers = _signers(session, same)
    return CopiesPage(
        base=statement_lines(session, key_of(Statement) == base.id)[0],
        text=revision.text,
        total=total,
        edited_total=_count(session, same, edited),
        senders=_senders(session, revision.text, SENDERS, page, same),
        edited=_edited(session, revision.text, edited_page, same, edited),
        signers=signers[:SIGNERS],
        signer_total=len(signers),
    )


def _exact(text: str) -> ColumnElement[bool]:
    """True for a statement whose current wording is this text."""
    return col(Statement.revision_id).in_(select(Revision.id).where(Revision.text == text))


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    query = select_columns(func.count()).select_from(Statement).where(*conditions)
    return int(session.connection().execute(query).scalar_one())


def _senders(session: Session, text: str, size: int, page: int, *conditions: ColumnElement[bool]) -> tuple[Sender, ...]:
    lines = statement_lines(session, *conditions, limit=size, offset=(page - 1) * size)
    ids = [line.id for line in lines]
    query = select_columns(key_of(Statement), col(Statement.author), _exact(text)).where(key_of(Statement).in_(ids))
    rows: Iterable[Any] = session.connection().execute(query)
    known = {key: (name, exact) for key, name, exact in rows}
    return tuple(Sender(line, known[line.id][0], bool(known[line.id][1])) for line in lines)


def _edited(session: Session, text: str, page: int, *conditions: ColumnElement[bool]) -> tuple[EditedCopy, ...]:
    senders = _senders(session, text, EDITED, page, *conditions)
    query = (
        select_columns(key_of(Statement), col(Revision.text))
        .join(Revision, col(Revision.id) == col(Statement.revision_id))
        .where(key_of(Statement).in_([sender.line.id for sender in senders]))
    )
    texts = {row[0]: row[1] for row in session.connection().execute(query)}
    return tuple(EditedCopy(sender, texts[sender.line.id]) for sender in senders)


def _signers(session: Session, same: ColumnElement[bool]) -> tuple[Signer, ...]:
    """Every name under any copy once, with the statements that carry it, in the order of names."""
    query = (
        select_columns(col(Signature.name), col(Signature.kind), key_of(Statement))
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .where(same)
        .order_by(key_of(Statement), col(Signature.position))
    )
    found: dict[tuple[str, str], dict[int, str]] = {}
    rows: Iterable[Any] = session.connection().execute(query)
    for name, kind, statement_id in rows:
        found.setdefault((" ".join(name.casefold().split()), kind), {}).setdefault(statement_id, name)
    made = [Signer(next(iter(names.values())), kind, tuple(names)) for (_, kind), names in found.items()]
    return tuple(sorted(made, key=lambda signer: signer.name.casefold()))


@dataclass(frozen=True)
class OftenSent:
    """A text with more than one sender: `id`, `title` and `doc_kind` are its first statement's; `opening` its words."""

    id: int
    title: str
    doc_kind: str
    opening: str
    senders: int


def often_sent(session: Session, limit: int, offset: int) -> tuple[int, tuple[OftenSent, ...]]:
    """How many texts about the docket were sent more than once, and some of them, most senders first."""
    groups = (
        select_columns(col(Statement.same_text), func.count().label("senders"))
        .where(col(Statement.on_topic).is_(True))
        .group_by(col(Statement.same_text))
        .having(func.count() > 1)
        .subquery()
    )
    opening = func.coalesce(func.substr(col(Revision.text), 1, OPENING), "")
    query = (
        select_columns(key_of(Statement), col(Statement.title), col(Statement.doc_kind), opening, groups.c.senders)
        .join(groups, groups.c.same_text == col(Statement.address))
        .outerjoin(Revision, col(Revision.id) == col(Statement.revision_id))
        .order_by(groups.c.senders.desc(), key_of(Statement))
    )
    connection = session.connection()
    total = connection.execute(select_columns(func.count()).select_from(groups)).scalar_one()
    return int(total), tuple(OftenSent(*row) for row in connection.execute(query.limit(limit).offset(offset)))
