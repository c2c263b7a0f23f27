"""Where a probability becomes a label: per label, from scores of examples that the models had not seen.

A band has two edges. Below the lower edge the label is not given; between the edges it is unsure: shown as such,
counted in no figure, and queued for a reader; from the upper edge on it is shown.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.heads import FLAGS, STANCES

GRID = np.arange(0.10, 0.91, 0.01)
UNSURE_SHARE = 0.12
"""The band holds this share of a label's examples (of those without it where they are fewer), half on each side."""
SHRINK = 0.5
"""A label's own best threshold counts this much, the best common one the rest: small samples mislead."""
OBJECTION_PRECISION = 0.8
"""An objection is shown from the share of the four stances on at which, on unseen examples, this many are right."""


def bands_of(scores: NDArray[np.float64], wanted: NDArray[np.bool_], columns: Sequence[str]) -> NDArray[np.float64]:
    """Lower and upper edge of each column, shape (labels, 2)."""
    concerns = len(columns) - len(STANCES) - len(FLAGS)
    common = best_threshold(scores[:, :concerns].ravel(), wanted[:, :concerns].ravel())
    bands = np.zeros((len(columns), 2))
    for index, name in enumerate(columns):
        column, truth = scores[:, index], wanted[:, index]
        own = 1 - best_threshold(1 - column, ~truth) if name == "on_topic" else best_threshold(column, truth)
        middle = SHRINK * own + (1 - SHRINK) * common if index < concerns else own
        bands[index] = _around(column, middle, UNSURE_SHARE * min(truth.sum(), (~truth).sum()) / 2)
        if name == "objection":
            among = scores[:, concerns : concerns + len(STANCES)]
            share = column / np.maximum(among.sum(axis=1), 1e-9)
            bands[index] = [0.0, threshold_for_precision(share, truth, OBJECTION_PRECISION)]
    return bands


def best_threshold(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """The threshold with the best F1: the middle of those within half a point of it, as peaks are accidents."""
    if not wanted.any():
        return 0.5
    f1 = np.array([_f1(scores >= threshold, wanted) for threshold in GRID])
    return float(np.median(GRID[f1 >= f1.max() - 0.005]))


def threshold_for_precision(scores: NDArray[np.float64], wanted: NDArray[np.bool_], aim: float) -> float:
    """The lowest threshold whose precision is `aim` or better; the best one's where none is."""
    precision = np.array([wanted[scores >= threshold].mean() if (scores >= threshold).any() else 0.0
                          for threshold in GRID])  # fmt: skip
    return float(GRID[np.argmax(precision >= aim)] if (precision >= aim).any() else GRID[np.argmax(precision)])


def _f1(given: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float(2 * (given & wanted).sum() / max(given.sum() + wanted.sum(), 1))


def _around(scores: NDArray[np.float64], middle: float, each: float) -> tuple[float, float]:
    """Edges around `middle` between which lie `each` scores on either side."""
    above = np.sort(scores[scores >= middle])
    below = np.sort(scores[scores < middle])[::-1]
    upper = float(above[round(each)]) if each < len(above) - 1 else middle
    lower = float(below[round(each)]) if each < len(below) - 1 else middle
    return min(lower, middle), max(upper, middle)
