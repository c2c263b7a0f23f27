"""Folding what is nearly the same on a page of results: none is dropped, the first stands for the others."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.copies import jaccard, shingles
from pipeline.hits import Hit

NEARLY = 0.6
"""Least share of runs of three words that two passages have in common (Jaccard index) to be folded."""


def folded_together(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits in order; one that is nearly the same as an earlier one becomes one of its copies."""
    kept: list[Hit] = []
    runs: list[frozenset[str]] = []
    for hit in hits:
        own = shingles(hit.text)
        twin = next((place for place, other in enumerate(runs) if jaccard(own, other) >= NEARLY), None)
        if twin is None:
            kept.append(hit)
            runs.append(own)
        else:
            joined = (*kept[twin].copies, hit.passage_id, *hit.copies)
            kept[twin] = replace(kept[twin], copies=joined)
    return tuple(kept)
