"""Names that wait for a person: organisations that are in no register and on which nobody has decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Organisation, OrganisationDecision, Signature, Statement
from db.registry import plain_name

ALIKE = 0.82
"""Least likeness (difflib ratio of plain names) at which another organisation is suggested as the same."""


@dataclass(frozen=True)
class WaitingName:
    """A name to review. `documents` it wrote and `endorsements` it gave are two numbers; `like` may be the same."""

    slug: str
    name: str
    kind: str
    country: str
    documents: int
    endorsements: int
    like: str


def written_and_signed(session: Session) -> tuple[Counter[int | None], Counter[int | None]]:
    """By organisation: statements that it wrote, and statements of others and its own that it signed."""
    wrote = Counter(session.exec(select(Statement.organisation_id)))
    under = select(Signature.organisation_id, Statement.id).distinct()
    under = under.join(Statement, col(Statement.revision_id) == col(Signature.revision_id))
    return wrote, Counter(organisation for organisation, _ in session.exec(under))


def waiting_names(session: Session, docket: Docket) -> list[WaitingName]:
    """The names that wait for review, those with most documents and endorsements first."""
    wrote, signed = written_and_signed(session)
    rows, waiting = _waiting(session, docket)
    plain = {plain_name(row.name): row.name for row in rows}
    plain |= {plain_name(known.name): known.name for known in docket.organisations}
    made = [
        WaitingName(row.slug, row.name, row.kind, row.country, wrote[row.id], signed[row.id], _like(row.name, plain))
        for row in waiting
    ]
    return sorted(made, key=lambda each: (-each.documents, -each.endorsements, each.name.casefold()))


def waiting_count(session: Session, docket: Docket) -> int:
    """How many names wait for review; without comparing each with all others."""
    return len(_waiting(session, docket)[1])


def _waiting(session: Session, docket: Docket) -> tuple[Sequence[Organisation], list[Organisation]]:
    """All organisations, and those that are in no register and on which nobody has decided."""
    rows = session.exec(select(Organisation)).all()
    decided = set(
        session.exec(select(OrganisationDecision.name_key).where(col(OrganisationDecision.undone_at).is_(None)))
    )
    known = {plain_name(name) for each in docket.organisations for name in (each.name, *each.aliases)}
    return rows, [row for row in rows if plain_name(row.name) not in known | decided]


def decisions(session: Session) -> Sequence[OrganisationDecision]:
    """All decisions, those taken back included, the latest first."""
    return session.exec(select(OrganisationDecision).order_by(col(OrganisationDecision.id).desc())).all()


def _like(name: str, plain: dict[str, str]) -> str:
    """Another known name that is nearly the same; empty where there is none."""
    own = plain_name(name)
    near = [key for key in get_close_matches(own, plain, n=3, cutoff=ALIKE) if key != own]
    return plain[near[0]] if near else ""
