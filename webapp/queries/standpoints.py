"""An organisation's positions as readers see them: article by draft, and the sentences behind each cell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.docket import Docket, Draft
from db.position_rows import positions
from db.positions import WHOLE, Evidence, Position, Standing, standing, statements_in
from webapp.lens import Lens
from webapp.provisions import Provision, named
from webapp.queries.quotations import Quotation, load_quotations

SHOWN = 40
"""Quotations of one draft and one way (written, signed) at most on the page of the sentences."""


@dataclass(frozen=True)
class Cell:
    """One article in one draft. `wrote` and `signed` are positions; the numbers count statements, copies once."""

    draft: str
    wrote: Standing
    signed: Standing
    written: int
    endorsed: int
    days: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One article through the drafts of the table; None where no statement was found."""

    provision: Provision
    cells: tuple[Cell | None, ...]
    wrote: Standing
    signed: Standing


@dataclass(frozen=True)
class Table:
    """Articles by drafts; the draft None is "not known which". `beside` are the rows with something signed."""

    drafts: tuple[Draft | None, ...]
    rows: tuple[Row, ...]

    @property
    def beside(self) -> tuple[Row, ...]:
        """The articles on which it signed something."""
        return tuple(row for row in self.rows if row.signed != "none")


def provision_of(docket: Docket, key: str) -> Provision:
    """The provision `key`, the whole treaty included."""
    return Provision(WHOLE, "The treaty as a whole", "") if key == WHOLE else named(docket, key)


def table_of(docket: Docket, found: Sequence[Position]) -> Table:
    """The positions of one organisation, in the order in which they come."""
    by_provision: dict[str, dict[str, Position]] = defaultdict(dict)
    for position in found:
        by_provision[position.provision][position.draft] = position
    spoken_of = {position.draft for position in found}
    drafts = [draft for draft in docket.drafts if draft.key in spoken_of]
    columns: tuple[Draft | None, ...] = (*drafts, None) if "" in spoken_of else tuple(drafts)
    rows = [_row(provision_of(docket, key), of, columns) for key, of in by_provision.items()]
    return Table(columns, tuple(rows))


def _row(provision: Provision, of: dict[str, Position], columns: Iterable[Draft | None]) -> Row:
    cells = tuple(_cell(of.get(draft.key if draft else "")) for draft in columns)
    wrote = standing(evidence.sides for position in of.values() for evidence in position.wrote)
    signed = standing(evidence.sides for position in of.values() for evidence in position.signed)
    return Row(provision, cells, wrote, signed)


def _cell(position: Position | None) -> Cell | None:
    if position is None:
        return None
    return Cell(
        position.draft,
        position.standing,
        position.signed_standing,
        statements_in(position.wrote),
        statements_in(position.signed),
        position.days,
    )


@dataclass(frozen=True)
class Sentence:
    """One passage behind a position and the sides that it takes there; none where it only describes."""

    quotation: Quotation
    sides: frozenset[str]


@dataclass(frozen=True)
class DraftSentences:
    """What stands behind one cell. The counts are of all passages, the tuples of those shown."""

    draft: Draft | None
    cell: Cell
    wrote: tuple[Sentence, ...]
    signed: tuple[Sentence, ...]
    wrote_count: int
    signed_count: int


def read_sentences(
    session: Session, docket: Docket, organisation_id: int, provision: str, lens: Lens
) -> tuple[DraftSentences, ...]:
    """The passages behind an organisation's positions on one provision, draft by draft; () where there are none."""
    found = [one for one in positions(session, docket, [organisation_id], lens.origin) if one.provision == provision]
    shown = {one.passage_id for position in found for one in (*position.wrote[:SHOWN], *position.signed[:SHOWN])}
    quotations = load_quotations(session, shown)
    known = {draft.key: draft for draft in docket.drafts}
    return tuple(_of_draft(position, known.get(position.draft), quotations) for position in found)


def _of_draft(position: Position, draft: Draft | None, quotations: dict[int, Quotation]) -> DraftSentences:
    cell = _cell(position)
    assert cell is not None  # noqa: S101  (a position makes a cell)
    wrote, signed = (_sentences(each, quotations) for each in (position.wrote, position.signed))
    return DraftSentences(draft, cell, wrote, signed, len(position.wrote), len(position.signed))


def _sentences(evidence: Collection[Evidence], quotations: dict[int, Quotation]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(quotations[one.passage_id], frozenset(one.sides)) for one in evidence if one.passage_id in quotations
    )
