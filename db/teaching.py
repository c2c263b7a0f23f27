"""What people decided on passages, as lessons for the label models: only what they decided, and each text once.

A label that nobody decided is not a lesson: the machine's own answer is never taught to it as the truth.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from sqlmodel import Session, col, select

from db.docket import Stance
from db.models import Label, Passage, Revision, Statement

STANCES: tuple[str, ...] = get_args(Stance)
FLAGS = ("reject_call", "on_topic", "boilerplate")
PERSON = "human"


@dataclass(frozen=True)
class Decided:
    """A text on which people decided.

    `labels`: a concern's key, a stance or a flag → whether the passage has it; what is not in it is not decided.
    `disputed`: labels on which people decided differently where the text stands; they are in no lesson.
    `addresses`: of the statements in which the text stands.
    """

    text: str
    language: str
    labels: Mapping[str, bool]
    disputed: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class _Mark:
    """One label of one person on one passage."""

    text: str
    language: str
    address: str
    kind: str
    key: str
    given: bool


def same_text(text: str) -> str:
    """What is equal for texts that differ in case and white space only."""
    return " ".join(text.lower().split())


def decided_texts(session: Session) -> tuple[Decided, ...]:
    """Every text on which a person decided, in the order of the texts: the same decisions give the same rows."""
    grouped: dict[str, list[_Mark]] = {}
    for mark in _marks(session):
        grouped.setdefault(same_text(mark.text), []).append(mark)
    return tuple(_lesson(grouped[text]) for text in sorted(grouped))


def _marks(session: Session) -> Iterator[_Mark]:
    query = (
        select(Passage, Statement.address, Label)
        .join(Label, col(Label.passage_id) == col(Passage.id))
        .join(Revision, col(Revision.id) == col(Passage.revision_id))
        .join(Statement, col(Statement.id) == col(Revision.statement_id))
        .where(col(Label.origin) == PERSON)
        .order_by(col(Statement.address), col(Passage.start), col(Label.kind), col(Label.key))
    )
    for passage, address, label in session.exec(query):
        yield _Mark(passage.text, passage.language, address, label.kind, label.key, label.score > 0)


def _lesson(marks: list[_Mark]) -> Decided:
    found: dict[str, set[bool]] = {}
    for mark in marks:
        for label, given in _taught(mark):
            found.setdefault(label, set()).add(given)
    return Decided(
        marks[0].text,
        marks[0].language,
        {label: given.copy().pop() for label, given in sorted(found.items()) if len(given) == 1},
        tuple(sorted(label for label, given in found.items() if len(given) > 1)),
        tuple(dict.fromkeys(mark.address for mark in marks)),
    )


def _taught(mark: _Mark) -> Iterable[tuple[str, bool]]:
    """Labels that one mark decides: a stance decides all four, "not this stance" that one only."""
    if mark.kind == "stance" and mark.given:
        return [(stance, stance == mark.key) for stance in STANCES]
    if mark.kind in FLAGS:
        return [(mark.kind, mark.given == (mark.key == "true"))]
    return [(mark.key, mark.given)]
