"""One mark before a person: the passage with what stands around it, what the machine says, what people said before."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from db.decisions import Mark, decisions_on, machine_rows, senders, standing, statement_of
from db.models import Decision, Passage
from db.store.decided_rows import machine_marks
from webapp.queries.keys import stored
from webapp.queries.quotations import Quotation, load_quotations


@dataclass(frozen=True)
class Case:
    """A passage before a reviewer. `machine` holds what the program says of each mark: where a decision stands, what
    it said then. `seen` is the number of the newest decision on the passage.
    """

    passage_id: int
    quotation: Quotation
    before: str
    after: str
    heading: str
    machine: dict[Mark, list[dict[str, Any]]]
    history: tuple[Decision, ...]
    standing: dict[tuple[str, str], Decision]
    seen: int

    def decision(self, kind: str, key: str) -> Decision | None:
        """The decision that stands on a mark."""
        return self.standing.get((kind, key))


def read_case(session: Session, passage_id: int) -> Case | None:
    """A passage of a current text with all that a reviewer needs; None when it is gone."""
    passage = session.get(Passage, passage_id) if passage_id < 2**63 else None
    quotation = load_quotations(session, [passage_id]).get(passage_id) if passage else None
    if passage is None or quotation is None:
        return None
    history = decisions_on(session, [passage.text_sha256], senders(session, statement_of(session, passage)))
    stands = {mark: row for (_, mark), row in standing(history).items()}
    before, after = (_neighbour(session, passage, step) for step in (-1, 1))
    newest = max((stored(row.id) for row in history), default=0)
    machine = machine_marks(session, passage)
    machine |= {mark: machine_rows(row) for mark, row in stands.items()}
    return Case(passage_id, quotation, before, after, passage.heading, machine, tuple(history), stands, newest)


def _neighbour(session: Session, passage: Passage, step: int) -> str:
    query = select(Passage.text).where(
        Passage.revision_id == passage.revision_id, Passage.position == passage.position + step
    )
    return session.exec(query).first() or ""


def histories(session: Session, passage_ids: Collection[int]) -> dict[int, tuple[Decision, ...]]:
    """Passage → every decision on its words, oldest first; passages without one are left out. In two SELECTs."""
    rows = session.exec(select(Passage.id, Passage.text_sha256).where(col(Passage.id).in_(passage_ids))).all()
    found = decisions_on(session, {sha256 for _, sha256 in rows})
    by_words: dict[str, list[Decision]] = {}
    for row in found:
        by_words.setdefault(row.text_sha256, []).append(row)
    return {stored(key): tuple(by_words[sha256]) for key, sha256 in rows if sha256 in by_words}
