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
OBJECTION_PRECISION = 0.76
"""An objection is shown from the share of the four stances on at which, on unseen examples, this many are right."""


def bands_of(
    scores: NDArray[np.float64], wanted: NDArray[np.bool_], known: NDArray[np.bool_], columns: Sequence[str]
) -> NDArray[np.float64]:
    """Lower and upper edge of each column, shape (labels, 2); those of the objection are shares of the stances.

    `scores`, `wanted` and `known` have shape (n, labels). Concerns that are not known set no edge; stances and flags
    of every row are known.
    """
    concerns = len(columns) - len(STANCES) - len(FLAGS)
    told = known[:, :concerns]
    common = best_threshold(scores[:, :concerns][told], wanted[:, :concerns][told])
    empty = _empty_threshold(scores[:, -len(FLAGS) :], wanted[:, -len(FLAGS) :])
    bands = np.zeros((len(columns), 2))
    for index, name in enumerate(columns):
        column, truth = scores[known[:, index], index], wanted[known[:, index], index]
        if name in empty:
            middle = empty[name]
        elif index < concerns:
            middle = SHRINK * best_threshold(column, truth) + (1 - SHRINK) * common
        else:
            middle = best_threshold(column, truth)
        bands[index] = _around(column, middle, UNSURE_SHARE * min(truth.sum(), (~truth).sum()) / 2)
    stances = slice(concerns, concerns + len(STANCES))
    bands[columns.index("objection")] = _objection_band(scores[:, stances], wanted[:, stances])
    return bands


def _objection_band(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> tuple[float, float]:
    """Shares of the four stances: from the first on a passage is an objection, from the second on it is shown.

    The first is the lowest of the good ones: one seen in vain waits for a reader as unsure, one missed never does.
    """
    place = STANCES.index("objection")
    share = scores[:, place] / np.maximum(scores.sum(axis=1), 1e-9)
    given = float(_good_thresholds(share, wanted[:, place]).min())
    return given, max(given, threshold_for_precision(share, wanted[:, place], OBJECTION_PRECISION))


def _empty_threshold(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> dict[str, float]:
    """One threshold for both reasons why a passage carries nothing: it is off topic, or it is furniture."""
    topic, furniture = FLAGS.index("on_topic"), FLAGS.index("boilerplate")
    either = np.maximum(1 - scores[:, topic], scores[:, furniture])
    threshold = best_threshold(either, ~wanted[:, topic] | wanted[:, furniture])
    return {"on_topic": 1 - threshold, "boilerplate": threshold}


def best_threshold(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """The threshold with the best F1: the middle of those within half a point of it, as peaks are accidents."""
    return float(np.median(_good_thresholds(scores, wanted)))


def _good_thresholds(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The thresholds whose F1 is within half a point of the best; one half where no row is wanted."""
    if not wanted.any():
        return np.array([0.5])
    f1 = np.array([_f1(scores >= threshold, wanted) for threshold in GRID])
    return np.asarray(GRID[f1 >= f1.max() - 0.005], dtype=np.float64)


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
