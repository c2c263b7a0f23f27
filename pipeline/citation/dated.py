"""Drafts named only by a date: "the latest draft, published on 28 November", "the May draft"."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from db.citation_patterns import load_patterns
from db.docket import Docket
from db.docket_citations import docket_citations
from pipeline.citation.flatten import phrase
from pipeline.citation.grammar import one_of
from pipeline.citation.numbering import Published
from pipeline.citation.page import DRAFT, Named, Page
from pipeline.citation.phrases import Hit, PhraseIndex

DETERMINER = re.compile(r" (?:the |le |el |em |am )?")
MONTHS_BACK = 24
"""How far back a month without a year may lie."""


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {phrase(word): month for word, month in load_patterns().months.items()}


@lru_cache(maxsize=1)
def _date() -> re.Pattern[str]:
    months = one_of(_months())
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?"
    day_first = rf"(?:{day} (?:of |de |d')?)?(?P<month>{months})\.?(?:,? (?:of |de )?(?P<year>\d{{4}}))?"
    month_first = rf"(?P<month2>{months})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year2>\d{{4}}))?"
    return re.compile(rf"(?:{month_first}|{day_first}|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}}))(?!\w)")


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?: \d{{4}})?[ ']?(?:{one_of(load_patterns().dated.after)})")


@lru_cache(maxsize=1)
def _starts() -> tuple[PhraseIndex[None], PhraseIndex[None]]:
    """Words that stand before a date, and months."""
    before = PhraseIndex((words, None) for words in load_patterns().dated.before)
    return before, PhraseIndex((month, None) for month in load_patterns().months)


def dated_drafts(page: Page, docket: Docket, published: Published | None) -> Iterator[Hit[Named]]:
    """Names of drafts by date, as further names of drafts, in no particular order."""
    days = _days(docket)
    for zone, words in zip(page.zones, page.words, strict=True):
        yield from _dated(page, zone, words, days, published)


def _dated(
    page: Page,
    zone: tuple[int, int],
    words: set[str],
    days: list[tuple[str, str]],
    published: Published | None,
) -> Iterator[Hit[Named]]:
    flat = page.flat
    before, months = _starts()
    for hit in before.hits(page.text, flat, *zone, words=words):
        gap = DETERMINER.match(flat, hit.end)
        written = _date().match(flat, gap.end()) if gap else None
        if written and (keys := _keys(written, days, published)):
            yield Hit(hit.start, written.end(), (DRAFT, keys, False))
    for hit in months.hits(page.text, flat, *zone, words=words):
        written = _date().match(flat, hit.start) if _after().match(flat, hit.end) else None
        if written and (keys := _keys(written, days, published)):
            yield Hit(hit.start, hit.end, (DRAFT, keys, False))


def _days(docket: Docket) -> list[tuple[str, str]]:
    """Each draft with its day ("2023-11-28") or month ("2024-02")."""
    released = [(draft.key, draft.published) for draft in docket.drafts if draft.published]
    return released + [(entry.draft, entry.day.isoformat()) for entry in docket_citations(docket).document_dates]


def _keys(written: re.Match[str], days: list[tuple[str, str]], published: Published | None) -> tuple[str, ...]:
    """The one draft of that date; none where no or several drafts have it."""
    day, month, year = _parts(written)
    fitting = [(when, key) for key, when in days if _fits(when, day, month, year, published)]
    if not year:
        latest = max((when[:4] for when, _ in fitting), default="")
        fitting = [(when, key) for when, key in fitting if when.startswith(latest)]
    keys = {key for _, key in fitting}
    return tuple(keys) if len(keys) == 1 else ()


def _parts(written: re.Match[str]) -> tuple[int | None, int, int | None]:
    if written["iso"]:
        when = date.fromisoformat(written["iso"]) if _is_date(written["iso"]) else date(1, 1, 1)
        return when.day, when.month, when.year
    month = _months()[" ".join((written["month"] or written["month2"]).split())]
    day, year = written["day"] or written["day2"], written["year"] or written["year2"]
    return (int(day) if day else None), month, (int(year) if year else None)


def _is_date(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _fits(when: str, day: int | None, month: int, year: int | None, published: Published | None) -> bool:
    """Whether a draft of `when` may be meant; a date without a year is the last such before publication."""
    parts = [int(part) for part in when.split("-")]
    if parts[1] != month or (year and parts[0] != year):
        return False
    if day and (len(parts) < 3 or parts[2] != day):
        return False
    if year or not published:
        return bool(year) or bool(day)
    months_back = (published.last.year - parts[0]) * 12 + published.last.month - month
    return 0 <= months_back < MONTHS_BACK
