"""One provision: who objects to it and how, what is asked, who supports it, and what may belong here."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.counting import DESCRIBED, CountedPair, counted_pairs, passage_counts
from db.docket import Concern, Docket
from db.models import Ask, Mention, Pair, Passage, Statement
from webapp.lens import Lens
from webapp.queries.draft_objections import DraftObjections, objections_by_draft
from webapp.queries.figures import (
    Endorsers,
    Figure,
    Signer,
    endorsers,
    figure,
    only_signed,
)
from webapp.queries.quotations import Author, Quotation, load_quotations, newest_first

SHOWN_OF_EACH = 4
"""Quotations of one concern on the article's page; the link beside them leads to all."""
SHOWN_OF_OPEN = 50
SHOWN_OF_LIST = 10
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


@dataclass(frozen=True)
class CellPage:
    """What stands behind one cell: its figure, exactly its passages, and the pairs that do not count."""

    concern: Concern
    figure: Figure
    counted: tuple[Quotation, ...]
    others: tuple[Quotation, ...]
    signers: tuple[Signer, ...]


def read_cell(session: Session, concern: Concern, provision: str, lens: Lens) -> CellPage:
    """The passages behind a cell of the matrix, with the figure that the matrix shows."""
    pairs = counted_pairs(session, [lens.origin], col(Pair.provision) == provision, col(Pair.concern) == concern.key)
    signed = endorsers(session, {pair.group for pair in pairs})
    quotations = load_quotations(session, {pair.passage_id for pair in pairs})
    counted = _against(pairs)
    return CellPage(
        concern,
        figure(pairs, signed),
        tuple(newest_first([quotations[key] for key in quotations if key in counted])),
        tuple(newest_first([quotations[key] for key in quotations if key not in counted])),
        only_signed(pairs, signed),
    )


def read_article(session: Session, docket: Docket, provision: str, lens: Lens, whole: bool) -> ArticlePage:
    """Everything about one provision, counted through `lens`; asks and open citations by what texts name.

    The further lists are shortened to their newest quotations unless `whole`.
    """
    pairs = counted_pairs(session, [lens.origin], col(Pair.provision) == provision)
    signed = endorsers(session, {pair.group for pair in pairs})
    asks = _asks(session, provision)
    mentions = _possible_mentions(session, provision)
    wanted = {pair.passage_id for pair in pairs} | {ask.passage_id for ask in asks}
    wanted |= {mention.passage_id for mention, _ in mentions[:SHOWN_OF_OPEN] if mention.passage_id is not None}
    quotations = load_quotations(session, wanted)
    counted = _against(pairs)
    rest = newest_first(
        [quotations[pair] for pair in {pair.passage_id for pair in pairs} - counted if pair in quotations]
    )
    return ArticlePage(
        total=figure(pairs, signed),
        sections=_sections(docket, pairs, signed, quotations),
        asks=_ask_groups(asks, quotations, whole),
        supports=_listed([item for item in rest if item.marks.stance == "support"], whole),
        others=_listed([item for item in rest if item.marks.stance != "support"], whole),
        authors=_authors(quotations[key] for key in counted if key in quotations),
        signers=only_signed(pairs, signed),
        open_mentions=_open(mentions, quotations),
        open_count=len(mentions),
        by_draft=objections_by_draft(session, docket, provision, pairs),
    )


def _against(pairs: Iterable[CountedPair]) -> set[int]:
    return {pair.passage_id for pair in pairs if pair.objects}


def _sections(
    docket: Docket, pairs: list[CountedPair], signed: Endorsers, quotations: dict[int, Quotation]
) -> tuple[ConcernSection, ...]:
    grouped: dict[str, list[CountedPair]] = defaultdict(list)
    for pair in pairs:
        if pair.objects:
            grouped[pair.concern].append(pair)
    made = []
    for concern in docket.ordered_concerns():
        if found := grouped.get(concern.key):
            quoted = newest_first([quotations[key] for key in _against(found) if key in quotations])
            made.append(ConcernSection(concern, figure(found, signed), _one_a_group(quoted)[:SHOWN_OF_EACH]))
    return tuple(made)


def _one_a_group(quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """The first quotation of each statement group, so that a letter on ten hosts does not fill the page."""
    first: dict[str, Quotation] = {}
    for quotation in quotations:
        first.setdefault(quotation.group, quotation)
    return tuple(first.values())


def _asks(session: Session, provision: str) -> list[Ask]:
    query = (
        select(Ask)
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Ask.target) == provision, col(Ask.origin) != DESCRIBED, passage_counts())
        .order_by(col(Ask.id))
    )
    return list(session.exec(query))


def _ask_groups(asks: list[Ask], quotations: dict[int, Quotation], whole: bool) -> tuple[AskGroup, ...]:
    grouped: dict[str, dict[int, Quotation]] = defaultdict(dict)
    for ask in asks:
        if ask.passage_id in quotations:
            grouped[ask.verb][ask.passage_id] = quotations[ask.passage_id]
    return tuple(AskGroup(verb, _listed(newest_first(found.values()), whole)) for verb, found in grouped.items())


def _listed(quotations: list[Quotation], whole: bool) -> QuotationList:
    return QuotationList(tuple(quotations if whole else quotations[:SHOWN_OF_LIST]), len(quotations))


def _possible_mentions(session: Session, provision: str) -> list[tuple[Mention, tuple[str, ...]]]:
    """Ambiguous citations of which `provision` is a candidate, with all candidates."""
    query = (
        select(Mention)
        .join(Passage, col(Passage.id) == col(Mention.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Mention.status) == "ambiguous", col(Mention.candidates).contains(f'"{provision}"'))
        .where(passage_counts())
        .order_by(col(Mention.id))
    )
    parsed = [(mention, tuple(json.loads(mention.candidates))) for mention in session.exec(query)]
    return [(mention, candidates) for mention, candidates in parsed if provision in candidates]


def _open(mentions: list[tuple[Mention, tuple[str, ...]]], quotations: dict[int, Quotation]) -> tuple[OpenMention, ...]:
    return tuple(
        OpenMention(mention.text, mention.reason, candidates, quotations[mention.passage_id])
        for mention, candidates in mentions
        if mention.passage_id in quotations
    )


def _authors(quotations: Iterable[Quotation]) -> tuple[Author, ...]:
    found = {quotation.author for quotation in quotations if quotation.author.id is not None}
    return tuple(sorted(found, key=lambda author: (author.kind, author.name.casefold())))
