"""One concern: the provisions it is tied to, by whom, what is asked, how it moved, and what names no provision."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlmodel import Session, col

from db.counting import CountedPair, believed, passage_counts
from db.docket import Concern, Docket, Draft
from db.models import Ask, Label, Organisation, Pair, Passage, Statement
from webapp.lens import NO_DRAFT, Lens
from webapp.provisions import Provision, named
from webapp.queries.figures import Endorsers, Figure, figure
from webapp.queries.keys import key_of
from webapp.queries.months import Month, by_month
from webapp.queries.narrowing import statement_passes
from webapp.queries.quotations import Author, Quotation, load_quotations, newest_first, one_a_group
from webapp.queries.standing import Standing
from webapp.queries.standings import standing

SHOWN = 12
ASKED = 3
"""Quotations of each verb."""
SPEAKERS = 150


@dataclass(frozen=True)
class ProvisionLine:
    """One provision and how often the concern is tied to it."""

    provision: Provision
    figure: Figure


@dataclass(frozen=True)
class DraftLine:
    """The concern where texts cite a provision in one draft; None: they do not tell in which. Rows do not add up."""

    draft: Draft | None
    cited: str
    figure: Figure
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class Speaker:
    """An organisation and how many of its passages count here."""

    author: Author
    passages: int


@dataclass(frozen=True)
class AskGroup:
    """What is asked with one verb of provisions that the concern is tied to: passages in all, and the newest."""

    verb: str
    count: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class ConcernPage:
    """`unplaced_count` passages object on this ground without a provision; `unplaced` are the newest.

    `speaker_count` organisations in all; those with most passages are `speakers`.
    """

    total: Figure
    lines: tuple[ProvisionLine, ...]
    drafts: tuple[DraftLine, ...]
    months: tuple[Month, ...]
    speakers: tuple[Speaker, ...]
    speaker_count: int
    asks: tuple[AskGroup, ...]
    newest: tuple[Quotation, ...]
    unplaced: tuple[Quotation, ...]
    unplaced_count: int


def read_concern(session: Session, docket: Docket, concern: Concern, lens: Lens) -> ConcernPage:
    """Everything about one concern, counted through `lens`."""
    counts = standing(session)
    pairs = counts.pairs(lens, concern=concern.key)
    counted = [pair for pair in pairs if pair.on(lens.side)]
    unplaced, count = _unplaced(session, concern, lens)
    asked = _asked(session, concern, pairs)
    newest = list(dict.fromkeys(pair.passage_id for pair in counted))[: 4 * SHOWN]
    shown = [key for keys in asked.values() for key in keys[: 2 * ASKED]]
    quotations = load_quotations(session, {*newest, *unplaced, *shown})
    return ConcernPage(
        total=figure(pairs, counts.signed, lens.side),
        lines=_lines(docket, pairs, counts.signed, lens),
        drafts=_drafts(docket, counts, concern, lens),
        months=by_month(counted),
        speakers=_speakers(session, counted),
        speaker_count=len({pair.organisation_id for pair in counted} - {None}),
        asks=tuple(_ask_group(verb, keys, quotations) for verb, keys in asked.items()),
        newest=one_a_group(newest_first(_found(quotations, newest)))[:SHOWN],
        unplaced=tuple(newest_first(_found(quotations, unplaced))),
        unplaced_count=count,
    )


def _found(quotations: dict[int, Quotation], keys: Iterable[int]) -> list[Quotation]:
    return [quotations[key] for key in keys if key in quotations]


def _lines(docket: Docket, pairs: Iterable[CountedPair], signed: Endorsers, lens: Lens) -> tuple[ProvisionLine, ...]:
    grouped: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in pairs:
        grouped[pair.provision].append(pair)
    lines = [ProvisionLine(named(docket, key), figure(found, signed, lens.side)) for key, found in grouped.items()]
    return tuple(
        sorted(lines, key=lambda each: (-each.figure.organisations, -each.figure.statements, each.provision.key))
    )


def _drafts(docket: Docket, counts: Standing, concern: Concern, lens: Lens) -> tuple[DraftLine, ...]:
    """The drafts in which anything that counts cites a provision, in the docket's order, the unknown one last."""
    if lens.origin == "implicit" or lens.cited:
        return ()
    known: dict[str, Draft | None] = {**{draft.key: draft for draft in docket.drafts}, NO_DRAFT: None}
    found = []
    for cited, draft in known.items():
        pairs = [p for p in counts.pairs(lens.but(cited=cited), concern=concern.key) if p.on(lens.side)]
        if pairs:
            most = Counter(provision for provision, _ in {(p.provision, p.organisation_id) for p in pairs})
            provisions = tuple(named(docket, key) for key, _ in most.most_common(4))
            found.append(DraftLine(draft, cited, figure(pairs, counts.signed, lens.side), provisions))
    return tuple(found)


