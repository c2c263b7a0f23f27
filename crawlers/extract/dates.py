"""Dates in running text and in metadata, read day before month, in the languages that dateparser knows.

A date is only seen where a year stands with it: names ("Access Now") and bare months hold none. Month names
come from dateparser's tables; the order of figures is day, month, year as the United Nations writes it, unless
the second figure can only be a day.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module

from crawlers.extract.wordlists import word_list

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_FIRST_YEAR = 1990
_EAST_ASIAN = re.compile(r"((?:19|20)\d{2})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일号號])?")
_VIETNAMESE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?((?:19|20)\d{2})(?![\d/-])")
_YEAR_MONTH = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})-(0[1-9]|1[0-2])(?![\d/.-])")


@dataclass(frozen=True)
class Found:
    """A date in a text: `value` is YYYY-MM-DD or YYYY-MM, `start` and `end` its place.

    `other` is the day that it would be with day and month the other way round ("08/05/2024"), where both can be.
    """

    value: str
    start: int
    end: int
    other: str = ""


def dates_in(text: str) -> list[Found]:
    """The dates in `text` in order, full dates before the months that lie inside them."""
    text = _western_figures(text)
    full = [found for found in _full(text) if found]
    taken = [range(found.start, found.end) for found in full]
    months = [found for found in _months(text) if not any(found.start in span for span in taken)]
    return sorted([*full, *months], key=lambda found: found.start)


def parse_date(text: str) -> str | None:
    """The one date of a metadata value ("2024-07-24T09:00:00+00:00", "24 July 2024"); None if it has none."""
    found = dates_in(text[:80])
    return found[0].value if found else None


def _western_figures(text: str) -> str:
    return "".join(
        str(unicodedata.digit(sign))
        if sign.isdigit() and not sign.isascii() and unicodedata.digit(sign, -1) >= 0
        else sign
        for sign in text
    )


def _full(text: str) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        yield from _found(match, match[1], match[3], match[4])
    for match in _FIGURES.finditer(text):
        yield from (_two_sided(match, found) for found in _found(match, match[4], match[3], match[1]))
    for match in _EAST_ASIAN.finditer(text):
        if match[3]:
            yield from _found(match, match[1], match[2], match[3])
    for match in _VIETNAMESE.finditer(text):
        yield from _found(match, match[3], match[2], match[1])
    for match in _named()[0].finditer(text):
        names = match.groupdict()
        yield from _found(
            match,
            names["y1"] or names["y2"] or names["y3"],
            str(month_number(names["m1"] or names["m2"] or names["m3"])),
            names["d1"] or names["d2"] or names["d3"],
        )


def _months(text: str) -> Iterator[Found]:
    for match in _named()[1].finditer(text):
        yield Found(f"{match['y']}-{month_number(match['m']):02d}", match.start(), match.end())
    for match in _YEAR_MONTH.finditer(text):
        yield Found(f"{match[1]}-{match[2]}", match.start(), match.end())
    for match in _EAST_ASIAN.finditer(text):
        if not match[3] and 1 <= int(match[2]) <= 12:
            yield Found(f"{match[1]}-{int(match[2]):02d}", match.start(), match.end())


def _found(match: re.Match[str], year: str, month: str, day: str) -> Iterator[Found]:
    """The date, months and days swapped where only that is one; nothing where neither is, or a year far off."""
    for first, second in ((month, day), (day, month)):
        try:
            value = date(int(year), int(first), int(second))
        except ValueError:
            continue
        if _FIRST_YEAR <= value.year <= date.today().year + 1:
            yield Found(value.isoformat(), match.start(), match.end())
        return


def _two_sided(match: re.Match[str], found: Found) -> Found:
    """A date in figures with its other reading; full stops are never written with the month first."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or first == second or first > 12 or second > 12:
        return found
    return replace(found, other=date(int(match[4]), first, second).isoformat())


def is_month_first(text: str) -> bool | None:
    """Whether dates in figures in `text` have the month first, by those that can only be read one way; else None."""
    pairs = [(int(match[1]), int(match[3])) for match in _FIGURES.finditer(text) if match[2] != "."]
    american = any(second > 12 >= first for first, second in pairs)
    other = any(first > 12 >= second for first, second in pairs)
    return american if american != other else None


def month_number(name: str) -> int:
    """1 to 12 for the name of a month in any of the languages read."""
    return _month_names()[_key(name)]


def _key(name: str) -> str:
    return name.casefold().rstrip(".")


@cache
def _month_names() -> dict[str, int]:
    """Month name (case-folded, no full stop) → number; the first language that has a name decides."""
    names: dict[str, int] = {}
    for language in word_list("dates")["months"]["languages"]:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, month in enumerate(_MONTHS, start=1):
            for name in info.get(month, []):
                if len(name) >= 3 and not any(sign.isdigit() for sign in name):
                    names.setdefault(_key(name), number)
    for number, name in enumerate(word_list("dates")["months"]["levantine"], start=1):
        names.setdefault(name, number)
    return names


@cache
def _named() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of dates with a named month: with a day, and without one."""
    names = "|".join(re.escape(name) for name in sorted(_month_names(), key=len, reverse=True))
    month, year, day = rf"(?:{names})\b\.?", r"(?:19|20)\d{2}", r"\d{1,2}"
    ordinal = r"(?:\.|st|nd|rd|th|er|º|ª|°|-го|-е)?"
    link = r"(?:\s*(?:,|de|del|do|da|of|di)\s+|\s*,\s*|\s+)"
    with_day = (
        rf"(?<![\d.:/-])(?P<d1>{day}){ordinal}(?:\s*|\s+(?:de|of|do|di)\s+)(?P<m1>{month}){link}(?P<y1>{year})\b"
        rf"|\b(?P<m2>{month})\s+(?P<d2>{day}){ordinal}\s*,?\s+(?P<y2>{year})\b"
        rf"|\b(?P<y3>{year})\.?\s+(?P<m3>{month})\s+(?P<d3>{day})\b"
    )
    without = rf"\b(?P<m>{month}){link}(?P<y>{year})\b"
    with_day = with_day.replace(f"(?P<m1>{month})", rf"(?:(?:{names})\s?/\s?)?(?P<m1>{month})")
    return re.compile(with_day, re.IGNORECASE), re.compile(without, re.IGNORECASE)
