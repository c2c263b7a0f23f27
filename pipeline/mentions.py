"""Finding the provisions that a text cites; `pipeline.resolve` settles instrument and draft."""

from bisect import bisect_right
from dataclasses import replace

from db.docket import Docket
from pipeline.citation.anaphora import context_article, ibid_start
from pipeline.citation.descriptions import Described, find_descriptions
from pipeline.citation.finding import Anchor, Listed, anchors, find_lists
from pipeline.citation.flatten import flatten
from pipeline.citation.found import FoundMention
from pipeline.citation.grammar import grammar
from pipeline.citation.names import is_name, numbered_names
from pipeline.citation.page import DRAFT, OWN, name_index
from pipeline.citation.spot import Spot
from pipeline.citation.subjects import subjects

VERSION = "1"
__all__ = ["FoundMention", "find_mentions"]

COMPANY = 300
"""How near a citation with a noun must be before one without."""
NAME_REACH = 60


def find_mentions(text: str, docket: Docket) -> list[FoundMention]:
    """Every citation in `text` in order; offsets are code points of `text`, end exclusive.

    One mention a provision: a list gives one for each item, a range one for each number with the range's span.
    Names of organisations, counts, symbols, resolutions and an author's own paragraph numbers give none.
    """
    flat = flatten(text)
    known = subjects(docket)
    nouns = anchors(flat)
    lists = find_lists(flat, nouns)
    names = numbered_names(docket)
    lists = [listed for listed in lists if not is_name(text, flat, listed, names, known)]
    free = _free(nouns, lists)
    described = list(find_descriptions(flat, free, known))
    ends = sorted(listed.end for listed in lists if listed.unit == "article")
    lists = [
        listed
        for listed in lists
        if listed.unit != "bare" or _near(listed, ends) or _names_treaty(text, flat, listed, docket)
    ]
    return _mentions(text, flat, _merge(flat, lists, described))


def _near(bare: Listed, ends: list[int]) -> bool:
    """Whether an article was cited shortly before a number without a noun; `ends` are where lists of articles end."""
    before = bisect_right(ends, bare.start)
    return before > 0 and bare.start - ends[before - 1] <= COMPANY


def _names_treaty(text: str, flat: str, bare: Listed, docket: Docket) -> bool:
    """Whether the treaty itself is named shortly after a number without a noun."""
    return any(
        hit.payload[0] in (OWN, DRAFT) for hit in name_index(docket).hits(text, flat, bare.end, bare.end + NAME_REACH)
    )


def _free(nouns: list[Anchor], lists: list[Listed]) -> list[Anchor]:
    """Nouns that open no list."""
    taken = {listed.start for listed in lists}
    return [noun for noun in nouns if noun.start not in taken]


def _merge(flat: str, lists: list[Listed], described: list[Described]) -> list[tuple[Listed, Described | None]]:
    """Lists and descriptions in order; "paragraph 1 of the jurisdictional article" is one of both."""
    by_start = {found.start: found for found in described}
    used: set[int] = set()
    merged: list[tuple[Listed, Described | None]] = []
    for listed in lists:
        found = _described_after(flat, listed, by_start) if listed.unit == "paragraph" else None
        if found:
            used.add(found.start)
        merged.append((listed, found))
    for found in described:
        if found.start not in used:
            merged.append((Listed(found.unit, [Spot(found.start, found.end, found.number)]), found))
    return sorted(merged, key=lambda pair: pair[0].start)


def _described_after(flat: str, listed: Listed, by_start: dict[int, Described]) -> Described | None:
    of = grammar().of.match(flat, listed.end)
    reach = of.end() if of else listed.end
    return next((by_start[at] for at in range(listed.end, reach + 1) if at in by_start), None)


def _mentions(text: str, flat: str, merged: list[tuple[Listed, Described | None]]) -> list[FoundMention]:
    mentions: list[FoundMention] = []
    for group, (listed, described) in enumerate(merged):
        if listed.unit == "paragraph" and not described:
            mentions += _inherited(text, flat, listed, group, mentions)
        else:
            mentions += _told(listed, described, group)
    return mentions


def _told(listed: Listed, described: Described | None, group: int) -> list[FoundMention]:
    spots = listed.spots
    end = described.end if described else listed.end
    unit = described.unit if described else "article" if listed.unit == "bare" else listed.unit
    mentions = [
        FoundMention(spot.start, spot.end, unit, spot.article, spot.paragraph, spot.letter, group, listed.start, end,
                     descending=spot.descending, described=described is not None)
        for spot in spots
    ]  # fmt: skip
    if described:
        mentions = [replace(m, article=described.number) for m in mentions]
        mentions[-1] = replace(mentions[-1], end=described.end)
    return mentions


def _inherited(text: str, flat: str, listed: Listed, group: int, earlier: list[FoundMention]) -> list[FoundMention]:
    """Paragraphs with the article of their context; without one they are no citation."""
    context = context_article(text, flat, listed.start, listed.end, earlier)
    if not context:
        return []
    start = ibid_start(flat, listed.start)
    base = replace(context, inherits=True)
    mentions = [
        replace(
            base,
            start=spot.start,
            end=spot.end,
            paragraph=spot.paragraph or context.paragraph,
            letter=spot.letter,
            descending=spot.descending,
        )
        for spot in listed.spots
    ]
    return [replace(mentions[0], start=start), *mentions[1:]]
