"""Which passages weigh: of a form letter, a republication or a translation only one wording of each passage."""

from collections.abc import Sequence

import numpy as np

from pipeline.topic_parts import TopicPassageText, Vector

SAME = 0.9
"""Least cosine at which two passages of one group say the same: edited copies and translations. On the sample web
neighbouring passages of one letter reach 0.8 at most."""


def first_copies(passages: Sequence[TopicPassageText], vectors: Vector) -> tuple[list[int], dict[int, int]]:
    """Positions of the passages that weigh, in order, and for every other one the position that it is a copy of."""
    wordings: dict[tuple[str, str], int] = {}
    kept_of: dict[str, list[int]] = {}
    copies: dict[int, int] = {}
    for position, passage in enumerate(passages):
        wording = (passage.copy_of, " ".join(passage.text.casefold().split()))
        kept = kept_of.setdefault(passage.copy_of, [])
        first = wordings.get(wording, -1)
        first = first if first >= 0 else _nearest(position, kept, vectors)
        wordings.setdefault(wording, position if first < 0 else first)
        if first < 0:
            kept.append(position)
        else:
            copies[position] = first
    return sorted(position for kept in kept_of.values() for position in kept), copies


def _nearest(position: int, kept: Sequence[int], vectors: Vector) -> int:
    """The kept passage that says the same; -1 when none does."""
    if not kept:
        return -1
    cosines = np.round(vectors[kept] @ vectors[position], 4)
    best = int(cosines.argmax())
    return kept[best] if cosines[best] >= SAME else -1