def _speakers(session: Session, counted: Sequence[CountedPair]) -> tuple[Speaker, ...]:
    """The organisations with most passages, by kind and name."""
    passages = {(pair.organisation_id, pair.passage_id) for pair in counted if pair.organisation_id is not None}
    counts = Counter(organisation for organisation, _ in passages)
    most = dict(counts.most_common(SPEAKERS))
    columns = (key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    rows: Iterable[Any] = session.connection().execute(select(*columns).where(key_of(Organisation).in_(most)))
    made = [Speaker(Author.of(*row), most[row[0]]) for row in rows] if most else []
    return tuple(sorted(made, key=lambda speaker: (speaker.author.kind, speaker.author.name.casefold())))


def _asked(session: Session, concern: Concern, pairs: Iterable[CountedPair]) -> dict[str, list[int]]:
    """Verb → passages, newest first, that ask it of a provision to which they tie the concern; of copies the newest."""
    wanted = {(pair.passage_id, pair.provision): pair.group for pair in pairs if pair.asks}
    same = and_(col(Pair.passage_id) == col(Ask.passage_id), col(Pair.provision) == col(Ask.target))
    query = select(col(Ask.verb), col(Ask.passage_id), col(Ask.target)).join(Pair, same)
    rows: Iterable[Any] = session.connection().execute(
        query.where(col(Pair.concern) == concern.key).order_by(col(Ask.id))
    )
    verbs: dict[tuple[int, str], set[str]] = defaultdict(set)
    for verb, passage, target in rows:
        verbs[passage, target].add(verb)
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for (passage, provision), group in wanted.items():
        for verb in sorted(verbs.get((passage, provision), ())):
            found[verb].setdefault((group, provision), passage)
    ordered = sorted(found, key=lambda verb: (-len(set(found[verb].values())), verb))
    return {verb: list(dict.fromkeys(found[verb].values())) for verb in ordered}


def _ask_group(verb: str, keys: Sequence[int], quotations: dict[int, Quotation]) -> AskGroup:
    return AskGroup(verb, len(keys), tuple(newest_first(_found(quotations, keys)))[:ASKED])


def _unplaced(session: Session, concern: Concern, lens: Lens) -> tuple[list[int], int]:
    """The newest passages that object on this ground without a provision, and how many there are."""
    placed = exists().where(
        col(Pair.passage_id) == col(Passage.id),
        col(Pair.concern) == concern.key,
        col(Pair.status) == "shown",
        col(Pair.origin) == lens.origin,
    )
    labelled = select(col(Label.passage_id)).where(col(Label.kind) == "concern", col(Label.key) == concern.key)
    query = (
        select(key_of(Passage), func.count().over())
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(key_of(Passage).in_(labelled))  # few of all passages: the other conditions ask each one
        .where(passage_counts(), believed("concern", concern.key), believed("stance", "objection"), ~placed)
        .where(*statement_passes(lens))
        .order_by(col(Statement.published).desc(), col(Passage.id))
        .limit(SHOWN)
    )
    rows = session.connection().execute(query).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0
