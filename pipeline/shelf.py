"""The shelf: what a search needs of every passage, as arrays in memory.

Places count from 0 in the order of passage ids. Filters, counts and vectors are answered from arrays, so that a
search costs the same whatever it is narrowed by; the words stay in the word index, the texts in the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from db.filters import FIELDS, Field, Filters

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


def _holds(places: Places, place: int) -> bool:
    at = int(np.searchsorted(places, place))
    return at < len(places) and int(places[at]) == place


@dataclass(frozen=True)
class Postings:
    """Value → the places of the passages that have it, ascending; each once."""

    places: Mapping[str, Places]

    def mask(self, values: Iterable[str], size: int) -> Mask:
        """True at the places that have one of the values."""
        found = np.zeros(size, dtype=np.bool_)
        for value in values:
            found[self.places.get(value, [])] = True
        return found

    def at(self, place: int) -> tuple[str, ...]:
        """The values of one place."""
        return tuple(value for value, places in self.places.items() if _holds(places, place))

    def counts(self, among: Mask) -> dict[str, int]:
        """Value → how many places of `among` have it; values of none are left out."""
        counted = {value: int(np.count_nonzero(among[places])) for value, places in self.places.items()}
        return {value: number for value, number in counted.items() if number}


@dataclass(frozen=True)
class Shelf:
    """Every passage of a current statement about the docket.

    `fold` numbers texts: passages with the same words have the same. `vector_at` is the row of `vectors` (unit length),
    or -1. `statement_at` is the place in `published`, which holds the dates of statements as stored.
    """

    passage_ids: Places
    statement_at: Places
    published: Sequence[str]
    fold: Places
    fields: Mapping[Field, Postings]
    years: Postings
    organisations: Mapping[str, str]
    vector_at: Places
    vectors: NDArray[np.float32]
    indexed: int
    word_counts: dict[str, int] = field(default_factory=dict)
    """Filled as words are asked for."""

    def __len__(self) -> int:
        return len(self.passage_ids)

    def places(self, passage_ids: Sequence[int] | Places) -> Places:
        """Places of passages, in their order; those that are not on the shelf are left out."""
        at, known = self.located(passage_ids)
        return np.asarray(at[known], dtype=np.int64)

    def located(self, passage_ids: Sequence[int] | Places) -> tuple[Places, Mask]:
        """For each passage its place, and whether it is on the shelf at all."""
        wanted = np.asarray(passage_ids, dtype=np.int64)
        if not len(self):
            return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.passage_ids, wanted), len(self) - 1)
        return at, self.passage_ids[at] == wanted

    def mask(self, filters: Filters, *, leaving: str = "") -> Mask:
        """True for passages that meet all fields of `filters` but `leaving`, which may be `date`."""
        found = np.ones(len(self), dtype=np.bool_)
        for name in FIELDS:
            if filters.values(name) and name != leaving:
                found &= self.fields[name].mask(filters.values(name), len(self))
        if (filters.since or filters.until) and leaving != "date":
            dated = [filters.within(published) for published in self.published]
            found &= np.asarray(dated, dtype=np.bool_)[self.statement_at]
        return found

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of each passage to a unit vector; 0 where it has none."""
        found = np.zeros(len(self), dtype=np.float32)
        if len(self.vectors):
            has = self.vector_at >= 0
            found[has] = (self.vectors @ vector)[self.vector_at[has]]
        return found
