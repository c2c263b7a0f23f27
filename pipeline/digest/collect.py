"""Collecting a week's digest from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.counting import CountedPair, counted_pairs
from db.docket import Docket
from db.models import Ask, CrawlRun, Organisation, Passage, Revision, Signature, Statement
from pipeline.digest.content import (
    ArticleLine,
    AskLine,
    ConcernSection,
    DigestContent,
    FailedSource,
    Figures,
    Quotation,
    StatementLine,
)
from pipeline.digest.week import Week
from pipeline.references.reading import original_of
from pipeline.references.reference import web_address

UNKNOWN = "organisation not known"


@dataclass(frozen=True)
class Desk:
    """What collecting works with: the docket and the address that links begin with."""

    docket: Docket
    base_url: str

    def link(self, path: str) -> str:
        """A full address of a page of ours."""
        return f"{self.base_url.rstrip('/')}/{path}"


Row = tuple[Statement, str]


def collect(session: Session, desk: Desk, week: Week, complete: bool) -> DigestContent:
    """The digest of a week, from what the database holds now."""
    objections = [pair for pair in counted_pairs(session) if pair.objects]
    first = [row for row in _statements(session) if week.start <= row[0].first_seen < week.end]
    fresh = [row for row in first if not _is_repost(session, row[0], week)]
    late = [
        row
        for row in fresh
        if row[0].published and row[0].published[:10] < week.monday.isoformat()[: len(row[0].published)]
    ]
    return DigestContent(
        docket=desk.docket.short_name,
        week=week.name,
        monday=week.monday.isoformat(),
        sunday=week.sunday.isoformat(),
        link=desk.link(f"digests/{week.name}"),
        complete=complete,
        figures=figures(session, week, objections),
        before=figures(session, week.before, objections),
        new=tuple(line(desk, row) for row in fresh if row not in late),
        late=tuple(line(desk, row) for row in late),
        updated=tuple(line(desk, row, note) for row, note in _updated(session, week)),
        reposted=tuple(
            line(desk, row, "also published by another host or in another language")
            for row in first
            if row not in fresh
        ),
        concerns=concern_sections(session, desk, objections, {row[0].id or 0 for row in fresh}),
        asks=ask_lines(session, desk, fresh),
        failed_sources=failed_sources(session, week),
    )


def _statements(session: Session) -> list[Row]:
    query = (
        select(Statement, Organisation.name)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .where(col(Statement.on_topic).is_(True))
        .order_by(col(Statement.published).desc(), Statement.address)
    )
    return [(statement, name or UNKNOWN) for statement, name in session.exec(query)]


def _is_repost(session: Session, statement: Statement, week: Week) -> bool:
    """True when the statement is not the first of its group, or the group was known before this week."""
    if statement.same_statement != statement.address:
        return True
    query = select(Statement.id).where(
        Statement.same_statement == statement.same_statement, col(Statement.first_seen) < week.start
    )
    return session.exec(query).first() is not None


def _updated(session: Session, week: Week) -> list[tuple[Row, str]]:
    query = select(Revision).where(
        Revision.number > 1, Revision.captured_at >= week.start, Revision.captured_at < week.end
    )
    changed = {
        revision.statement_id: revision.number for revision in session.exec(query.order_by(col(Revision.number)))
    }
    return [
        (row, f"revision {changed[row[0].id or 0]}")
        for row in _statements(session)
        if row[0].id in changed and row[0].first_seen < week.start
    ]


def line(desk: Desk, row: Row, note: str = "") -> StatementLine:
    """A statement as a line of a list."""
    statement, organisation = row
    return StatementLine(
        statement_id=statement.id or 0,
        title=statement.title,
        organisation=organisation,
        published=statement.published,
        language=statement.language,
        link=desk.link(f"statements/{statement.id}"),
        original=web_address(statement.address),
        note=note,
    )


def figures(session: Session, week: Week, objections: Sequence[CountedPair]) -> Figures:
    """The counts of a week."""
    rows = [row[0] for row in _statements(session) if week.start <= row[0].first_seen < week.end]
    fresh = [s for s in rows if not _is_repost(session, s, week)]
    ids = {s.id for s in fresh}
    objecting = {p.organisation_id for p in objections if p.statement_id in ids}
    return Figures(
        statements=len(fresh),
        organisations=len({s.organisation_id for s in fresh} - {None}),
        objecting=len(objecting - {None}),
        endorsements=len(_signers(session, fresh)),
    )


def _signers(session: Session, statements: Sequence[Statement]) -> set[int]:
    authors = {s.revision_id: s.organisation_id for s in statements}
    query = select(Signature.revision_id, Signature.organisation_id).where(
        col(Signature.revision_id).in_([key for key in authors if key]), col(Signature.organisation_id).is_not(None)
    )
    return {signer for revision, signer in session.exec(query) if signer and authors[revision] != signer}


def concern_sections(
    session: Session, desk: Desk, objections: Sequence[CountedPair], statement_ids: set[int]
) -> tuple[ConcernSection, ...]:
    """The objections of these statements: concern → article → organisation."""
    pairs = [p for p in objections if p.statement_id in statement_ids]
    sections = []
    for concern in desk.docket.ordered_concerns():
        lines = article_lines(session, desk, [p for p in pairs if p.concern == concern.key])
        if lines:
            link = desk.link(f"concerns/{concern.key}")
            sections.append(ConcernSection(key=concern.key, name=concern.name, link=link, articles=lines))
    return tuple(sections)


def article_lines(session: Session, desk: Desk, pairs: Sequence[CountedPair]) -> tuple[ArticleLine, ...]:
    """One line an article, in the order of the treaty."""
    order = [lineage.adopted for lineage in desk.docket.lineages]
    provisions = sorted({p.provision for p in pairs}, key=lambda n: (order.index(n) if n in order else len(order), n))
    return tuple(
        ArticleLine(
            provision=provision,
            name=provision_name(desk.docket, provision),
            link=desk.link(f"articles/{provision}?concern={pairs[0].concern}"),
            quotations=quotations(session, desk, [p for p in pairs if p.provision == provision]),
        )
        for provision in provisions
    )


def provision_name(docket: Docket, provision: str) -> str:
    """A provision as a reader knows it: number and title."""
    lineage = docket.lineage_by_number.get(provision)
    if lineage:
        return f"Article {provision}: {lineage.title}"
    return f"Chapter {provision.removeprefix('ch.')}" if provision.startswith("ch.") else provision.capitalize()


def quotations(session: Session, desk: Desk, pairs: Sequence[CountedPair]) -> tuple[Quotation, ...]:
    """One quotation an organisation, the first in its text, with the number of further ones."""
    by_organisation: dict[object, list[CountedPair]] = {}
    for pair in pairs:
        by_organisation.setdefault(pair.organisation_id or f"statement {pair.statement_id}", []).append(pair)
    made = [_quotation(session, desk, group) for group in by_organisation.values()]
    return tuple(sorted(made, key=lambda q: (q.organisation.casefold(), q.statement_id)))


def _quotation(session: Session, desk: Desk, group: Sequence[CountedPair]) -> Quotation:
    passage = session.get_one(Passage, group[0].passage_id)
    statement = session.get_one(Statement, group[0].statement_id)
    organisation = session.get(Organisation, statement.organisation_id) if statement.organisation_id else None
    return Quotation(
        organisation=organisation.name if organisation else UNKNOWN,
        statement_id=statement.id or 0,
        passage_id=passage.id or 0,
        title=statement.title,
        published=statement.published,
        text=passage.text,
        link=desk.link(f"statements/{statement.id}#p{passage.id}"),
        original=original_of(session, statement, passage),
        more=len({pair.passage_id for pair in group}) - 1,
    )


def ask_lines(session: Session, desk: Desk, rows: Sequence[Row]) -> tuple[AskLine, ...]:
    """What these statements ask for, treaty first, then by article."""
    names = {statement.id: name for statement, name in rows}
    query = (
        select(Ask, Statement)
        .join(Passage, col(Passage.id) == Ask.passage_id)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .where(col(Statement.id).in_(list(names)))
        .order_by(Statement.address, col(Passage.position), col(Ask.start), Ask.target)
    )
    lines = [
        AskLine(
            verb=ask.verb,
            target=ask.target,
            organisation=names[statement.id],
            text=ask.text,
            link=desk.link(f"statements/{statement.id}#p{ask.passage_id}"),
        )
        for ask, statement in session.exec(query)
    ]
    return tuple(
        sorted(lines, key=lambda a: (a.target != "treaty", int(a.target) if a.target.isdigit() else 999, a.verb))
    )


def failed_sources(session: Session, week: Week) -> tuple[FailedSource, ...]:
    """Sources whose last visit in the week failed."""
    query = select(CrawlRun).where(CrawlRun.started_at >= week.start, CrawlRun.started_at < week.end)
    last = {run.source: run for run in session.exec(query.order_by(col(CrawlRun.id)))}
    return tuple(
        FailedSource(source=key, reason=run.outcome or "the visit did not end")
        for key, run in sorted(last.items())
        if run.outcome != "ok"
    )
