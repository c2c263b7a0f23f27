"""How often people agree with the program, and with each other, on the marks that they decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.decisions import ONE_ANSWER, machine_rows
from db.models import Decision

SAME_MARK = tuple[str, str, str]


@dataclass(frozen=True)
class Share:
    """`agreed` of `decided`; `kind` is a kind of mark, or two names."""

    kind: str
    agreed: int
    decided: int


@dataclass(frozen=True)
class Agreement:
    """With the program, by kind of mark; among people, by pair of names. `people` decided anything at all."""

    with_program: tuple[Share, ...]
    among_people: tuple[Share, ...]
    people: tuple[Share, ...]


def read_agreement(session: Session) -> Agreement:
    """Each person's last word on each mark, beside the program's and the others'; what was taken back is left out."""
    rows = list(session.exec(select(Decision).order_by(col(Decision.id))))
    last = {((row.text_sha256, row.kind, row.key), row.by): row for row in rows}
    words = {mark: row for mark, row in last.items() if row.verdict != "undo"}
    return Agreement(
        _counted((row.kind, agrees(row)) for row in words.values() if machine_rows(row)),
        _counted(_among(words)),
        _counted((row.by, agrees(row)) for row in words.values() if machine_rows(row)),
    )


def agrees(row: Decision) -> bool:
    """Whether the person said what the program said."""
    if row.kind in ONE_ANSWER:
        best = max(machine_rows(row), key=lambda each: float(each["score"]), default={"key": ""})
        return bool(row.answer) and row.answer == best["key"]
    return row.verdict == "accept"


def _counted(found: Iterable[tuple[str, bool]]) -> tuple[Share, ...]:
    table: dict[str, list[bool]] = {}
    for kind, agreed in found:
        table.setdefault(kind, []).append(agreed)
    return tuple(Share(kind, sum(answers), len(answers)) for kind, answers in sorted(table.items()))


def _among(words: dict[tuple[SAME_MARK, str], Decision]) -> Iterable[tuple[str, bool]]:
    by_mark: dict[SAME_MARK, list[Decision]] = {}
    for (mark, _), row in words.items():
        by_mark.setdefault(mark, []).append(row)
    for rows in by_mark.values():
        yield from _pairs(sorted(rows, key=lambda row: row.by))


def _pairs(rows: Sequence[Decision]) -> Iterable[tuple[str, bool]]:
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            yield f"{one.by} and {other.by}", (agrees(one), one.answer) == (agrees(other), other.answer)
