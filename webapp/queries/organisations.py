"""Organisations: where each stands, what it wrote, what it only signed, on which grounds, and who argues alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from db.counting import CountedPair, counted_pairs
from db.docket import Docket
from db.models import Organisation, Signature, Statement
from db.position_rows import positions
from webapp.lens import Lens
from webapp.provisions import Provision, provisions
from webapp.queries.alike import Alike, read_alike
from webapp.queries.listing import StatementLine, count_statements, statement_lines
from webapp.queries.organisation_names import Names, read_names
from webapp.queries.standpoints import Table, table_of

LISTED = 30
"""Statements of each list on the organisation's page; the lists are whole under `/statements/`."""


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
class Grounds:
    """What an organisation's statements say of one provision."""

    provision: Provision
    concerns: tuple[ConcernCount, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """What the page of one organisation shows; `signed` are on-topic statements that others wrote.

    Of the three lists the newest `LISTED` are here; the counts are of all. `alike_count` organisations argue alike,
    `alike` are the nearest.
    """

    organisation: OrganisationLine
    names: Names
    wrote: tuple[StatementLine, ...] = ()
    off_topic: tuple[StatementLine, ...] = ()
    signed: tuple[StatementLine, ...] = ()
    off_topic_count: int = 0
    grounds: tuple[Grounds, ...] = ()
    table: Table | None = None
    alike: tuple[Alike, ...] = ()
    alike_count: int = 0


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


def organisation_row(session: Session, slug: str) -> Organisation | None:
    """The stored organisation of this address; None for one that is only in the register, or nowhere."""
    return session.exec(select(Organisation).where(col(Organisation.slug) == slug)).one_or_none()


def read_organisation(session: Session, docket: Docket, slug: str, lens: Lens) -> OrganisationPage | None:
    """Everything about one organisation; None when neither installation nor docket knows it."""
    row = organisation_row(session, slug)
    if row is None or row.id is None:
        known = _of_docket(docket).get(slug)
        return OrganisationPage(known, read_names(session, docket, None, slug, known.name)) if known else None
    on_topic, own = col(Statement.on_topic).is_(True), written_by(row.id)
    others = (on_topic, signed_of_others(row.id))
    counts = [count_statements(session, *wanted) for wanted in ((own, on_topic), others, (own, ~on_topic))]
    pairs = counted_pairs(session, [lens.origin], own)
    alike_count, alike = read_alike(session, docket, row.id, pairs, lens)
    return OrganisationPage(
        organisation=OrganisationLine(row.slug, row.name, row.kind, row.country, counts[0], counts[1]),
        names=read_names(session, docket, row.id, slug, row.name),
        wrote=statement_lines(session, own, on_topic, limit=LISTED),
        off_topic=statement_lines(session, own, ~on_topic, limit=LISTED) if counts[2] else (),
        signed=statement_lines(session, *others, limit=LISTED),
        off_topic_count=counts[2],
        grounds=_grounds(docket, pairs),
        table=table_of(docket, positions(session, docket, [row.id], lens.origin)),
        alike=alike,
        alike_count=alike_count,
    )


def written_by(organisation_id: int) -> ColumnElement[bool]:
    """True for a statement of the organisation."""
    return col(Statement.organisation_id) == organisation_id


def signed_of_others(organisation_id: int) -> ColumnElement[bool]:
    """True for a statement of others whose current revision carries the organisation's signature."""
    under = select(col(Signature.revision_id)).where(col(Signature.organisation_id) == organisation_id)
    others = col(Statement.organisation_id).is_distinct_from(organisation_id)
    return and_(col(Statement.revision_id).in_(under), others)


def _grounds(docket: Docket, pairs: Iterable[CountedPair]) -> tuple[Grounds, ...]:
    """Per provision in the order of the adopted text, per concern: passages."""
    grouped: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        grouped[pair.provision][pair.concern].append(pair.objects)
    known = provisions(docket)
    order = [*known, *sorted(set(grouped) - set(known))]
    return tuple(
        Grounds(known.get(key) or Provision(key, key, ""), _counts(grouped[key])) for key in order if key in grouped
    )


def _counts(concerns: dict[str, list[bool]]) -> tuple[ConcernCount, ...]:
    made = [ConcernCount(key, sum(flags), len(flags)) for key, flags in concerns.items()]
    return tuple(sorted(made, key=lambda count: (-count.against, -count.all, count.concern)))


def organisation_names(session: Session) -> dict[str, str]:
    """Slug → name of every organisation."""
    rows = session.connection().execute(select(col(Organisation.slug), col(Organisation.name)))
    return {row[0]: row[1] for row in rows}
