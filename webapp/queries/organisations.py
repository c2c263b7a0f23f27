"""Organisations: what each wrote, what it only signed, and which provisions it objects to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from db.counting import CountedPair, counted_pairs
from db.docket import Docket
from db.models import Organisation, Signature, Statement
from webapp.lens import Lens
from webapp.provisions import Provision, provisions
from webapp.queries.listing import StatementLine, statement_lines


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation in the list. `wrote` counts on-topic statements, `signed` on-topic signatures."""

    slug: str
    name: str
    kind: str
    country: str
    wrote: int = 0
    signed: int = 0


@dataclass(frozen=True)
class ConcernCount:
    """Passages with one concern on one provision: those that object (the matrix's sense), and all."""

    concern: str
    against: int
    all: int


@dataclass(frozen=True)
class Position:
    """What an organisation's statements say of one provision."""

    provision: Provision
    concerns: tuple[ConcernCount, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """What the page of one organisation shows; `signed` are on-topic statements that others wrote."""

    organisation: OrganisationLine
    wrote: tuple[StatementLine, ...]
    off_topic: tuple[StatementLine, ...]
    signed: tuple[StatementLine, ...]
    positions: tuple[Position, ...]


def list_organisations(session: Session, docket: Docket) -> tuple[OrganisationLine, ...]:
    """Every organisation of the installation and the docket, in the order of names."""
    on_topic = col(Statement.on_topic).is_(True)
    wrote = Counter(session.exec(select(Statement.organisation_id).where(on_topic)))
    under = select(Signature.organisation_id, Statement.id).distinct()
    under = under.join(Statement, col(Statement.revision_id) == col(Signature.revision_id)).where(on_topic)
    signed = Counter(organisation for organisation, _ in session.exec(under))
    found = {
        row.slug: OrganisationLine(row.slug, row.name, row.kind, row.country, wrote[row.id], signed[row.id])
        for row in session.exec(select(Organisation))
    }
    for slug, line in _of_docket(docket).items():
        found.setdefault(slug, line)
    return tuple(sorted(found.values(), key=lambda line: line.name.casefold()))


def _of_docket(docket: Docket) -> dict[str, OrganisationLine]:
    return {
        known.slug: OrganisationLine(known.slug, known.name, known.kind, known.country)
        for known in docket.organisations
    }


def read_organisation(session: Session, docket: Docket, slug: str, lens: Lens) -> OrganisationPage | None:
    """Everything about one organisation; None when neither installation nor docket knows it."""
    row = session.exec(select(Organisation).where(col(Organisation.slug) == slug)).one_or_none()
    if row is None or row.id is None:
        known = _of_docket(docket).get(slug)
        return OrganisationPage(known, (), (), (), ()) if known else None
    own = statement_lines(session, col(Statement.organisation_id) == row.id)
    signed = statement_lines(session, col(Statement.on_topic).is_(True), _signed_by(row.id))
    pairs = counted_pairs(session, [lens.origin], col(Statement.organisation_id) == row.id)
    return OrganisationPage(
        organisation=OrganisationLine(row.slug, row.name, row.kind, row.country, len(own), len(signed)),
        wrote=tuple(line for line in own if line.on_topic),
        off_topic=tuple(line for line in own if not line.on_topic),
        signed=tuple(line for line in signed if line.author.id != row.id),
        positions=_positions(docket, pairs),
    )


def _signed_by(organisation_id: int) -> ColumnElement[bool]:
    """True for a statement whose current revision carries the organisation's signature."""
    under = select(col(Signature.revision_id)).where(col(Signature.organisation_id) == organisation_id)
    return col(Statement.revision_id).in_(under)


def _positions(docket: Docket, pairs: Iterable[CountedPair]) -> tuple[Position, ...]:
    """Per provision in the order of the adopted text, per concern: passages."""
    grouped: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        grouped[pair.provision][pair.concern].append(pair.objects)
    known = provisions(docket)
    order = [*known, *sorted(set(grouped) - set(known))]
    return tuple(
        Position(known.get(key) or Provision(key, key, ""), _counts(grouped[key])) for key in order if key in grouped
    )


def _counts(concerns: dict[str, list[bool]]) -> tuple[ConcernCount, ...]:
    made = [ConcernCount(key, sum(flags), len(flags)) for key, flags in concerns.items()]
    return tuple(sorted(made, key=lambda count: (-count.against, -count.all, count.concern)))
