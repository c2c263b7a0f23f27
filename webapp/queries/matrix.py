"""The matrix: which provisions attract which objections, from how many organisations."""

from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from db.docket import Concern, Docket
from webapp.lens import Lens
from webapp.provisions import Provision, chapters, provisions
from webapp.queries.figures import NOTHING, Figure
from webapp.queries.standing import Mask, Standing
from webapp.queries.standings import standing
from webapp.queries.tally import tally

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
    counts, key = standing(session), ("matrix", lens, id(docket))
    if key not in counts.known:
        counts.known[key] = _built(counts, docket, lens)
    made: Matrix = counts.known[key]
    return made


def _built(counts: Standing, docket: Docket, lens: Lens) -> Matrix:
    through = counts.through(lens)
    known = [counts.codes["concern"].known(concern.key) for concern in docket.concerns]
    usable = through & np.isin(counts.columns["concern"], known)
    figures = _Figures(docket, counts, usable, usable & counts.side(lens.side))
    strays = int(through.sum() - usable.sum())
    return Matrix(docket.ordered_concerns(), _groups(docket, figures), figures.total, strays)


class _Figures:
    """The figures of all cells; `found` are the keys of provisions that have any pair, on whichever side."""

    def __init__(self, docket: Docket, counts: Standing, usable: Mask, sided: Mask) -> None:
        self._codes, self._concerns = counts.codes, docket.ordered_concerns()
        provision, concern = counts.columns["provision"], counts.columns["concern"]
        self._span = len(counts.codes["concern"].words) + 1
        cells = provision * self._span + concern
        self._said = set(np.unique(cells[usable]).tolist())
        self._cells, self._rows = tally(counts, sided, cells), tally(counts, sided, provision)
        self.total = tally(counts, sided, np.zeros_like(provision)).get(0, NOTHING)
        self.found = {counts.codes["provision"].words[number] for number in np.unique(provision[usable]).tolist()}

    def row(self, provision: Provision) -> Row:
        """The row of a provision that was found."""
        number = self._codes["provision"].known(provision.key)
        return Row(provision, self._rows.get(number, NOTHING), tuple(self._cell(number, c) for c in self._concerns))

    def _cell(self, provision: int, concern: Concern) -> Cell:
        key = provision * self._span + self._codes["concern"].known(concern.key)
        return Cell(concern, self._cells.get(key, NOTHING) if key in self._said else None)


def _groups(docket: Docket, figures: _Figures) -> tuple[RowGroup, ...]:
    """Preamble, chapters in order, and last whatever the adopted text does not know: nothing is dropped."""
    known = provisions(docket)
    groups = [RowGroup("Preamble", _rows([known["preamble"]], figures))]
    for chapter in chapters(docket):
        folded = tuple(article for article in chapter.articles if article.key not in figures.found)
        groups.append(RowGroup(chapter.heading, _rows([chapter.whole, *chapter.articles], figures), folded))
    others = [Provision(key, key, "") for key in sorted(figures.found) if key not in known]
    groups.append(RowGroup("Not in the adopted text", _rows(others, figures)))
    return tuple(group for group in groups if group.rows or group.folded)


def _rows(listed: list[Provision], figures: _Figures) -> tuple[Row, ...]:
    return tuple(figures.row(item) for item in listed if item.key in figures.found)
