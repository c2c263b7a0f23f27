"""Who argues alike: organisations that say the same of the same articles, each with the sentences that show it.

A *cell* is (article, concern, side), the side being against or for it. Two organisations argue alike when they share
at least `FEWEST` cells, each shown by a passage of its own on either side. A cell weighs log((1 + N) / n) where n of
N organisations hold it: to share what everybody says tells little. Words that both take from one statement (a joint
letter, a translation, a form letter) show nothing, since one text was written once. The weight only orders the list;
what is shown are the cells and the sentences.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log
from typing import Literal

from sqlalchemy import func, select
from sqlmodel import Session, col

from db.counting import CountedPair
from db.docket import Concern, Docket
from db.models import Organisation, Statement
from webapp.lens import Lens
from webapp.provisions import Provision, named
from webapp.queries.keys import key_of
from webapp.queries.quotations import Author, Quotation, load_quotations
from webapp.queries.standings import standing

FEWEST = 2
SHOWN = 5
CELLS_SHOWN = 5
RARE = 3
"""A cell that at most so many organisations hold is called rare."""
Side = Literal["against", "for"]
Cell = tuple[str, str, Side]
"""Provision, concern, side."""
Holders = Mapping[Cell, Mapping[int, Mapping[int, str]]]
"""Cell → organisation → passage → its statement's group."""


@dataclass(frozen=True)
class Shared:
    """One thing that both say; `holders` organisations say it in all."""

    provision: Provision
    concern: Concern
    side: Side
    holders: int
    ours: Quotation
    theirs: Quotation


@dataclass(frozen=True)
class Alike:
    """An organisation that argues alike, with the rarest of the `count` things that both say."""

    author: Author
    count: int
    rare: int
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class _Match:
    cell: Cell
    ours: int
    theirs: int


def read_alike(
    session: Session, docket: Docket, organisation_id: int, own: Collection[CountedPair], lens: Lens
) -> tuple[int, tuple[Alike, ...]]:
    """How many organisations argue like the one of the pairs `own`, and the nearest `SHOWN`."""
    places = {(pair.provision, pair.concern) for pair in own if pair.concern in docket.concern_by_key}
    if len(places) < FEWEST:
        return 0, ()
    holders = {cell: of for cell, of in _cells(session, lens, places).items() if organisation_id in of}
    found = _matches(holders, organisation_id)
    everybody = _organisations(session)
    weight = {cell: log((1 + everybody) / len(of)) for cell, of in holders.items()}
    near = sorted(found, key=lambda other: (-sum(weight[one.cell] for one in found[other]), other))
    return len(near), _shown(session, docket, {other: found[other] for other in near[:SHOWN]}, holders)


def _cells(session: Session, lens: Lens, places: Collection[tuple[str, str]]) -> Holders:
    found: dict[Cell, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for pair in standing(session).pairs_in(places, lens):
        side: Side | None = "against" if pair.objects else "for" if pair.supports else None
        if side and pair.organisation_id is not None:
            found[pair.provision, pair.concern, side][pair.organisation_id][pair.passage_id] = pair.group
    return found


def _matches(holders: Holders, ours: int) -> dict[int, list[_Match]]:
    """Organisation → what it shares with ours, each thing by other passages; only those with enough."""
    found: dict[int, list[_Match]] = defaultdict(list)
    used: dict[int, set[int]] = defaultdict(set)
    for cell in sorted(holders, key=lambda cell: (len(holders[cell]), cell)):
        for other, passages in holders[cell].items():
            pair = _two_passages(holders[cell][ours], passages, used[other])
            if other != ours and pair:
                used[other] |= set(pair)
                found[other].append(_Match(cell, *pair))
    return {other: matches for other, matches in found.items() if len(matches) >= FEWEST}


def _two_passages(ours: Mapping[int, str], theirs: Mapping[int, str], used: Collection[int]) -> tuple[int, int] | None:
    """A passage of each, of different statements, neither shown already; None where there are no two."""
    left = [(passage, group) for passage, group in sorted(ours.items()) if passage not in used]
    right = [(passage, group) for passage, group in sorted(theirs.items()) if passage not in used]
    return next(((one, other) for one, mine in left for other, his in right if mine != his), None)


def _organisations(session: Session) -> int:
    """How many organisations wrote a statement about the docket."""
    query = select(func.count(func.distinct(col(Statement.organisation_id)))).where(col(Statement.on_topic).is_(True))
    return int(session.connection().execute(query).scalar_one())


def _shown(session: Session, docket: Docket, near: dict[int, list[_Match]], holders: Holders) -> tuple[Alike, ...]:
    matches = [one for found in near.values() for one in found[:CELLS_SHOWN]]
    quotations = load_quotations(session, {key for one in matches for key in (one.ours, one.theirs)})
    columns = (key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    query = select(*columns).where(key_of(Organisation).in_(near))
    authors = {row[0]: Author.of(*row) for row in session.connection().execute(query)}
    made = []
    for other, found in near.items():
        rare = sum(len(holders[one.cell]) <= RARE for one in found)
        shared = tuple(_shared(docket, one, len(holders[one.cell]), quotations) for one in found[:CELLS_SHOWN])
        made.append(Alike(authors[other], len(found), rare, shared))
    return tuple(made)


def _shared(docket: Docket, match: _Match, holders: int, quotations: Mapping[int, Quotation]) -> Shared:
    provision, concern, side = match.cell
    ours, theirs = quotations[match.ours], quotations[match.theirs]
    return Shared(named(docket, provision), docket.concern_by_key[concern], side, holders, ours, theirs)
