"""What each article and chapter is about, in words: used for descriptions and for the title beside a number."""

import re
from dataclasses import dataclass
from functools import lru_cache

from db.docket import Docket
from db.docket_citations import Subject, docket_citations
from pipeline.citation.flatten import phrase
from pipeline.citation.phrases import PhraseIndex

LONGEST_SUBJECT = 12
"""Words of the longest subject looked at before a noun."""


@dataclass(frozen=True)
class Subjects:
    """`articles` and `chapters` map a flattened phrase to adopted numbers; the indexes find them in a text."""

    articles: dict[str, frozenset[str]]
    chapters: dict[str, frozenset[str]]
    article_index: PhraseIndex[frozenset[str]]


def _title_subjects(docket: Docket) -> list[tuple[str, str]]:
    """Titles of all drafts with the lineage that each number had there."""
    lineage = {
        (draft, number): row.adopted
        for row in docket.lineages
        for draft, numbers in row.numbers.items()
        for number in numbers
    }
    return [
        (re.sub(r"[\[\]]", "", title.title), lineage[title.draft, title.number])
        for title in docket.titles
        if (title.draft, title.number) in lineage
    ]


def _chapter_subjects(docket: Docket) -> list[tuple[str, str]]:
    from pipeline.citation.numbers import roman_value

    pairs = []
    for title in docket.titles:
        numeral, _, name = title.chapter.partition(" ")
        value = roman_value(numeral.lower()) if re.fullmatch("[IVXL]+", numeral) else None
        if value:
            pairs.append((name, str(value)))
    return pairs


def _merge(pairs: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    merged: dict[str, frozenset[str]] = {}
    for words, number in pairs:
        merged[phrase(words)] = merged.get(phrase(words), frozenset()) | {number}
    return merged


@lru_cache(maxsize=16)
def _subjects(
    titles: tuple[tuple[str, str], ...], chapters: tuple[tuple[str, str], ...], told: tuple[Subject, ...]
) -> Subjects:
    articles = _merge([*titles, *((words, s.lineage) for s in told if s.lineage for words in s.words)])
    by_chapter = _merge([*chapters, *((words, s.chapter) for s in told if s.chapter for words in s.words)])
    return Subjects(articles, by_chapter, PhraseIndex(articles.items()))


def subjects(docket: Docket) -> Subjects:
    """The docket's subjects; built once for the same titles and words."""
    told = docket_citations(docket).subjects
    return _subjects(
        tuple(dict.fromkeys(_title_subjects(docket))), tuple(dict.fromkeys(_chapter_subjects(docket))), told
    )
