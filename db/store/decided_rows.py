"""Mentions, links, pairs and asks as people decided on them. The machine's rows are kept with the decision."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from db.decisions import ONE_ANSWER, Mark, machine_rows
from db.models import Ask, Decision, Label, Link, Mention, Pair, Passage
from db.store.decided_labels import LABELS

Row = Mention | Link | Pair | Ask
TABLES: dict[str, type[Row]] = {"mention": Mention, "link": Link, "pair": Pair, "ask": Ask}
LEFT_OUT = {"id", "passage_id", "revision_id"}
NOWHERE = "other"
"""As the answer for a mention: it names no provision of this treaty."""


def key_of(row: Row, passage: Passage) -> str:
    """The key of a row's mark, as decisions name it."""
    if isinstance(row, Mention):
        return f"{row.start - passage.start}:{row.article}:{row.text}"
    if isinstance(row, Pair):
        return f"{row.concern}:{row.provision}"
    return f"{row.verb}:{row.target}" if isinstance(row, Ask) else row.provision


def find_rows(session: Session, passage: Passage, kind: str, key: str) -> list[dict[str, Any]]:
    """What the machine says of a mark, as it may be kept; labels of a kind with one answer all together."""
    return machine_marks(session, passage, (kind,)).get((kind, key), [])


def machine_marks(
    session: Session, passage: Passage, kinds: Collection[str] = (*LABELS, *TABLES)
) -> dict[Mark, list[dict[str, Any]]]:
    """Every mark of a passage, with the rows of it that are not a person's, as they may be kept."""
    found: dict[Mark, list[dict[str, Any]]] = {}
    wanted = (Label.passage_id == passage.id, col(Label.kind).in_(kinds), Label.origin != "human")
    for label in session.exec(select(Label).where(*wanted).order_by(col(Label.score).desc())):
        mark = (label.kind, "" if label.kind in ONE_ANSWER else label.key)
        found.setdefault(mark, []).append(label.model_dump(exclude=LEFT_OUT))
    for kind in TABLES.keys() & kinds:
        for row in _rows(session, passage, kind):
            kept = _relative(row.model_dump(exclude=LEFT_OUT), passage, -1)
            found.setdefault((kind, key_of(row, passage)), []).append(kept)
    return found


def _rows(session: Session, passage: Passage, kind: str) -> list[Row]:
    model = TABLES[kind]
    rows = session.exec(select(model).where(_inside(model, passage)).order_by(col(model.id)))
    return cast(list[Row], rows.all())


def _inside(model: type[Row], passage: Passage) -> ColumnElement[bool]:
    """Mentions stand at offsets of the revision; whether they also name the passage depends on the stage."""
    if model is Mention:
        within = col(Mention.start).between(passage.start, passage.end - 1)
        return (col(Mention.revision_id) == passage.revision_id) & within
    return col(model.passage_id) == passage.id


def _relative(values: dict[str, Any], passage: Passage, sign: int) -> dict[str, Any]:
    """Offsets of a mention counted from the passage (`sign` -1) or again from the revision (`sign` 1)."""
    if "instrument" not in values:
        return values
    return {**values, "start": values["start"] + sign * passage.start, "end": values["end"] + sign * passage.start}


def restore_rows(session: Session, passage: Passage, decision: Decision) -> None:
    """Put the machine's rows of a mark back in place, before what stands now is applied."""
    for row in _rows(session, passage, decision.kind):
        if key_of(row, passage) == decision.key or (isinstance(row, Link) and row.origin == "human"):
            session.delete(row)
    session.flush()
    session.add_all(_row(decision.kind, values, passage) for values in machine_rows(decision))
    session.flush()


def _row(kind: str, values: dict[str, Any], passage: Passage) -> Row:
    placed: dict[str, Any] = {**_relative(values, passage, 1), "passage_id": passage.id}
    if kind == "mention":
        placed["revision_id"] = passage.revision_id
    return TABLES[kind](**placed)


def apply_rows(session: Session, passage: Passage, decisions: Sequence[Decision]) -> None:
    """Change the rows of a passage as the standing decisions on it say."""
    for decision in decisions:
        if decision.kind in TABLES:
            found = [row for row in _rows(session, passage, decision.kind) if key_of(row, passage) == decision.key]
            for row in found:
                _decide_row(session, row, decision)
            if decision.kind == "link":
                _add_link(session, passage, decision, found)
    session.flush()


def _decide_row(session: Session, row: Row, decision: Decision) -> None:
    if isinstance(row, Mention):
        _decide_mention(row, decision)
        session.add(row)
    elif decision.verdict == "accept":
        if not isinstance(row, Ask):
            row.status = "shown"
        session.add(row)
    else:
        session.delete(row)


def _decide_mention(row: Mention, decision: Decision) -> None:
    """The person's provision; with `accept`, what the machine said at that time."""
    said = machine_rows(decision)
    earlier = said[0]["provision"] if said else ""
    provision = earlier if decision.verdict == "accept" else decision.answer
    resolved = provision not in ("", NOWHERE)
    row.status = "resolved" if resolved else "other_instrument" if provision == NOWHERE else "unmatched"
    row.provision = provision if resolved else ""
    row.origin, row.confidence = "human", 1.0
    program = f"The program said: {earlier}." if earlier else "The program did not resolve it."
    row.reason = f"{decision.by} decided so on {decision.at:%Y-%m-%d}. {program} {decision.note}".strip()


def _add_link(session: Session, passage: Passage, decision: Decision, found: Sequence[Row]) -> None:
    """The link that a person put in place of another, or added."""
    provision = decision.answer if decision.verdict == "change" else decision.key
    there = {key_of(row, passage) for row in _rows(session, passage, "link")}
    wanted = decision.verdict == "change" or (decision.verdict == "accept" and not found)
    if wanted and provision and provision not in there:
        reason = f"{decision.by} decided so on {decision.at:%Y-%m-%d}. {decision.note}".strip()
        values = {"provision": provision, "origin": "human", "status": "shown", "score": 1.0, "reason": reason}
        session.add(_row("link", values, passage))
