"""Collecting a week's digest from the database."""

from collections.abc import Sequence
from urllib.parse import quote

from sqlmodel import Session, col, select

from db.counting import CountedPair, counted_pairs
from db.models import Ask, Passage, Revision, Statement
from pipeline.digest.around import dates_ahead, failed_sources, topics
from pipeline.digest.content import AskLine, DigestContent, MovementLine, SignerLine, StatementLine, Who
from pipeline.digest.harvest import Harvest, week_figures
from pipeline.digest.known import KnownStatement, read_known
from pipeline.digest.movement import step_words, steps
from pipeline.digest.objections import Desk, concern_sections, provision_name
from pipeline.digest.scope import Find, Scope, choose, scope_words
from pipeline.digest.signatures import Signed, signed
from pipeline.digest.week import Week
from pipeline.references.reference import web_address


def nothing_found(_query: str) -> set[int]:
    """A search that finds nothing: for digests that are about no search."""
    return set()


def collect(
    session: Session, desk: Desk, week: Week, complete: bool, scope: Scope | None = None, find: Find = nothing_found
) -> DigestContent:
    """The digest of a week, from what the database holds now. Raises `DigestError` for an unusable scope."""
    scope = scope or Scope()
    words = scope_words(session, desk.docket, scope)
    choice = choose(session, scope, find)
    pairs = [pair for pair in counted_pairs(session) if choice.keeps(pair)]
    harvest = Harvest(session, desk, read_known(session), choice, pairs)
    return DigestContent(
        docket=desk.docket.short_name,
        week=week.name,
        monday=week.monday.isoformat(),
        sunday=week.sunday.isoformat(),
        link=desk.link(f"digests/{week.name}") + (f"?about={quote(scope.key, safe=':,')}" if scope.key else ""),
        complete=complete,
        scope=scope.key,
        scope_words=words,
        before=week_figures(harvest, week.before),
        **_lists(harvest, week),
        **_around(harvest, week, whole=not scope.kind),
    )


def _lists(harvest: Harvest, week: Week) -> dict[str, object]:
    """The parts that are about the statements of the week."""
    fresh, desk = harvest.fresh(week), harvest.desk
    late = [row for row in fresh if _is_late(row, week)]
    again = [row for row in harvest.known.first_seen_in(week) if row not in fresh]
    pairs = harvest.objections_in(fresh)
    return {
        "figures": week_figures(harvest, week),
        "new": tuple(line(desk, row) for row in fresh if row not in late),
        "late": tuple(line(desk, row) for row in late),
        "updated": tuple(line(desk, row, note) for row, note in _updated(harvest, week)),
        "reposted": tuple(line(desk, row, "also published by another host or in another language") for row in again),
        "concerns": concern_sections(harvest.session, desk, harvest.known, pairs),
        "asks": ask_lines(harvest, fresh),
        "organisations": _who(desk, fresh),
        "objecting": _who(desk, [harvest.whole.by_id[pair.statement_id] for pair in pairs]),
        "signers": tuple(_signer(desk, row) for row in signed(harvest.session, harvest.whole, fresh, week)),
        "movement": movement(harvest, week, pairs),
    }


def _around(harvest: Harvest, week: Week, whole: bool) -> dict[str, object]:
    """What stands around the statements. Topics, dates and sources belong to the docket as a whole."""
    return {
        "topics": topics(harvest.session, harvest.desk, week) if whole else (),
        "dates": dates_ahead(harvest.desk, week),
        "failed_sources": failed_sources(harvest.session, harvest.desk, week) if whole else (),
    }


def _is_late(row: KnownStatement, week: Week) -> bool:
    """Published before the week, as far as its day is known."""
    return bool(row.published) and row.published[:10] < week.monday.isoformat()[: len(row.published)]


