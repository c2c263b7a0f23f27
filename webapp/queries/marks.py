"""The marks on passages, as readers see them: what, why, how sure, by whom, and whether it counts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeVar

from sqlmodel import Session, col, select

from db.models import Ask, Label, Pair

Verdict = Literal["counts", "unsure", "overruled", "denied"]


@dataclass(frozen=True)
class LabelMark:
    """One label. Its verdict: it counts, the machine was unsure, a person overruled it or said no."""

    kind: str
    key: str
    score: float
    status: str
    origin: str
    reason: str
    verdict: Verdict = "counts"


@dataclass(frozen=True)
class PairMark:
    """A concern and a provision said in one clause; offsets into the passage's text."""

    concern: str
    provision: str
    origin: str
    status: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class AskMark:
    """What a passage asks for, and of what; offsets into the passage's text."""

    verb: str
    target: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Marks:
    """All marks of one passage."""

    labels: tuple[LabelMark, ...] = ()
    pairs: tuple[PairMark, ...] = ()
    asks: tuple[AskMark, ...] = ()

    def keys(self, kind: str) -> tuple[str, ...]:
        """Keys of the labels of `kind` that count, surest first."""
        counted = [label for label in self.labels if label.kind == kind and label.verdict == "counts"]
        return tuple(dict.fromkeys(label.key for label in sorted(counted, key=lambda label: -label.score)))

    @property
    def telling(self) -> tuple[LabelMark, ...]:
        """The labels that say something: not the machine's "no call to reject", "about it", "no furniture"."""
        usual = {("reject_call", "false"), ("on_topic", "true"), ("boilerplate", "false")}
        return tuple(label for label in self.labels if label.origin == "human" or (label.kind, label.key) not in usual)

    @property
    def concerns(self) -> tuple[str, ...]:
        """Concerns that count."""
        return self.keys("concern")

    @property
    def stance(self) -> str:
        """The stance that counts, or nothing."""
        return next(iter(self.keys("stance")), "")

    @property
    def asked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each verb with what it is asked of, each once, in the order of the text."""
        targets: dict[str, dict[str, None]] = {}
        for ask in self.asks:
            targets.setdefault(ask.verb, {})[ask.target] = None
        return tuple((verb, tuple(found)) for verb, found in targets.items())

    @property
    def counts(self) -> bool:
        """Whether the passage may count anywhere: on topic, and no furniture."""
        return not self.is_furniture and "false" not in self.keys("on_topic")

    @property
    def is_furniture(self) -> bool:
        """Whether the passage is a part of the page, and not of what it says."""
        return "true" in self.keys("boilerplate")

    @property
    def denied(self) -> frozenset[str]:
        """Concerns of which a person said: not this one."""
        return frozenset(label.key for label in self.labels if label.kind == "concern" and label.verdict == "denied")


Finding = TypeVar("Finding", Label, Pair, Ask)
Mark = TypeVar("Mark", LabelMark, PairMark, AskMark)


def judge(labels: Sequence[LabelMark]) -> tuple[LabelMark, ...]:
    """`labels` of one passage with their verdicts; the same rule as `db.counting.believed`."""
    return tuple(replace(label, verdict=_verdict(label, labels)) for label in labels)


def _verdict(label: LabelMark, others: Sequence[LabelMark]) -> Verdict:
    if label.origin == "human":
        return "denied" if label.score <= 0 else "counts" if label.status == "shown" else "unsure"
    if any(_overrules(other, label) for other in others):
        return "overruled"
    return "counts" if label.status == "shown" and label.score > 0 else "unsure"


def _overrules(other: LabelMark, label: LabelMark) -> bool:
    if other.origin != "human" or other.kind != label.kind:
        return False
    return other.key == label.key or (label.kind != "concern" and other.score > 0)


def load_marks(session: Session, passage_ids: Collection[int]) -> dict[int, Marks]:
    """The marks of each passage, in three SELECTs."""
    labels = _rows(session, Label, passage_ids)
    pairs = _rows(session, Pair, passage_ids)
    asks = _rows(session, Ask, passage_ids)
    return {
        passage: Marks(
            judge([_as(LabelMark, row) for row in labels[passage]]),
            tuple(_as(PairMark, row) for row in pairs[passage]),
            tuple(_as(AskMark, row) for row in asks[passage]),
        )
        for passage in passage_ids
    }


def _rows(session: Session, model: type[Finding], passage_ids: Collection[int]) -> defaultdict[int, list[Finding]]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    query = select(model).where(col(model.passage_id).in_(passage_ids)).order_by(col(model.id))
    for row in session.exec(query):
        found[row.passage_id].append(row)
    return found


def _as(mark: type[Mark], row: Label | Pair | Ask) -> Mark:
    """The stored row as what readers see of it: the columns that the mark names."""
    return mark(**{field.name: getattr(row, field.name) for field in fields(mark) if field.name != "verdict"})
