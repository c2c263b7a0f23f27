"""Finding: every provision that a text cites, in the order of the text, with nothing yet known about drafts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from db.citation_patterns import load_patterns
from pipeline.citation.chinese import chinese_lists, chinese_preambles
from pipeline.citation.grammar import NounMatcher, grammar, one_of
from pipeline.citation.lists import read_list
from pipeline.citation.spot import Spot

LONGEST_PREFIX = 4
BRACKET = re.compile(r"\(\d{1,2}\)(?!\w)")


@lru_cache(maxsize=1)
def _bare_number() -> re.Pattern[str]:
    """A number without a noun that is still a citation, where the context has others."""
    before = one_of(load_patterns().around.bare_before)
    return re.compile(rf"(?:^|(?<!\w)(?:{before})|[.;:(]) (?P<number>\d{{1,2}})$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a noun stands."""

    start: int
    end: int
    unit: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as found: its unit, its provisions, and its span."""

    unit: str
    spots: list[Spot]

    @property
    def start(self) -> int:
        """Where the list begins."""
        return self.spots[0].start

    @property
    def end(self) -> int:
        """Where the list ends."""
        return max(spot.end for spot in self.spots)


def anchors(flat: str) -> list[Anchor]:
    """All nouns of citing in the text, in order; of two at one place the longer."""
    found: dict[int, Anchor] = {}
    for matcher in grammar().nouns:
        if matcher.literal not in flat:
            continue
        for match in matcher.search.finditer(flat):
            start = _word_start(flat, match.start(), matcher)
            if start is not None and (start not in found or found[start].end < match.end()):
                found[start] = Anchor(start, match.end(), matcher.noun.unit)
    return [found[start] for start in sorted(found)]


def _word_start(flat: str, at: int, matcher: NounMatcher) -> int | None:
    """Where the noun's word begins, or None where other letters are written before the noun."""
    start = at
    while start > 0 and at - start <= LONGEST_PREFIX and flat[start - 1].isalpha():
        start -= 1
    return start if flat[start:at] in matcher.prefixes else None


def find_lists(flat: str, nouns: list[Anchor]) -> list[Listed]:
    """All numbered citations, and mentions of preamble and annex, as lists in the order of the text."""
    lists = list(_noun_lists(flat, nouns))
    lists += [Listed(unit, spots) for unit, spots in chinese_lists(flat)]
    lists += [Listed("preamble", [spot]) for spot in chinese_preambles(flat)]
    return sorted((listed for listed in lists if listed.spots), key=lambda listed: listed.start)


def _bare(flat: str) -> Iterator[Anchor]:
    """Numbers with a paragraph in brackets and no noun: "replace 'may' with 'shall' in 7(2)"."""
    for bracket in BRACKET.finditer(flat):
        number = _bare_number().search(flat, max(0, bracket.start() - 18), bracket.start())
        if number:
            yield Anchor(number.start("number"), number.start("number"), "bare")


def _noun_lists(flat: str, nouns: list[Anchor]) -> Iterator[Listed]:
    done = 0
    for anchor in sorted([*nouns, *_bare(flat)], key=lambda noun: noun.start):
        if anchor.start < done:
            continue
        listed = _read_anchor(flat, anchor)
        if listed:
            done = listed.end
            yield listed


def _read_anchor(flat: str, anchor: Anchor) -> Listed | None:
    if anchor.unit == "bare":
        return Listed("bare", read_list(flat, anchor.start, anchor.start, "article"))
    if anchor.unit == "preamble":
        spots = _preamble(flat, anchor)
        return Listed("preamble", spots) if _may_be_ours(flat, anchor, spots) else None
    if anchor.unit == "annex":
        return (
            None if grammar().annex_after.match(flat, anchor.end) else Listed("annex", [Spot(anchor.start, anchor.end)])
        )
    spots = read_list(flat, anchor.start, anchor.end, anchor.unit) or _ordinal(flat, anchor)
    if not spots or grammar().name_after.match(flat, spots[-1].end):
        return None
    if anchor.unit in ("article", "chapter"):
        return Listed(anchor.unit, spots)
    return _with_article(flat, spots) if _may_be_ours(flat, anchor, spots) else None