def _updated(harvest: Harvest, week: Week) -> list[tuple[KnownStatement, str]]:
    query = select(Revision.statement_id, Revision.number).where(
        Revision.number > 1, Revision.captured_at >= week.start, Revision.captured_at < week.end
    )
    changed: dict[int, int] = dict(harvest.session.exec(query.order_by(col(Revision.number))).all())
    known = harvest.known.statements
    return [(row, f"revision {changed[row.id]}") for row in known if row.id in changed and row.first_seen < week.start]


def line(desk: Desk, row: KnownStatement, note: str = "") -> StatementLine:
    """A statement as a line of a list."""
    return StatementLine(
        statement_id=row.id,
        title=row.title,
        organisation=row.organisation,
        published=row.published,
        language=row.language,
        link=desk.link(f"statements/{row.id}"),
        original=web_address(row.address),
        note=note,
    )


def _who(desk: Desk, rows: Sequence[KnownStatement]) -> tuple[Who, ...]:
    """The organisations that published these statements, each once, by name."""
    known = {row.organisation_id: row for row in rows if row.organisation_id is not None}
    names = sorted(known.values(), key=lambda row: (row.organisation.casefold(), row.slug))
    return tuple(
        Who(name=row.organisation, kind=row.kind, link=desk.link(f"organisations/{row.slug}")) for row in names
    )


def _signer(desk: Desk, row: Signed) -> SignerLine:
    link = desk.link(f"statements/{row.statement.id}")
    return SignerLine(name=row.name, key=row.key, first=row.first, statement=row.statement.title, link=link)


def movement(harvest: Harvest, week: Week, fresh: Sequence[CountedPair]) -> tuple[MovementLine, ...]:
    """What was heard first in the week, in the order of the treaty."""
    desk, began = harvest.desk, harvest.whole.group_began
    start = week.start
    before = [pair for pair in harvest.objections if began[pair.group] < start]
    order = {lineage.adopted: place for place, lineage in enumerate(desk.docket.lineages)}
    found = steps(before, fresh, lambda pair: harvest.whole.by_id[pair.statement_id].kind)
    found.sort(key=lambda step: (order.get(step.provision, len(order)), step.provision, step.kind, step.concern))
    return tuple(
        MovementLine(
            text=step_words(step, provision_name(desk.docket, step.provision), _concern(desk, step.concern)),
            organisations=_names(harvest, step.pairs),
            link=desk.link(f"articles/{step.provision}" + (f"?concern={step.concern}" if step.concern else "")),
        )
        for step in found
    )


def _names(harvest: Harvest, pairs: Sequence[CountedPair]) -> tuple[str, ...]:
    return tuple(sorted({harvest.whole.by_id[pair.statement_id].organisation for pair in pairs}, key=str.casefold))


def _concern(desk: Desk, key: str) -> str:
    concern = desk.docket.concern_by_key.get(key)
    return concern.name.lower() if concern else key


def ask_lines(harvest: Harvest, rows: Sequence[KnownStatement]) -> tuple[AskLine, ...]:
    """What these statements ask for, treaty first, then by article; of a described article nothing is told."""
    query = (
        select(Ask, Statement.id)
        .join(Passage, col(Passage.id) == Ask.passage_id)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .where(col(Statement.id).in_([row.id for row in rows]), col(Ask.origin) != "implicit")
        .order_by(Statement.address, col(Passage.position), col(Ask.start), Ask.target)
    )
    lines = [
        AskLine(
            verb=ask.verb,
            target=ask.target,
            organisation=harvest.whole.by_id[statement_id or 0].organisation,
            text=ask.text,
            link=harvest.desk.link(f"statements/{statement_id}#p{ask.passage_id}"),
            unmatched=ask.status == "unmatched",
        )
        for ask, statement_id in harvest.session.exec(query)
        if harvest.has_ask(ask)
    ]
    return tuple(
        sorted(lines, key=lambda a: (a.target != "treaty", int(a.target) if a.target.isdigit() else 999, a.verb))
    )
