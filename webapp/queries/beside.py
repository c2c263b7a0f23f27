"""Our position on a provision beside the others': who raises which concern there, and who asks for what.

Nothing is guessed: our side is what we ticked, theirs is what is marked in their texts, and counted as everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.counting import counted_pairs, passage_counts
from db.docket import Concern, Docket
from db.models import Ask, Organisation, Pair, Passage, Statement
from webapp.queries.notes import Held
from webapp.queries.quotations import Author


@dataclass(frozen=True)
class ConcernBeside:
    """A concern on the provision: whether we raise it, and the organisations that object by it."""

    concern: Concern
    ours: bool
    authors: tuple[Author, ...]


@dataclass(frozen=True)
class AskBeside:
    """A verb on the provision: whether we ask it, and the organisations that do."""

    verb: str
    ours: bool
    authors: tuple[Author, ...]


@dataclass(frozen=True)
class Beside:
    """Both sides of a provision; ours first among the concerns and asks."""

    concerns: tuple[ConcernBeside, ...]
    asks: tuple[AskBeside, ...]


def read_beside(session: Session, docket: Docket, provision: str, held: Held | None) -> Beside:
    """Everybody's concerns and asks on a provision that its texts name, beside ours, in three SELECTs."""
    pairs = counted_pairs(session, ["explicit"], col(Pair.provision) == provision)
    raised: dict[str, set[int]] = {}
    for pair in pairs:
        if pair.objects and pair.organisation_id is not None:
            raised.setdefault(pair.concern, set()).add(pair.organisation_id)
    asked = _asked(session, provision)
    known = _authors(session, set().union(*raised.values(), *asked.values()))
    concerns, asks = (held.concerns, held.asks) if held else ((), ())
    return Beside(
        tuple(_concerns(docket, raised, concerns, known)),
        tuple(
            sorted(
                (AskBeside(verb, verb in asks, _named(asked.get(verb, set()), known)) for verb in {*asked, *asks}),
                key=lambda one: (not one.ours, -len(one.authors), one.verb),
            )
        ),
    )


def _concerns(
    docket: Docket, raised: dict[str, set[int]], ours: Sequence[str], known: dict[int, Author]
) -> list[ConcernBeside]:
    found = [
        ConcernBeside(concern, concern.key in ours, _named(raised.get(concern.key, set()), known))
        for concern in docket.ordered_concerns()
        if concern.key in raised or concern.key in ours
    ]
    return sorted(found, key=lambda one: (not one.ours, -len(one.authors)))


def _asked(session: Session, provision: str) -> dict[str, set[int]]:
    """Verb → organisations that ask it of the provision."""
    query = (
        select(Ask.verb, Statement.organisation_id)
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(Ask.target == provision, col(Statement.organisation_id).is_not(None), passage_counts())
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for verb, organisation in session.exec(query):
        found.setdefault(verb, set()).add(organisation or 0)
    return found


def _authors(session: Session, ids: set[int]) -> dict[int, Author]:
    rows = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    return {row.id or 0: Author.of(row.id, row.slug, row.name, row.kind) for row in rows}


def _named(ids: set[int], known: dict[int, Author]) -> tuple[Author, ...]:
    return tuple(sorted((known[one] for one in ids if one in known), key=lambda author: author.name.casefold()))
