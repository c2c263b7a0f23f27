"""One concern: which provisions it is held against, by whom, and the objections that name no provision."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from db.counting import CountedPair, believed, counted_pairs, passage_counts
from db.docket import Concern, Docket
from db.models import Pair, Passage, Statement
from webapp.lens import Lens
from webapp.provisions import Provision, named
from webapp.queries.figures import Figure, endorsers, figure
from webapp.queries.keys import key_of
from webapp.queries.quotations import Quotation, load_quotations, newest_first

SHOWN = 12


@dataclass(frozen=True)
class ProvisionLine:
    """One provision and how often the concern is held against it."""

    provision: Provision
    figure: Figure


@dataclass(frozen=True)
class ConcernPage:
    """`unplaced_count` passages object on this ground without a provision; `unplaced` are the newest."""

    total: Figure
    lines: tuple[ProvisionLine, ...]
    newest: tuple[Quotation, ...]
    unplaced: tuple[Quotation, ...]
    unplaced_count: int


def read_concern(session: Session, docket: Docket, concern: Concern, lens: Lens) -> ConcernPage:
    """Everything about one concern, counted through `lens`."""
    pairs = counted_pairs(session, [lens.origin], col(Pair.concern) == concern.key)
    signed = endorsers(session, {pair.group for pair in pairs})
    grouped: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in pairs:
        grouped[pair.provision].append(pair)
    lines = [ProvisionLine(named(docket, key), figure(found, signed)) for key, found in grouped.items()]
    lines.sort(key=lambda line: (-line.figure.organisations, -line.figure.statements, line.provision.key))
    unplaced, count = _unplaced(session, concern, lens)
    against = {pair.passage_id for pair in pairs if pair.objects}
    quotations = load_quotations(session, against | set(unplaced))
    return ConcernPage(
        total=figure(pairs, signed),
        lines=tuple(lines),
        newest=tuple(newest_first([quotations[key] for key in against if key in quotations])[:SHOWN]),
        unplaced=tuple(newest_first([quotations[key] for key in unplaced if key in quotations])),
        unplaced_count=count,
    )


def _unplaced(session: Session, concern: Concern, lens: Lens) -> tuple[list[int], int]:
    """The newest passages that object on this ground without a provision, and how many there are."""
    placed = exists().where(
        col(Pair.passage_id) == col(Passage.id),
        col(Pair.concern) == concern.key,
        col(Pair.status) == "shown",
        col(Pair.origin) == lens.origin,
    )
    query = (
        select(key_of(Passage), func.count().over())
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(passage_counts(), believed("concern", concern.key), believed("stance", "objection"), ~placed)
        .order_by(col(Statement.published).desc(), col(Passage.id))
        .limit(SHOWN)
    )
    rows = session.connection().execute(query).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0
