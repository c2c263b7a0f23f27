"""The matrix: which provisions attract which objections, from how many organisations."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from db.counting import CountedPair, counted_pairs
from db.docket import Concern, Docket
from webapp.lens import Lens
from webapp.provisions import Provision, chapters, provisions
from webapp.queries.figures import Endorsers, Figure, endorsers, figure

MOST_CONTESTED = 5


@dataclass(frozen=True)
class Cell:
    """One concern on one provision. `figure` is None where no passage pairs the two."""

    concern: Concern
    figure: Figure | None


@dataclass(frozen=True)
class Row:
    """One provision: its figure over all concerns (each organisation once), then a cell a concern."""

    provision: Provision
    total: Figure
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading. `folded` are its articles of which no pair was found."""

    heading: str
    rows: tuple[Row, ...]
    folded: tuple[Provision, ...] = ()

    @property
    def folded_count(self) -> int:
        """How many articles are folded."""
        return len(self.folded)


@dataclass(frozen=True)
class Matrix:
    """All of it. `strays` counts pairs whose concern the docket does not know: they are in no cell."""

    concerns: tuple[Concern, ...]
    groups: tuple[RowGroup, ...]
    total: Figure
    strays: int

    @property
    def most_contested(self) -> tuple[Row, ...]:
        """The rows with most organisations, at most five, none without an objection."""
        rows = [row for group in self.groups for row in group.rows if row.total.statements]
        rows.sort(key=lambda row: (-row.total.organisations, -row.total.statements))
        return tuple(rows[:MOST_CONTESTED])

    @property
    def folded(self) -> tuple[RowGroup, ...]:
        """The groups that have articles without any pair."""
        return tuple(group for group in self.groups if group.folded)


def build_matrix(session: Session, docket: Docket, lens: Lens) -> Matrix:
    """The matrix of an installation, counted through `lens`."""
    known = docket.concern_by_key
    every = counted_pairs(session, [lens.origin])
    pairs = [pair for pair in every if pair.concern in known]
    signed = endorsers(session)
    by_provision: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in pairs:
        by_provision[pair.provision].append(pair)
    groups = _groups(docket, by_provision, signed)
    return Matrix(docket.ordered_concerns(), groups, figure(pairs, signed), len(every) - len(pairs))


def _groups(docket: Docket, found: dict[str, list[CountedPair]], signed: Endorsers) -> tuple[RowGroup, ...]:
    """Preamble, chapters in order, and last whatever the adopted text does not know: nothing is dropped."""
    known = provisions(docket)
    groups = [RowGroup("Preamble", _rows(docket, [known["preamble"]], found, signed))]
    for chapter in chapters(docket):
        rows = _rows(docket, [chapter.whole, *chapter.articles], found, signed)
        folded = tuple(article for article in chapter.articles if article.key not in found)
        groups.append(RowGroup(chapter.heading, rows, folded))
    others = [Provision(key, key, "") for key in sorted(found) if key not in known]
    groups.append(RowGroup("Not in the adopted text", _rows(docket, others, found, signed)))
    return tuple(group for group in groups if group.rows or group.folded)


def _rows(
    docket: Docket, listed: list[Provision], found: dict[str, list[CountedPair]], signed: Endorsers
) -> tuple[Row, ...]:
    return tuple(_row(docket, item, found[item.key], signed) for item in listed if item.key in found)


def _row(docket: Docket, provision: Provision, pairs: list[CountedPair], signed: Endorsers) -> Row:
    by_concern: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in pairs:
        by_concern[pair.concern].append(pair)
    cells = tuple(
        Cell(concern, figure(by_concern[concern.key], signed) if concern.key in by_concern else None)
        for concern in docket.ordered_concerns()
    )
    return Row(provision, figure(pairs, signed), cells)
