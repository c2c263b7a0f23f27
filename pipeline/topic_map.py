"""Places of topics on a map: near means alike in meaning.

Multidimensional scaling of the distances between centres (SMACOF), begun at the places of the run before, new
topics beside the topic that they are most like, so that the map turns as little as possible; the first time at the
two main components.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.topic_parts import Vector

Place = tuple[float, float]
ROUNDS = 200


def places(centres: Sequence[Vector], before: Sequence[Place | None]) -> list[Place]:
    """A place for each topic; units mean nothing. `before`: where it was, None for a new one."""
    if len(centres) < 3:
        return [(float(n), 0.0) for n in range(len(centres))]
    from sklearn.manifold import smacof

    rows = np.asarray(centres, np.float64)
    distances = np.round(np.sqrt(np.maximum(0, 2 - 2 * rows @ rows.T)), 4)
    np.fill_diagonal(distances, 0)
    found, _ = smacof(distances, init=_start(rows, before), n_init=1, max_iter=ROUNDS, normalized_stress=False)
    return [(round(float(x), 3) + 0.0, round(float(y), 3) + 0.0) for x, y in found]


def _start(rows: NDArray[np.float64], before: Sequence[Place | None]) -> NDArray[np.float64]:
    known = [n for n, place in enumerate(before) if place is not None]
    if len(known) < 3:
        return main_components(rows)
    start = np.zeros((len(rows), 2))
    start[known] = [place for place in before if place is not None]
    for n in set(range(len(rows))) - set(known):
        nearest = known[int(np.argmax(np.round(rows[known] @ rows[n], 4)))]
        start[n] = start[nearest] + (0.05, 0.05 + 0.01 * n)
    return start


def main_components(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows on their two main components; the largest number of each is positive, so that signs are settled."""
    centred = rows - rows.mean(axis=0)
    left, lengths, _ = np.linalg.svd(centred, full_matrices=False)
    flat = left[:, :2] * lengths[:2]
    signs = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    return np.asarray(np.round(flat * np.where(signs == 0, 1, signs), 4))
