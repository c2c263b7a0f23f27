"""Provisions described without a number: "the extradition article", "the chapter on international cooperation"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from db.citation_patterns import load_patterns
from pipeline.citation.finding import Anchor
from pipeline.citation.flatten import phrase
from pipeline.citation.grammar import grammar, one_of
from pipeline.citation.subjects import LONGEST_SUBJECT, Subjects

PLURAL = ("la", "les", "los", "las", "os", "as")
REACH = 110
"""Code points looked at on each side of the noun."""


@dataclass(frozen=True)
class DescribingPatterns:
    """Compiled words around a described provision."""

    determiner_end: re.Pattern[str]
    about: re.Pattern[str]
    singular: frozenset[str]
    chinese: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def describing() -> DescribingPatterns:
    """Compiled once."""
    data = load_patterns().describing
    before = "|".join(sorted((re.escape(phrase(word)) for word in data.before), key=len, reverse=True))
    about = "|".join(sorted((re.escape(phrase(word)) for word in data.about), key=len, reverse=True))
    return DescribingPatterns(
        determiner_end=re.compile(rf"(?<!\w)(?:{before}) {{0,2}}$"),
        about=re.compile(rf" (?:{about})(?: |(?<=')|(?<=ب))(?:(?:{one_of([*data.before, *PLURAL])}) ?|l')?"),
        singular=frozenset(phrase(word) for word in (*data.article, *data.chapter)),
        chinese=tuple([(w, "article") for w in data.chinese_article] + [(w, "chapter") for w in data.chinese_chapter]),
    )


@dataclass(frozen=True, slots=True)
class Described:
    """A described provision: `number` is the adopted article's, or the chapter's."""

    start: int
    end: int
    unit: str
    number: str


def find_descriptions(flat: str, nouns: list[Anchor], known: Subjects) -> Iterator[Described]:
    """Descriptions at `nouns` that no number follows, and those of Chinese."""
    for anchor in nouns:
        if anchor.unit in ("article", "chapter") and flat[anchor.start : anchor.end] in describing().singular:
            found = _before_noun(flat, anchor, known) or _after_noun(flat, anchor, known)
            if found and not _numbered_beside(flat, found):
                yield found
    yield from _chinese(flat, known)


def _table(known: Subjects, unit: str) -> dict[str, frozenset[str]]:
    return known.articles if unit == "article" else known.chapters


def _before_noun(flat: str, anchor: Anchor, known: Subjects) -> Described | None:
    """ "the jurisdictional article": the longest subject directly before the noun, after a determiner."""
    left = flat[max(0, anchor.start - REACH) : anchor.start].rstrip(" ")
    words = list(re.finditer(r"\S+", left))[-LONGEST_SUBJECT:]
    for word in words:
        subject = " ".join(left[word.start() :].replace('"', "").split())
        numbers = _table(known, anchor.unit).get(subject)
        determiner = describing().determiner_end.search(left, 0, word.start()) if numbers else None
        if numbers and determiner and len(numbers) == 1:
            offset = anchor.start - len(flat[max(0, anchor.start - REACH) : anchor.start])
            return Described(offset + determiner.start(), anchor.end, anchor.unit, next(iter(numbers)))
    return None


def _after_noun(flat: str, anchor: Anchor, known: Subjects) -> Described | None:
    """ "the article on extradition", "le chapitre sur la coopération internationale"."""
    determiner = describing().determiner_end.search(flat, max(0, anchor.start - 20), anchor.start)
    about = describing().about.match(flat, anchor.end)
    if not about or not (determiner or not flat[anchor.start].isascii()):
        return None
    words = list(re.finditer(r"[^\s,.;:()\"]+", flat[about.end() : about.end() + REACH]))[:LONGEST_SUBJECT]
    for word in reversed(words):
        subject = " ".join(flat[about.end() : about.end() + word.end()].split())
        numbers = _table(known, anchor.unit).get(subject)
        if numbers and len(numbers) == 1:
            start = determiner.start() if determiner else anchor.start
            return Described(start, about.end() + word.end(), anchor.unit, next(iter(numbers)))
    return None


def _numbered_beside(flat: str, found: Described) -> bool:
    """Whether the number stands beside the description, which then is a gloss of it."""
    gap = re.compile(r" ?[(,\[]? ?").match(flat, found.end)
    at = gap.end() if gap else found.end
    noun = grammar().noun_of["article"].match(flat, at)
    if noun and re.compile(r"[ .]{0,3}\d").match(flat, noun.end()):
        return True
    return bool(re.search(r"\d[)\]]? ?[,(:-] ?$", flat[max(0, found.start - 8) : found.start]))


def _chinese(flat: str, known: Subjects) -> Iterator[Described]:
    """引渡条款, 国际合作一章: the subject stands directly before."""
    for noun, unit in describing().chinese:
        at = flat.find(noun)
        while at >= 0:
            for length in range(min(LONGEST_SUBJECT, at), 1, -1):
                left = flat[at - length : at].removesuffix("的")
                numbers = _table(known, unit).get(left)
                if numbers and len(numbers) == 1:
                    yield Described(at - length, at + len(noun), unit, next(iter(numbers)))
                    break
            at = flat.find(noun, at + len(noun))