def _ordinal(flat: str, anchor: Anchor) -> list[Spot]:
    """ "the second paragraph" of an article or of the preamble that is named directly after it."""
    before = grammar().ordinal_before.search(flat, max(0, anchor.start - 14), anchor.start)
    of = grammar().of.match(flat, anchor.end)
    if anchor.unit != "paragraph" or not before or not of:
        return []
    named = grammar().noun_of["article"].match(flat, of.end()) or grammar().noun_of["preamble"].match(flat, of.end())
    number = grammar().ordinals[before["ordinal"]]
    return [Spot(before.start(), anchor.end, paragraph=str(number), level="paragraph")] if named else []


def _may_be_ours(flat: str, anchor: Anchor, spots: list[Spot]) -> bool:
    """No paragraph of a resolution, nor one of the author's own text."""
    before = flat[max(0, anchor.start - 14) : anchor.start]
    return not (
        grammar().not_paragraph_before.search(before) or grammar().not_paragraph_after.match(flat, spots[-1].end)
    )


def _preamble(flat: str, anchor: Anchor) -> list[Spot]:
    """The preamble with the paragraphs that follow it, or alone."""
    stress = grammar().stress.match(flat, anchor.end)
    at = stress.end() if stress else anchor.end
    if flat[at : at + 1] == "(":
        at += 1
    noun = grammar().noun_of["paragraph"].match(flat, at)
    spots = read_list(flat, anchor.start, noun.end(), "paragraph") if noun else []
    before = (
        grammar().ordinal_before.search(flat, max(0, anchor.start - 14), anchor.start) if noun and not spots else None
    )
    if noun and before:
        return [Spot(before.start(), noun.end(), paragraph=str(grammar().ordinals[before["ordinal"]]))]
    return spots or [Spot(anchor.start, anchor.end)]


def _with_article(flat: str, spots: list[Spot]) -> Listed:
    """Paragraphs or letters, with the paragraph, article or preamble that is named after them ("of Article 14")."""
    of = grammar().of.match(flat, spots[-1].end)
    at = of.end() if of else spots[-1].end
    if spots[0].paragraph is None and (noun := grammar().noun_of["paragraph"].match(flat, at)):
        outer = read_list(flat, noun.start(), noun.end(), "paragraph")
        if outer:
            return _with_article(flat, _inside(spots, outer))
    if noun := grammar().noun_of["article"].match(flat, at):
        articles = read_list(flat, noun.start(), noun.end(), "article")
        if articles:
            return Listed("article", _of_articles(spots, articles))
    if noun := grammar().noun_of["preamble"].match(flat, at):
        return Listed("preamble", [*spots[:-1], replace(spots[-1], end=noun.end())])
    return Listed("paragraph", spots)


def _inside(letters: list[Spot], outer: list[Spot]) -> list[Spot]:
    """Letters with the paragraph that is named after them."""
    last = outer[-1].end
    named = [replace(spot, paragraph=outer[0].paragraph) for spot in letters]
    return [*named[:-1], replace(named[-1], end=last)]


def _of_articles(spots: list[Spot], articles: list[Spot]) -> list[Spot]:
    """Each paragraph with its article; a further article has the paragraph too where there is only one."""
    first = articles[0]
    known = [
        replace(
            spot,
            article=first.article,
            paragraph=spot.paragraph or first.paragraph,
            descending=first.descending,
        )
        for spot in spots
    ]
    known[-1] = replace(known[-1], end=first.end)
    rest = articles[1:]
    if len(spots) == 1:
        rest = [
            replace(a, paragraph=a.paragraph or known[0].paragraph, letter=a.letter or known[0].letter) for a in rest
        ]
    return known + rest
