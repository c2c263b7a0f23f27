"""Resolving: from a citation as found to the provision that it means, or to why it cannot be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from db.docket import Docket
from pipeline.citation.choice import Evidence
from pipeline.citation.found import FoundMention
from pipeline.citation.instruments import Belonging, Settler
from pipeline.citation.links import shares
from pipeline.citation.numbering import Numbering, Published
from pipeline.citation.page import Page, make_page
from pipeline.citation.settling import DraftSettler
from pipeline.citation.verdict import Verdict, paragraphs_of, reach_verdict
from pipeline.mentions import find_mentions

VERSION = "1"
KnownParagraphs = Callable[[str, str], frozenset[str] | None]
"""(draft, article) → its paragraphs, or None where the text of that article is not known."""


@dataclass(frozen=True)
class Mention:
    """One cited provision, resolved as far as the text allows.

    `start` and `end` are code points, end exclusive; `text` is what stands there. `instrument` is a key of the shared
    instruments or the docket's own. `draft` is the key under which the text of the treaty counts, or None.
    `status` is resolved, ambiguous, unmatched, other_instrument or proposed. `provision` is the adopted number;
    `candidates` are adopted numbers between which nothing decides. `reason` is a sentence for the reader.
    `confidence` is between 0 and 1.
    """

    start: int
    end: int
    text: str
    instrument: str
    article: str | None
    paragraph: str | None
    letter: str | None
    unit: str
    draft: str | None
    status: str
    provision: str | None
    candidates: tuple[str, ...]
    reason: str
    confidence: float


def parse_day(written: str) -> Published | None:
    """The day or month that a date names; None for an empty one. Raises `ValueError` for anything else."""
    return Published.parse(written) if written else None


def cite(
    text: str,
    *,
    title: str | None = None,
    published: date | Published | None = None,
    docket: Docket,
    known_paragraphs: KnownParagraphs | None = None,
) -> list[Mention]:
    """All citations of a whole document, found and resolved, in the order of the text."""
    found = find_mentions(text, docket)
    return resolve_mentions(
        found, text, title=title, published=published, docket=docket, known_paragraphs=known_paragraphs
    )


def resolve_mentions(
    found: list[FoundMention],
    text: str,
    *,
    title: str | None,
    published: date | Published | None,
    docket: Docket,
    known_paragraphs: KnownParagraphs | None = None,
) -> list[Mention]:
    """`found` mentions of `text`, each with instrument, draft, status, provision and the reason.

    `published` may be a whole month (`Published.parse("2024-06")`). `known_paragraphs` tells which paragraphs an
    article of a draft has; by default the few facts of the docket.
    """
    if not found:
        return []
    page = make_page(text, title, docket, [(m.start, m.end) for m in found])
    numbering = Numbering(docket)
    settler = DraftSettler(page, docket, numbering, _days(published))
    groups = _groups(found)
    belongings = Settler(page, docket).settle(groups)
    own = {m.group: b for group, b in zip(groups, belongings, strict=True) for m in group[:1]}
    evidence = _evidence(groups, own, settler, page)
    votes = settler.votes(list(evidence.values()))
    paragraphs = known_paragraphs or paragraphs_of(docket)
    mentions = []
    for place, mention in enumerate(m for group in groups for m in group):
        belonging = own[mention.group]
        if not belonging.own:
            mentions.append(_other(page, mention, belonging))
        else:
            choice = settler.choose(evidence[place], votes)
            if mention.unit == "annex" and not (belonging.said or evidence[place].naming):
                continue  # any letter may have an annex
            mentions.append(_own(page, mention, reach_verdict(page.flat, mention, choice, numbering, paragraphs)))
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


def _days(published: date | Published | None) -> Published | None:
    return Published(published, published) if isinstance(published, date) else published


def _groups(found: list[FoundMention]) -> list[list[FoundMention]]:
    """Mentions by list, in the order of the text; paragraphs that inherit an article stay with its list."""
    by_group: dict[int, list[FoundMention]] = {}
    for mention in found:
        by_group.setdefault(mention.group, []).append(mention)
    return list(by_group.values())


def _evidence(
    groups: list[list[FoundMention]], own: dict[int, Belonging], settler: DraftSettler, page: Page
) -> dict[int, Evidence]:
    """What stands beside each own mention, by its place among all mentions of the groups in order."""
    starts = [*(group[0].group_start for group in groups), len(page.flat)]
    ends = _ends_before(groups, page, starts)
    chains = _chains(groups, page, starts)
    evidence: dict[int, Evidence] = {}
    place = 0
    for at, group in enumerate(groups):
        for mention in group:
            if own[mention.group].own:
                evidence[place] = settler.evidence(mention, group, ends[at], starts[at + 1], chains[at])
            place += 1
    return evidence


def _ends_before(groups: list[list[FoundMention]], page: Page, starts: list[int]) -> list[int]:
    """For each list where the list before it ends, apart from those joined with it."""
    ends = [0]
    for at in range(1, len(groups)):
        end = groups[at - 1][0].group_end
        ends.append(ends[at - 1] if shares(page.flat, end, starts[at]) else end)
    return ends


def _chains(groups: list[list[FoundMention]], page: Page, starts: list[int]) -> list[tuple[int, int]]:
    """For each list where the last list joined with it ends, and where the next one begins."""
    chains = [(group[0].group_end, starts[at + 1]) for at, group in enumerate(groups)]
    for at in range(len(groups) - 2, -1, -1):
        if shares(page.flat, groups[at][0].group_end, starts[at + 1]):
            chains[at] = chains[at + 1]
    return chains


def _other(page: Page, mention: FoundMention, belonging: Belonging) -> Mention:
    how = "named beside the citation" if belonging.said else "the treaty that this document is about"
    return Mention(
        mention.start, mention.end, page.text[mention.start : mention.end], belonging.key, mention.article,
        mention.paragraph, mention.letter, mention.unit, None, "other_instrument", None, (),
        f"Belongs to another instrument ({belonging.key}), {how}.", 0.95 if belonging.said else 0.8,
    )  # fmt: skip


def _own(page: Page, mention: FoundMention, verdict: Verdict) -> Mention:
    return Mention(
        mention.start, mention.end, page.text[mention.start : mention.end], verdict.instrument, verdict.article,
        mention.paragraph, mention.letter, mention.unit, verdict.draft, verdict.status, verdict.provision,
        verdict.candidates, verdict.reason, round(verdict.confidence, 2),
    )  # fmt: skip
