"""One provision: who objects to it and how, what is asked, who supports it, and what may belong here."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from db.counting import DESCRIBED, CountedPair, Side, passage_counts
from db.docket import Concern, Docket
from db.models import Ask, Mention, Passage, Statement
from webapp.lens import Lens
from webapp.queries.cells import authors_of
from webapp.queries.draft_objections import DraftObjections, objections_by_draft
from webapp.queries.figures import Endorsers, Figure, Signer, figure, only_signed
from webapp.queries.months import Month, by_month
from webapp.queries.narrowing import statement_passes
from webapp.queries.quotations import Author, Quotation, load_quotations
from webapp.queries.standings import standing

SHOWN_OF_EACH = 3
"""Quotations of one concern on the article's page; the link beside them leads to all."""
SHOWN_OF_OPEN = 10
SHOWN_OF_LIST = 5
"""Newest quotations of each further list (asks by verb, support, others); `?all=1` shows every one."""


@dataclass(frozen=True)
class ConcernSection:
    """One ground of objection: its figure, its newest quotations, and how many passages there are."""

    concern: Concern
    figure: Figure
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class QuotationList:
    """The newest quotations of a list, and how many passages it has in all."""

    quotations: tuple[Quotation, ...]
    count: int


@dataclass(frozen=True)
class AskGroup:
    """What passages ask of this provision with one verb."""

    verb: str
    found: QuotationList


@dataclass(frozen=True)
class OpenMention:
    """A citation that may mean this provision. `candidates` are all that it may mean."""

    text: str
    reason: str
    candidates: tuple[str, ...]
    quotation: Quotation


@dataclass(frozen=True)
class ArticlePage:
    """What the page of one provision shows."""

    total: Figure
    sections: tuple[ConcernSection, ...]
    asks: tuple[AskGroup, ...]
    supports: QuotationList
    others: QuotationList
    authors: tuple[Author, ...]
    signers: tuple[Signer, ...]
    open_mentions: tuple[OpenMention, ...]
    open_count: int
    by_draft: tuple[DraftObjections, ...]
    months: tuple[Month, ...] = ()


def read_article(session: Session, docket: Docket, provision: str, lens: Lens, whole: bool) -> ArticlePage:
    """Everything about one provision, counted through `lens`; asks and open citations by what texts name.

    The further lists are shortened to their newest quotations unless `whole`.
    """
    counts = standing(session)
    pairs = counts.pairs(lens, provision=provision)
    lists = _lists(pairs, lens, whole)
    asks = _asks(session, provision, lens)
    mentions = _possible_mentions(session, provision)
    wanted = {key for found in (*lists.values(), *asks.values()) for key in found.shown(whole)}
    open_shown = mentions if whole else mentions[:SHOWN_OF_OPEN]
    wanted |= {key for key, *_ in open_shown}
    quotations = load_quotations(session, wanted)
    counted = [pair for pair in pairs if pair.on(lens.side)]
    return ArticlePage(
        total=figure(pairs, counts.signed, lens.side),
        sections=_sections(docket, counted, counts.signed, lists, quotations, lens.side),
        asks=tuple(AskGroup(verb, found.quoted(quotations, whole)) for verb, found in asks.items()),
        supports=lists["supports"].quoted(quotations, whole),
        others=lists["others"].quoted(quotations, whole),
        authors=tuple(sorted(authors_of(session, counted), key=lambda author: author.kind)),
        signers=only_signed(pairs, counts.signed, lens.side),
        open_mentions=_open(open_shown, quotations),
        open_count=len(mentions),
        by_draft=objections_by_draft(session, docket, provision, pairs),
        months=by_month(counted),
    )


@dataclass(frozen=True)
class _Keys:
    """Passages of a list, newest first, and how many of them the page shows when it is not shown whole."""

    passages: tuple[int, ...]
    most: int

    def shown(self, whole: bool) -> tuple[int, ...]:
        """The passages to load."""
        return self.passages if whole else self.passages[: self.most]

    def quoted(self, quotations: dict[int, Quotation], whole: bool) -> QuotationList:
        """The list as the page shows it."""
        found = tuple(quotations[key] for key in self.shown(whole) if key in quotations)
        return QuotationList(found, len(self.passages))


def _lists(pairs: list[CountedPair], lens: Lens, whole: bool) -> dict[str, _Keys]:
    """Concern → passages on the lens's side, one a statement; then `supports`, and `others` on neither side."""
    counted = {pair.passage_id for pair in pairs if pair.on(lens.side)}
    supporting = {pair.passage_id for pair in pairs if pair.supports} - counted
    rest = dict.fromkeys(pair.passage_id for pair in pairs if pair.passage_id not in counted)
    grouped: dict[str, dict[str, int]] = defaultdict(dict)
    for pair in pairs:
        if pair.on(lens.side):
            grouped[pair.concern].setdefault(pair.group, pair.passage_id)
    lists = {concern: _Keys(tuple(found.values())[:SHOWN_OF_EACH], SHOWN_OF_EACH) for concern, found in grouped.items()}
    lists["supports"] = _Keys(tuple(key for key in rest if key in supporting), SHOWN_OF_LIST)
    lists["others"] = _Keys(tuple(key for key in rest if key not in supporting), SHOWN_OF_LIST)
    return lists


def _sections(
    docket: Docket,
    counted: list[CountedPair],
    signed: Endorsers,
    lists: dict[str, _Keys],
    quotations: dict[int, Quotation],
    side: Side,
) -> tuple[ConcernSection, ...]:
    grouped: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in counted:
        grouped[pair.concern].append(pair)
    return tuple(
        ConcernSection(concern, figure(found, signed, side), lists[concern.key].quoted(quotations, True).quotations)
        for concern in docket.ordered_concerns()
        if (found := grouped.get(concern.key))
    )


def _asks(session: Session, provision: str, lens: Lens) -> dict[str, _Keys]:
    """Verb → the passages that ask it of the provision, newest first."""
    query = (
        columns(col(Ask.verb), col(Ask.passage_id))
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Ask.target) == provision, col(Ask.origin) != DESCRIBED, passage_counts(), *statement_passes(lens))
        .order_by(col(Statement.published).desc(), col(Statement.id), col(Passage.start), col(Ask.id))
    )
    grouped: dict[str, dict[int, None]] = defaultdict(dict)
    for verb, passage in session.connection().execute(query):
        grouped[verb][passage] = None
    return {verb: _Keys(tuple(found), SHOWN_OF_LIST) for verb, found in grouped.items()}


def _possible_mentions(session: Session, provision: str) -> list[tuple[int, str, str, tuple[str, ...]]]:
    """Passage, words, reason and candidates of ambiguous citations of which `provision` is a candidate."""
    query = (
        columns(col(Mention.passage_id), col(Mention.text), col(Mention.reason), col(Mention.candidates))
        .join(Passage, col(Passage.id) == col(Mention.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Mention.status) == "ambiguous", col(Mention.candidates).contains(f'"{provision}"'))
        .where(passage_counts())
        .order_by(col(Mention.id))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    parsed = [(passage, words, reason, tuple(json.loads(candidates))) for passage, words, reason, candidates in rows]
    return [row for row in parsed if provision in row[3]]


def _open(
    mentions: list[tuple[int, str, str, tuple[str, ...]]], quotations: dict[int, Quotation]
) -> tuple[OpenMention, ...]:
    return tuple(
        OpenMention(words, reason, candidates, quotations[passage])
        for passage, words, reason, candidates in mentions
        if passage in quotations
    )
