"""Which passages belong together: Leiden communities of a graph of nearest neighbours.

Without topics of an earlier run every passage begins alone. With them, passages begin where they were, new ones
where most of their neighbours are, and each passage of an earlier topic is tied to it by one weak edge: Leiden moves
what clearly belongs elsewhere by now, and nothing for a tie (docs/decisions/topics.md). Seeded either way.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Edge = tuple[str, str, float]
NEIGHBOURS = 15
FINEST = 4.0
"""Resolution among many passages: at 1 a thousand of them fall into nine topics, too wide to be named."""
PER_STEP = 250
"""Resolution 1 up to so many passages, 2 for twice as many: among few, a finer one would leave no group whole."""
SMALLEST = 4
"""Fewer passages are no topic."""
SEED = 1
BLOCK = 512
"""Rows compared with all others at once: 100,000 passages need 200 MB for it."""
FAINT = 0.0001
"""Weight of an edge between passages that have nothing in common: Leiden needs edges that weigh something."""
ANCHOR = 0.5
"""Weight of the edge that ties a passage to its earlier topic; its edges to neighbours weigh some 10 together."""
NOWHERE = -1
"""The community of a passage that had none in the earlier run."""


def clusters(vectors: NDArray[np.float32], before: Sequence[int] = ()) -> list[list[int]]:
    """Rows in clusters of at least `SMALLEST`, largest first; none for fewer than two rows.

    `vectors`: one unit row a passage. `before`: for each row the number of its earlier cluster, or `NOWHERE`.
    """
    if len(vectors) < 2:
        return []
    near, weights = neighbours(vectors)
    joined = edges(near, weights)
    start = start_of(near, weights, before) if any(n != NOWHERE for n in before) else None
    resolution = min(FINEST, max(1.0, len(vectors) / PER_STEP))
    found = warm(joined, resolution, before, start) if start else cold(joined, resolution)
    by_label: dict[int, list[int]] = {}
    for row in range(len(vectors)):
        by_label.setdefault(found[str(row)], []).append(row)
    large = [rows for rows in by_label.values() if len(rows) >= SMALLEST]
    return sorted(large, key=lambda rows: (-len(rows), rows[0]))


def neighbours(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each row its nearest others and their cosines, both of shape (n, k), nearest first.

    Cosines are rounded and ties go to the earlier row, so that the last bit of a processor decides nothing.
    """
    size, most = len(vectors), neighbours_of_each(len(vectors))
    near, weights = np.zeros((size, most), np.int64), np.zeros((size, most))
    for first in range(0, size, BLOCK):
        cosines = np.round(vectors[first : first + BLOCK] @ vectors.T, 4)
        rows = np.arange(len(cosines))
        cosines[rows, first + rows] = -2.0
        best = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        order = np.lexsort((best, -np.take_along_axis(cosines, best, axis=1)))
        near[first : first + BLOCK] = np.take_along_axis(best, order, axis=1)
        closest = np.take_along_axis(cosines, near[first : first + BLOCK], axis=1)
        weights[first : first + BLOCK] = np.maximum(closest, FAINT)
    return near, weights


def neighbours_of_each(size: int) -> int:
    """How many neighbours a passage is joined to: fewer among few, or all of them would hang together."""
    return min(size - 1, NEIGHBOURS, max(SMALLEST, math.isqrt(size)))


def edges(near: NDArray[np.int64], weights: NDArray[np.float64]) -> list[Edge]:
    """Each row joined to its nearest others once, weighted by their cosine, in the order of rows."""
    size, most = near.shape
    ones, others = np.repeat(np.arange(size), most), near.ravel()
    low, high = np.minimum(ones, others), np.maximum(ones, others)
    _, first = np.unique(low * size + high, return_index=True)
    names = [str(row) for row in range(size)]
    flat = weights.ravel()
    return [(names[low[n]], names[high[n]], round(float(flat[n]), 4)) for n in first]


def start_of(near: NDArray[np.int64], weights: NDArray[np.float64], before: Sequence[int]) -> dict[str, int]:
    """Row → community to begin in: its earlier one, else that of most of its neighbours, else one of its own."""
    alone = max(before) + 1
    start = {}
    for row, known in enumerate(before):
        votes: dict[int, float] = {}
        for other, weight in zip(near[row], weights[row], strict=True):
            if before[other] != NOWHERE:
                votes[before[other]] = votes.get(before[other], 0.0) + float(weight)
        leading = max(votes, key=lambda label: (round(votes[label], 4), -label)) if votes else alone + row
        start[str(row)] = leading if known == NOWHERE else known
    return start


def cold(joined: Sequence[Edge], resolution: float) -> dict[str, int]:
    """Row → community, from nothing: the best of three tries."""
    from graspologic_native import leiden

    _, found = leiden(joined, resolution=resolution, seed=SEED, iterations=3, trials=3)
    return dict(found)


def warm(joined: Sequence[Edge], resolution: float, before: Sequence[int], start: Mapping[str, int]) -> dict[str, int]:
    """Row → community, from where the rows began, each held by its earlier topic (a node of its own)."""
    from graspologic_native import leiden

    held = [(str(row), f"topic {topic}", ANCHOR) for row, topic in enumerate(before) if topic != NOWHERE]
    begun = {**start, **{f"topic {topic}": topic for topic in before if topic != NOWHERE}}
    dense = {label: number for number, label in enumerate(sorted(set(begun.values())))}
    numbered = {node: dense[label] for node, label in begun.items()}
    tied = [*joined, *held]
    _, found = leiden(tied, numbered, resolution, seed=SEED, iterations=1, trials=1)
    return dict(found)
