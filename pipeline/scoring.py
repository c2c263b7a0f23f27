"""Scores of label sets against a reader's: precision, recall, F1 and bootstrap intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

REPEATS = 400
SEED = 20240808


@dataclass(frozen=True)
class Count:
    """True positives, given and wanted labels."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the given labels that are right; 0 where none is given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted labels that are given; 0 where none is wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 0 where nothing is given or wanted."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """Rounded, with `n` the number of wanted labels."""
        shown = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**{name: round(value, 3) for name, value in shown.items()}, "n": self.wanted}


def count_sets(given: Sequence[set[Any]], wanted: Sequence[set[Any]]) -> Count:
    """Micro counts over passages, each with its set of labels."""
    rows = list(zip(given, wanted, strict=True))
    right = sum(len(g & w) for g, w in rows)
    return Count(right, sum(len(g) for g, _ in rows), sum(len(w) for _, w in rows))


def count_of(label: Any, given: Sequence[set[Any]], wanted: Sequence[set[Any]]) -> Count:
    """Counts of one label."""
    return count_sets([g & {label} for g in given], [w & {label} for w in wanted])


def macro_f1(labels: Sequence[Any], given: Sequence[set[Any]], wanted: Sequence[set[Any]], fewest: int = 1) -> float:
    """Mean F1 of the labels that are wanted at least `fewest` times."""
    counts = [count_of(label, given, wanted) for label in labels]
    scores = [count.f1 for count in counts if count.wanted >= fewest]
    return float(np.mean(scores)) if scores else 0.0


def interval(
    score: Callable[[Sequence[set[Any]], Sequence[set[Any]]], float],
    given: Sequence[set[Any]],
    wanted: Sequence[set[Any]],
) -> tuple[float, float]:
    """The 95 % bootstrap interval of a score over passages (percentiles; seeded)."""
    if not given:
        return 0.0, 0.0
    draw = np.random.default_rng(SEED)
    scores = [_resampled(score, given, wanted, draw.integers(0, len(given), len(given))) for _ in range(REPEATS)]
    low, high = np.percentile(scores, [2.5, 97.5])
    return round(float(low), 3), round(float(high), 3)


def _resampled(score: Callable[..., float], given: Sequence[Any], wanted: Sequence[Any], rows: NDArray[Any]) -> float:
    return score([given[row] for row in rows], [wanted[row] for row in rows])
