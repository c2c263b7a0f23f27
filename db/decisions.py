"""What people decided on marks: which decisions stand, what went before, and which have lost their words."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlmodel import Session, col, select

from db.models import Decision, Passage, Revision, Statement

ONE_ANSWER = ("stance", "reject_call", "on_topic", "boilerplate")
"""Kinds of which a passage has one mark: the key of a decision is empty, its answer is the value."""
Mark = tuple[str, str]
"""Kind and key."""


def decisions_on(session: Session, hashes: Collection[str], addresses: Collection[str] = ()) -> list[Decision]:
    """Every decision on passages with these texts, oldest first; of `addresses` only, where some are given."""
    query = select(Decision).where(col(Decision.text_sha256).in_(hashes)).order_by(col(Decision.id))
    if addresses:
        query = query.where(col(Decision.address).in_(addresses))
    return list(session.exec(query))


def standing(decisions: Iterable[Decision]) -> dict[tuple[str, Mark], Decision]:
    """Text hash and mark → the decision that counts: the newest, unless it takes the others back.

    `decisions` come oldest first. Copies of a text decide together: the address makes no difference.
    """
    newest = {(row.text_sha256, (row.kind, row.key)): row for row in decisions}
    return {mark: row for mark, row in newest.items() if row.verdict != "undo"}


def senders(session: Session, statement: Statement) -> set[str]:
    """The addresses at which the statement's text stands: a decision on one copy is a decision on all."""
    same = select(Statement.address).where(Statement.same_text == statement.same_text) if statement.same_text else None
    return {statement.address, *(session.exec(same) if same is not None else ())}


def statement_of(session: Session, passage: Passage) -> Statement:
    """The statement in which a passage stands."""
    revision = session.get_one(Revision, passage.revision_id)
    return session.get_one(Statement, revision.statement_id)


def machine_rows(decision: Decision) -> list[dict[str, Any]]:
    """The machine's marks that the decision is about, as they were stored then."""
    rows: list[dict[str, Any]] = json.loads(decision.machine)
    return rows


def stranded(session: Session) -> list[Decision]:
    """Standing decisions whose words are in no current passage any more: they count nowhere and need a look."""
    rows = list(session.exec(select(Decision).order_by(col(Decision.id))))
    current = (
        select(Passage.text_sha256)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Passage.text_sha256).in_({row.text_sha256 for row in rows}))
    )
    there = set(session.exec(current)) if rows else set()
    return [row for row in standing(rows).values() if row.text_sha256 not in there]


def newest_decisions(session: Session, limit: int, before: int = 0) -> list[Decision]:
    """The newest decisions, those taken back included; with `before`, older than that one."""
    query = select(Decision).order_by(col(Decision.id).desc()).limit(limit)
    return list(session.exec(query.where(col(Decision.id) < before) if before else query))
