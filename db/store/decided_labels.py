"""Rows of origin `human` in the table of labels, made from the decisions that stand."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col

from db.decisions import ONE_ANSWER, machine_rows
from db.models import Decision, Label, Passage

LABELS = ("concern", *ONE_ANSWER)


def apply_labels(session: Session, passage: Passage, decisions: Sequence[Decision], touched: Collection[str]) -> None:
    """Give a passage the labels that the standing `decisions` on it make; earlier ones of `touched` kinds go."""
    kinds = [kind for kind in touched if kind in LABELS]
    if kinds:
        mine = (col(Label.passage_id) == passage.id, col(Label.origin) == "human", col(Label.kind).in_(kinds))
        session.execute(delete(Label).where(*mine))
    made: dict[tuple[str, str], Label] = {}
    for row in decisions:
        for key, score in _said(row) if row.kind in LABELS else ():
            made[row.kind, key] = _label(passage, row, key, score)
    session.add_all(made.values())
    session.flush()


def _said(row: Decision) -> Iterable[tuple[str, float]]:
    """Keys with 1 for yes and 0 for no."""
    if row.kind == "concern":
        yield row.key, float(row.verdict == "accept")
        if row.verdict == "change":
            yield row.answer, 1.0
    elif row.answer:
        yield row.answer, 1.0
    else:
        yield from ((str(each["key"]), 0.0) for each in machine_rows(row))


def _label(passage: Passage, row: Decision, key: str, score: float) -> Label:
    reason = f"{row.by} decided so on {row.at:%Y-%m-%d}." + (f" {row.note}" if row.note else "")
    assert passage.id is not None  # noqa: S101  (a passage that was decided on is stored)
    return Label(
        passage_id=passage.id, kind=row.kind, key=key, score=score, status="shown", origin="human", reason=reason
    )
