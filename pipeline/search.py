"""Search by words and by meaning together, across languages, narrowed by filters.

`rank` finds and orders; `page_of` describes a page of it; `every_hit` all of it, for files. Nothing that is typed is
an error; what was not understood or could not be searched is said in `notes`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session

from db.docket import Docket
from db.filters import FIELDS, Field, Filters
from db.session import reading
from db.settings import Settings
from pipeline.candidates import Candidates, Scores, alike, everything, find_candidates
from pipeline.encoders import Encoder, multilingual_encoder
from pipeline.hits import Hit, describe
from pipeline.query import Query, parse_query
from pipeline.query_fields import Names, read_chosen, read_fields
from pipeline.shelf import Mask, Places, Shelf
from pipeline.shelf_keeping import shelf_of
from pipeline.similar_hits import folded_together
from pipeline.wanted import PER_PAGE, Sort, Wanted

BATCH = 200


@dataclass(frozen=True)
class Ranked:
    """All passages found, best or newest first: `order` holds their places on the shelf.

    `filters` are those chosen and those typed; `asked` is the query without the typed ones.
    """

    shelf: Shelf
    asked: Query
    filters: Filters
    found: Candidates
    order: Places
    notes: tuple[str, ...]
    meaning: bool
    folds: bool = True

    @property
    def total(self) -> int:
        """How many passages were found."""
        return len(self.order)

    @cached_property
    def heads(self) -> Places:
        """The first of each text, in order: passages with the same words stand behind it."""
        if not self.folds:
            return self.order
        _, first = np.unique(self.shelf.fold[self.order], return_index=True)
        return np.asarray(self.order[np.sort(first)], dtype=np.int64)

    def pages(self, per_page: int = PER_PAGE) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.heads) // per_page))

    def counts(self, name: str) -> dict[str, int]:
        """Value of a field (or `year`) → passages that the search would find if it alone were chosen there."""
        among = self._members(leaving="date" if name == "year" else name)
        postings = self.shelf.years if name == "year" else self.shelf.fields[name]  # type: ignore[index]
        return postings.counts(among)

    def values_of(self, passage_id: int, name: Field) -> tuple[str, ...]:
        """The values that a passage has in a field."""
        places = self.shelf.places([passage_id])
        return self.shelf.fields[name].at(int(places[0])) if len(places) else ()

    def without(self, name: str) -> int:
        """Passages that the search would find without the filter on a field, or on the `date`."""
        return int(np.count_nonzero(self._members(leaving=name)))

    def _members(self, leaving: str) -> Mask:
        return np.asarray(self.found.member & self.shelf.mask(self.filters, leaving=leaving), dtype=np.bool_)

    @property
    def drops(self) -> Mapping[str, int]:
        """Each filter in use → how many passages there would be without it; those that would help, most first."""
        used = [*(name for name in FIELDS if self.filters.values(name)), *(["date"] if self._dated else [])]
        counted = {name: self.without(name) for name in used}
        return dict(sorted(((n, c) for n, c in counted.items() if c > self.total), key=lambda item: -item[1]))

    @property
    def _dated(self) -> bool:
        return bool(self.filters.since or self.filters.until)

    @cached_property
    def with_all_words(self) -> int:
        """How many have all the words."""
        return int(np.count_nonzero(self.found.all_words[self.order]))

    @cached_property
    def by_meaning_alone(self) -> int:
        """How many were found by their meaning and have none of the telling words."""
        return int(np.count_nonzero((self.found.near & ~self.found.all_words & (self.found.words <= 0))[self.order]))


@dataclass(frozen=True)
class SearchResult:
    """Hits, best first, and notes for the reader on what was not or could not be searched.

    `total` counts passages, `texts` those of different words: hits are one a text, with its copies.
    """

    query: str
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    total: int = 0
    texts: int = 0


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return multilingual_encoder()


def search(
    engine: Engine, settings: Settings, docket: Docket, query: str, limit: int = 20, encoder: Encoder | None = None
) -> SearchResult:
    """The passages that fit a query, best first. Never raises for any text; `notes` say what was left out."""
    with reading(engine) as session:
        ranked = rank(session, docket, Wanted(query), encoder)
        hits = page_of(session, ranked, 1, limit)
    return SearchResult(query, hits, ranked.notes, ranked.total, len(ranked.heads))


def rank(session: Session, docket: Docket, wanted: Wanted, encoder: Encoder | None = None) -> Ranked:
    """Everything that answers, in order."""
    chosen, trouble = _usable(encoder)
    shelf = shelf_of(session, chosen)
    if chosen and not len(shelf.vectors):
        chosen, trouble = None, ["No passage has been prepared for search by meaning yet; only words were compared."]
    names = Names(docket, shelf.organisations)
    asked, typed = read_fields(parse_query(wanted.query), names)
    filters, left_out = read_chosen(wanted.chosen, names)
    filters = filters.and_also(typed)
    found, more = _found(session, shelf, wanted, asked, filters, chosen)
    asks_words = bool(asked.clauses) or wanted.like is not None
    notes = (*asked.notes, *left_out, *(trouble if asks_words else ()), *more)
    order = _ordered(shelf, found, filters, wanted.sort)
    return Ranked(shelf, asked, filters, found, order, notes, chosen is not None, wanted.fold)


def _usable(encoder: Encoder | None) -> tuple[Encoder | None, list[str]]:
    try:
        return encoder or _encoder(), []
    except (ImportError, OSError, ValueError) as error:
        return None, [f"Search by meaning is not available ({error}); only words were compared."]


def _found(
    session: Session, shelf: Shelf, wanted: Wanted, asked: Query, filters: Filters, encoder: Encoder | None
) -> tuple[Candidates, list[str]]:
    if wanted.like is not None:
        places = shelf.places([wanted.like])
        if not len(places):
            return _nothing(shelf), ["The passage that others are compared with is in no current text on the treaty."]
        return _later(shelf, alike(shelf, int(places[0])), wanted.after), []
    if asked.clauses:
        vector: Scores | None = encoder.encode([asked.text])[0] if encoder else None
        return _later(shelf, find_candidates(session, shelf, asked, vector), wanted.after), []
    if filters:
        return _later(shelf, everything(shelf), wanted.after), []
    return _nothing(shelf), ["Type at least one word to search for, or choose a filter."]


def _later(shelf: Shelf, found: Candidates, after: int) -> Candidates:
    """Only those with a larger id than `after`."""
    return replace(found, member=found.member & (shelf.passage_ids > after)) if after else found


def _nothing(shelf: Shelf) -> Candidates:
    none = np.zeros(len(shelf), dtype=np.bool_)
    return replace(everything(shelf), member=none)


def _ordered(shelf: Shelf, found: Candidates, filters: Filters, sort: Sort) -> Places:
    places = np.flatnonzero(found.member & shelf.mask(filters))
    places = places[np.argsort(-found.scores()[places], kind="stable")]
    if sort == "date" or not (found.near.any() or found.all_words.any() or found.words.any()):
        days = np.asarray([shelf.published[at] for at in shelf.statement_at[places]], dtype=np.str_)
        _, day = np.unique(days, return_inverse=True)
        places = places[np.argsort(-day, kind="stable")] if len(places) else places
    return np.asarray(places, dtype=np.int64)


def page_of(session: Session, ranked: Ranked, page: int = 1, per_page: int = PER_PAGE) -> tuple[Hit, ...]:
    """One page of different texts, each with its copies; those that differ in a few words are folded on it too."""
    heads = ranked.heads[(page - 1) * per_page : page * per_page]
    hits = describe(session, ranked.asked, ranked.found, _keyed(ranked, heads))
    if not ranked.folds:
        return tuple(hits)
    places = {int(ranked.shelf.passage_ids[place]): int(place) for place in heads}
    return folded_together([replace(hit, copies=_copies(ranked, places[hit.passage_id])) for hit in hits])


def _copies(ranked: Ranked, place: int) -> tuple[int, ...]:
    same = ranked.order[ranked.shelf.fold[ranked.order] == ranked.shelf.fold[place]]
    return tuple(int(ranked.shelf.passage_ids[other]) for other in same if other != place)


def _keyed(ranked: Ranked, places: Places) -> list[tuple[int, int]]:
    return [(int(place), int(ranked.shelf.passage_ids[place])) for place in places]


def every_hit(session: Session, ranked: Ranked) -> Iterator[Hit]:
    """All passages found, in order, none folded."""
    for start in range(0, len(ranked.order), BATCH):
        yield from describe(session, ranked.asked, ranked.found, _keyed(ranked, ranked.order[start : start + BATCH]))
