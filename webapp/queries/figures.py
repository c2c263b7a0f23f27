"""Adding up: organisations, statements and endorsements behind a set of counted pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from db.models import Organisation, Pair, Passage, Signature, Statement
from webapp.lens import Lens
from webapp.queries.standing import against, concern_denied, group_of_statement, passage_counts

Endorsers = Mapping[str, frozenset[str]]
"""Statement group → the organisations that signed it without having written it, each once."""


@dataclass(frozen=True)
class CountedPair:
    """A pair that counts, with whose it is. `against`: an objection, or an ask to delete, amend or reject."""

    passage_id: int
    concern: str
    provision: str
    statement_id: int
    organisation_id: int | None
    group: str
    against: bool


@dataclass(frozen=True)
class Figure:
    """What one cell says. The three are kept apart and never added up.

    `statements` counts a republication or translation group once; `endorsements` counts the signatures under
    those statements, each organisation once a statement, their authors left out. A statement whose organisation
    is not known counts in `statements` and `unattributed`, not in `organisations`.
    """

    organisations: int
    statements: int
    endorsements: int
    passages: int
    unattributed: int

    @property
    def level(self) -> int:
        """Step of colour, 0 to 5, by number of organisations; the same steps on every page and day."""
        return sum(self.organisations >= step for step in LEVEL_STEPS)


LEVEL_STEPS = (1, 2, 4, 7, 13)
"""Fewest organisations of each step of colour. Fixed, so that two cells or two days can be compared."""


def counted_pairs(session: Session, lens: Lens, *conditions: ColumnElement[bool]) -> list[CountedPair]:
    """Every pair that counts under `lens` and meets `conditions`, each once, in order of passages."""
    query = (
        select(
            col(Pair.passage_id),
            col(Pair.concern),
            col(Pair.provision),
            col(Statement.id),
            col(Statement.organisation_id),
            group_of_statement(),
            against(),
        )
        .distinct()
        .join(Passage, col(Passage.id) == col(Pair.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Pair.origin) == lens.origin, col(Pair.status) == "shown")
        .where(passage_counts(), ~concern_denied(), *conditions)
        .order_by(col(Pair.passage_id), col(Pair.provision), col(Pair.concern))
    )
    return [CountedPair(*row[:6], against=bool(row[6])) for row in session.connection().execute(query)]


def endorsers(session: Session, groups: Iterable[str] | None = None) -> Endorsers:
    """Who signed each statement group (all of them without `groups`), the group's authors left out."""
    wanted = [group_of_statement().in_(sorted(groups))] if groups is not None else []
    query = (
        select(group_of_statement(), col(Signature.organisation_id), col(Signature.name))
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .where(col(Signature.kind) == "organisation", *wanted)
    )
    signed: dict[str, set[str]] = defaultdict(set)
    authors = _authors(session, wanted)
    for group, organisation_id, name in session.connection().execute(query):
        keys = {signer_key(organisation_id, name), signer_key(None, name)}
        if not keys & authors[group]:
            signed[group].add(signer_key(organisation_id, name))
    return {group: frozenset(names) for group, names in signed.items()}


def signer_key(organisation_id: int | None, name: str) -> str:
    """What makes two signatures the same organisation's: the register's number, else the name as written."""
    return f"#{organisation_id}" if organisation_id is not None else " ".join(name.casefold().split())


def _authors(session: Session, wanted: list[ColumnElement[bool]]) -> dict[str, set[str]]:
    query = (
        select(group_of_statement(), col(Organisation.id), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(*wanted)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for group, organisation_id, name in session.connection().execute(query):
        found[group] |= {signer_key(organisation_id, name), signer_key(None, name)}
    return found


def figure(pairs: Iterable[CountedPair], signed: Endorsers) -> Figure:
    """The figure of `pairs`; only those against the provision count."""
    counted = [pair for pair in pairs if pair.against]
    groups = {pair.group for pair in counted}
    return Figure(
        organisations=len({pair.organisation_id for pair in counted} - {None}),
        statements=len(groups),
        endorsements=sum(len(signed.get(group, ())) for group in groups),
        passages=len({pair.passage_id for pair in counted}),
        unattributed=len({pair.group for pair in counted if pair.organisation_id is None}),
    )
