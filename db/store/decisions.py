"""Decisions of people on marks: stored beside the machine's answer, and applied to the rows that pages read.

A mark is a kind and a key. The key of a `concern` is its key in the docket; of a `link` the provision; of a `pair`
`concern:provision`; of an `ask` `verb:target`; of a `mention` `offset:article:text`, the offset counted from the
passage's start; the others have one mark a passage and an empty key.

How a decision is applied:

- labels (`concern` and those of `db.decisions.ONE_ANSWER`) get rows of origin `human`, which win in every figure;
- a `mention` gets the person's provision, origin `human`, and the machine's answer in its reason;
- a `link`, `pair` or `ask` that was rejected is in its table no more, one that was accepted is `shown`.

The machine's rows are kept with the decision (`Decision.machine`) and come back when it is taken back. Rows that a
stage writes anew are decided anew in the same transaction (`apply_*`, called by `db.store.findings`).
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from db.decisions import ONE_ANSWER, decisions_on, senders, standing, statement_of
from db.models import Decision, Passage, Statement
from db.store.decided_labels import apply_labels
from db.store.decided_rows import TABLES, apply_rows, find_rows, restore_rows
from db.store.ledger import forget

KINDS = ("concern", *ONE_ANSWER, "mention", "link", "pair", "ask")
VERDICTS = ("accept", "change", "reject", "undo")
MOST_NOTE = 2000
AFTER = {"concern": ("pair",), "mention": ("link", "pair"), "link": ("pair",)}
"""Stages that read a mark of this kind: the next run does them again for the revision."""
AGAIN = {**AFTER, "mention": ("resolve", "link", "pair"), "link": ("link", "pair"), "pair": ("pair",), "ask": ("pair",)}
"""Likewise when a decision is taken back: the machine's answer may be another by now."""


class MarkError(ValueError):
    """The decision cannot be stored. The message says why and what to do."""


class Overtaken(Exception):
    """Somebody else decided on the mark after the form was made; `by_other` is their decision."""

    def __init__(self, by_other: Decision) -> None:
        super().__init__(by_other.by)
        self.by_other = by_other


@dataclass(frozen=True)
class Said:
    """What a person says of a mark. `answer` is what stands in its place, for `change`, and for kinds with one answer.

    `seen` is the number of the newest decision on the passage that the person knew of; None asks for no check.
    """

    kind: str
    key: str
    verdict: str
    by: str
    answer: str = ""
    note: str = ""
    seen: int | None = None


def decide(session: Session, passage_id: int, said: Said) -> Decision:
    """Store a decision and let it count at once. Raises `MarkError`, `Overtaken`."""
    passage = session.get(Passage, passage_id)
    if passage is None:
        raise MarkError(f"There is no passage {passage_id} any more: the text was read again. Look at the statement.")
    _check(said)
    statement = statement_of(session, passage)
    before = _before(session, passage, senders(session, statement), said)
    row = Decision(
        address=statement.address,
        text_sha256=passage.text_sha256,
        text=passage.text,
        kind=said.kind,
        key=said.key,
        verdict=said.verdict,
        answer=said.answer,
        machine=before.machine if before else json.dumps(find_rows(session, passage, said.kind, said.key)),
        note=said.note[:MOST_NOTE],
        by=said.by,
        at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    _apply(session, passage, row)
    return row


def _check(said: Said) -> None:
    if said.kind not in KINDS or said.verdict not in VERDICTS:
        raise MarkError(
            f"Expected a mark and a verdict that exist, found {said.kind[:40]!r} and {said.verdict[:40]!r}."
        )
    if not said.by.strip():
        raise MarkError("Expected the name of who decides, found none.")
    if said.verdict == "change" and not said.answer:
        raise MarkError("Expected what should stand there instead, found nothing. Choose it, or say that it is wrong.")
    if said.kind in ONE_ANSWER:
        _check_answer(said)
    if said.kind in ("pair", "ask") and said.verdict == "change":
        raise MarkError("A tie or an ask can be accepted or rejected. Change what it is made of instead.")


def _check_answer(said: Said) -> None:
    if said.key:
        raise MarkError(f"A passage has one mark of the kind {said.kind!r}: it has no key, found {said.key[:40]!r}.")
    if said.verdict in ("accept", "change") and not said.answer:
        raise MarkError(f"Expected which value of {said.kind!r} is right, found nothing.")
    if said.kind != "stance" and said.answer not in ("", "true", "false"):
        raise MarkError(f"Expected true or false for {said.kind!r}, found {said.answer[:40]!r}.")


def _before(session: Session, passage: Passage, addresses: Collection[str], said: Said) -> Decision | None:
    """The decision that stands on the mark. Raises `Overtaken` when it is newer than the person knew."""
    rows = decisions_on(session, [passage.text_sha256], addresses)
    mark = (said.kind, said.key)
    newest = next((row for row in reversed(rows) if (row.kind, row.key) == mark), None)
    if newest and said.seen is not None and (newest.id or 0) > said.seen:
        raise Overtaken(newest)
    stands = standing(rows).get((passage.text_sha256, mark))
    if said.verdict == "undo" and stands is None:
        raise MarkError("Nobody decided on this mark: there is nothing to take back.")
    return stands


def _apply(session: Session, passage: Passage, row: Decision) -> None:
    """Let a new decision count wherever its words stand, in every copy of the statement."""
    for same in {each.id: each for each in (*decided_passages(session, row), passage)}.values():
        if row.kind in TABLES:
            restore_rows(session, same, row)
        apply_decisions(session, [same], (row.kind,))
        stages = (AGAIN if row.verdict == "undo" else AFTER).get(row.kind, ())
        forget(session, stages, str(same.revision_id))


def decided_passages(session: Session, row: Decision) -> list[Passage]:
    """The passages of current texts that a decision is about."""
    statement = session.exec(select(Statement).where(Statement.address == row.address)).first()
    addresses = senders(session, statement) if statement else {row.address}
    query = select(Passage).join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
    wanted = (Passage.text_sha256 == row.text_sha256, col(Statement.address).in_(addresses))
    return list(session.exec(query.where(*wanted).order_by(col(Passage.id))))


def apply_decisions(session: Session, passages: Sequence[Passage], kinds: Collection[str] = KINDS) -> None:
    """Let the standing decisions on these passages count, of these kinds. The passages are of one revision."""
    if not passages or not session.exec(select(Decision.id).limit(1)).first():
        return
    addresses = senders(session, statement_of(session, passages[0]))
    rows = [row for row in decisions_on(session, {p.text_sha256 for p in passages}, addresses) if row.kind in kinds]
    stands = standing(rows)
    for passage in passages:
        mine = [row for (sha256, _), row in stands.items() if sha256 == passage.text_sha256]
        touched = {row.kind for row in rows if row.text_sha256 == passage.text_sha256}
        apply_labels(session, passage, mine, touched)
        apply_rows(session, passage, mine)


def apply_to_revision(session: Session, revision_id: int, kinds: Collection[str]) -> None:
    """Let the decisions of these kinds count on the rows that a stage has just written for a revision."""
    query = select(Passage).where(Passage.revision_id == revision_id)
    apply_decisions(session, list(session.exec(query.order_by(col(Passage.position)))), kinds)
