"""Under which names an organisation is known here, who says so, and where its kind comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from db.docket import Docket
from db.models import OrganisationDecision, Signature, Statement
from db.registry import plain_name

MOST = 12
"""Names as written at most; those written most often."""


@dataclass(frozen=True)
class Merged:
    """A name that a person said is this organisation's."""

    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Names:
    """`known` says whether the installation has a row of it, and not only the register; `in_register`, whether the
    register knows it, so that its kind is from there.

    `registered` are other names of the docket's register, `merged` those of people's decisions, `written` those on
    pages and under letters that are neither.
    """

    known: bool
    in_register: bool
    registered: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()
    written: tuple[str, ...] = ()


def read_names(session: Session, docket: Docket, organisation_id: int | None, slug: str, name: str) -> Names:
    """The names of one organisation; `organisation_id` is None for one that is only in the register."""
    known = next((one for one in docket.organisations if one.slug == slug), None)
    merged = _merged(session, name)
    written = _written(session, organisation_id) if organisation_id is not None else []
    told = {plain_name(one) for one in (name, *(known.aliases if known else ()), *(one.name for one in merged))}
    others = {plain_name(one): one for one in reversed(written) if plain_name(one) not in told}
    registered, hosts = (known.aliases, known.hosts) if known else ((), ())
    shown = tuple(reversed(others.values()))[:MOST]
    return Names(organisation_id is not None, known is not None, registered, hosts, merged, shown)


def _merged(session: Session, name: str) -> tuple[Merged, ...]:
    query = select(col(OrganisationDecision.name), col(OrganisationDecision.by), col(OrganisationDecision.at)).where(
        col(OrganisationDecision.action) == "merge",
        col(OrganisationDecision.into) == name,
        col(OrganisationDecision.undone_at).is_(None),
    )
    rows: Iterable[Any] = session.connection().execute(query.order_by(col(OrganisationDecision.id)))
    return tuple(Merged(*row) for row in rows)


def _written(session: Session, organisation_id: int) -> list[str]:
    """The names as pages and letters write them, the commonest first."""
    found: dict[str, int] = {}
    for column, owner in (
        (col(Statement.organisation_name), col(Statement.organisation_id)),
        (col(Signature.name), col(Signature.organisation_id)),
    ):
        query = select(column, func.count()).where(owner == organisation_id, column != "").group_by(column)
        for name, count in session.connection().execute(query):
            found[name] = found.get(name, 0) + count
    return sorted(found, key=lambda name: (-found[name], name))
