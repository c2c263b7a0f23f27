"""Results of a search as a page shows them: quotation, marked words, why it is there, and its near-identical copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from db.docket import Docket
from webapp.narrowing import Names
from webapp.provisions import PREAMBLE
from webapp.queries.quotations import Quotation, load_quotations

if TYPE_CHECKING:
    from pipeline.hits import Hit
    from pipeline.search import Ranked

MOST_COPIES = 10
"""Copies listed behind a result; a link leads to all."""
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Tag:
    """Something said of a passage, and where more of it is."""

    name: str
    address: str


@dataclass(frozen=True)
class Found:
    """One result. `pieces` are its text cut at the words that matched; `copies` the first of `copy_count`."""

    hit: "Hit"
    quotation: Quotation
    pieces: tuple[Piece, ...]
    tags: tuple[Tag, ...]
    copies: tuple[Quotation, ...]

    @property
    def copy_count(self) -> int:
        """How many passages of the results are near-identical to this one."""
        return len(self.hit.copies)


def results(session: Session, docket: Docket, ranked: "Ranked", hits: Sequence["Hit"]) -> tuple[Found, ...]:
    """The hits of a page with all that is shown beside them."""
    listed = {key for hit in hits for key in (hit.passage_id, *hit.copies[:MOST_COPIES])}
    quoted = load_quotations(session, listed)
    names = Names(docket, ranked.shelf.organisations)
    return tuple(
        Found(
            hit,
            quoted[hit.passage_id],
            cut_at(hit.text, hit.spans),
            tags(ranked, hit.passage_id, names),
            tuple(quoted[key] for key in hit.copies[:MOST_COPIES] if key in quoted),
        )
        for hit in hits
        if hit.passage_id in quoted
    )


def tags(ranked: "Ranked", passage_id: int, names: Names) -> tuple[Tag, ...]:
    """The articles that a passage names and its concerns, each with its page."""
    articles = ranked.values_of(passage_id, "article")
    known = [key for key in articles if key in names.docket.lineage_by_number or key == PREAMBLE]
    concerns = ranked.values_of(passage_id, "concern")
    return (
        *(Tag(f"Article {key}" if key != PREAMBLE else "Preamble", f"/articles/{key}") for key in known),
        *(Tag(names.of("concern", key), f"/concerns/{key}") for key in concerns if key in names.docket.concern_by_key),
    )


def cut_at(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """`text` in pieces, each with whether it is one of `spans` (in order, apart); joined, they are `text` again."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple((piece, marked) for piece, marked in [*pieces, (text[at:], False)] if piece)
