"""Paragraphs and articles that are asked for and stand in no text yet."""

import re
from functools import lru_cache

from db.citation_patterns import load_patterns
from db.docket_citations import DocketCitations
from pipeline.citation.found import FoundMention
from pipeline.citation.grammar import one_of

BEFORE_REACH = 48
AFTER_REACH = 45

JOINED_REACH = 160

KEPT = re.compile(r" (?:to (?:be|remain|stay)|be (?!added|inserted)|remain)")
"""What is asked to be kept or changed is there already."""


@lru_cache(maxsize=8)
def _patterns(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    filler = rf"(?: (?:{one_of(load_patterns().around.proposal_filler)})){{0,3}}"
    opening = re.compile(rf"(?<!\w)(?:{one_of(before)}){filler} ?['\"]?$")
    closing = re.compile(rf"[^.;:]{{0,{AFTER_REACH}}}? (?:{one_of(after)})")
    return opening, closing


def is_proposed(flat: str, mention: FoundMention, citations: DocketCitations, drafts: tuple[str, ...]) -> str:
    """Why the mention is of a proposal, in words; empty where it is not.

    A number with a suffix ("24bis") is in no text. A paragraph is proposed where the words beside it ask for it,
    or where the docket knows it as one of the proposals.
    """
    article, paragraph = mention.article or "", mention.paragraph
    if not article.isdigit() and not mention.descending:
        return "an article of that number is in no text"
    if paragraph and paragraph[-1].isalpha() and not mention.descending:
        return "a paragraph of that number is in no text"
    for known in citations.proposed:
        if (known.article, known.paragraph) == (article, paragraph) and (not drafts or set(drafts) & set(known.drafts)):
            return known.note
    return "the words beside it ask for it to be added" if paragraph and asked_for(flat, mention, citations) else ""


def asked_for(flat: str, mention: FoundMention, citations: DocketCitations) -> bool:
    """Whether the words around the list ask for something new there."""
    opening, closing = _patterns(citations.proposal_before, citations.proposal_after)
    start, end = (mention.start, mention.end) if mention.inherits else (mention.group_start, mention.group_end)
    kept = KEPT.match(flat, end, end + 14)
    if opening.search(flat, max(0, start - BEFORE_REACH), start) or _joined_to_one(flat, start, citations):
        return not kept or bool(closing.match(flat, end))
    return bool(closing.match(flat, end, end + AFTER_REACH + 24))


@lru_cache(maxsize=8)
def _joined(joined: tuple[str, ...], before: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?<!\w)(?:{one_of(joined)}) $"), re.compile(rf"(?<!\w)(?:{one_of(before)})[^.;:]*$")


def _joined_to_one(flat: str, start: int, citations: DocketCitations) -> bool:
    """ "Insert an article 10 bis and a paragraph 3", "add to Article 36 a paragraph 6": asked for further before."""
    joined, asked = _joined(citations.proposal_joined, citations.proposal_before)
    if not joined.search(flat, max(0, start - 14), start):
        return False
    return bool(asked.search(flat, max(0, start - JOINED_REACH), start))
