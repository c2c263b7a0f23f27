"""Adding up: organisations, statements and endorsements behind a set of counted pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from db.counting import CountedPair, Side, group_of_statement
from db.models import Organisation, Signature, Statement
from webapp.queries.keys import key_of


@dataclass(frozen=True)
class Signer:
    """An organisation that signed. Two with one `key` are the same; `slug` is empty when unknown."""

    key: str
    name: str = field(compare=False)
    slug: str = field(compare=False, default="")


Endorsers = Mapping[str, frozenset[Signer]]
"""Statement group → the organisations that signed it without having written it, each once."""


@dataclass(frozen=True)
class Figure:
    """What one cell says. The three are kept apart and never added up.

    `statements` counts a republication or translation group once; `endorsements` counts the signatures under
    those statements, each organisation once a statement, their authors left out. A statement whose
    organisation is not known counts in `statements` and `unattributed`, not in `organisations`.
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


NOTHING = Figure(0, 0, 0, 0, 0)
LEVEL_STEPS = (1, 2, 4, 7, 13)
"""Fewest organisations of each step of colour. Fixed, so that two cells or two days can be compared."""


def endorsers(session: Session, groups: Iterable[str] | None = None) -> Endorsers:
    """Who signed each statement group (all of them without `groups`), the group's authors left out."""
    wanted: list[ColumnElement[bool]] = []
    if groups is not None:
        wanted.append(group_of_statement().in_(sorted(groups)))
    query = (
        select(group_of_statement(), col(Signature.organisation_id), col(Signature.name), col(Organisation.slug))
        .join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Signature.organisation_id))
        .where(col(Signature.kind) == "organisation", *wanted)
    )
    signed: dict[str, set[Signer]] = defaultdict(set)
    authors = _authors(session, wanted)
    for group, organisation_id, name, slug in session.connection().execute(query).all():
        if not {signer_key(organisation_id, name), signer_key(None, name)} & authors[group]:
            signed[group].add(Signer(signer_key(organisation_id, name), name, slug or ""))
    return {group: frozenset(names) for group, names in signed.items()}


def signer_key(organisation_id: int | None, name: str) -> str:
    """What makes two signatures the same organisation's: the register's number, else the name as written."""
    return f"#{organisation_id}" if organisation_id is not None else " ".join(name.casefold().split())


def only_signed(pairs: Iterable[CountedPair], signed: Endorsers, side: Side = "objections") -> tuple[Signer, ...]:
    """Organisations whose only part in `pairs` is a signature, in the order of names."""
    counted = [pair for pair in pairs if pair.on(side)]
    wrote = {signer_key(pair.organisation_id, "") for pair in counted}
    found = {signer for pair in counted for signer in signed.get(pair.group, ()) if signer.key not in wrote}
    return tuple(sorted(found, key=lambda signer: signer.name.casefold()))


def _authors(session: Session, wanted: list[ColumnElement[bool]]) -> dict[str, set[str]]:
    query = (
        select(group_of_statement(), key_of(Organisation), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(*wanted)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for group, organisation_id, name in session.connection().execute(query):
        found[group] |= {signer_key(organisation_id, name), signer_key(None, name)}
    return found


def figure(pairs: Iterable[CountedPair], signed: Endorsers, side: Side = "objections") -> Figure:
    """The figure of `pairs`; only those on the side count."""
    counted = [pair for pair in pairs if pair.on(side)]
    groups = {pair.group for pair in counted}
    return Figure(
        organisations=len({pair.organisation_id for pair in counted} - {None}),
        statements=len(groups),
        endorsements=sum(len(signed.get(group, ())) for group in groups),
        passages=len({pair.passage_id for pair in counted}),
        unattributed=len({pair.group for pair in counted if pair.organisation_id is None}),
    )
