"""Citations in Chinese and Japanese, where the noun follows its number: 第三十五条第一款."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from db.citation_patterns import load_patterns
from pipeline.citation.numbers import chinese_value
from pipeline.citation.ranges import expand
from pipeline.citation.spot import Spot

UNITS = {"条": "article", "條": "article", "章": "chapter", "款": "paragraph"}
NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十百零〇]{1,7})"


@dataclass(frozen=True)
class ChinesePatterns:
    """The patterns of the data file, compiled."""

    item: re.Pattern[str]
    open_item: re.Pattern[str]
    join: re.Pattern[str]
    range: re.Pattern[str]
    preamble: re.Pattern[str]


@lru_cache(maxsize=1)
def chinese_patterns() -> ChinesePatterns:
    """Compiled once."""
    data = load_patterns().chinese
    parts = (data.item, data.open_item, data.join, data.range, data.preamble)
    return ChinesePatterns(*(re.compile(part.replace("{n}", NUMBER)) for part in parts))


def chinese_lists(flat: str) -> Iterator[tuple[str, list[Spot]]]:
    """Each list of provisions with its unit (article, chapter, paragraph or preamble), in order."""
    at = flat.find("第")
    while at >= 0:
        unit, spots = _read(flat, at)
        if spots:
            yield unit, spots
        at = flat.find("第", max(at + 1, spots[-1].end if spots else 0))


def chinese_preambles(flat: str) -> Iterator[Spot]:
    """Each mention of a preamble, with its paragraph where one is given."""
    for match in chinese_patterns().preamble.finditer(flat):
        number = match["paragraph"]
        paragraph = str(chinese_value(number)) if number else None
        yield Spot(match.start(), match.end(), paragraph=paragraph)


def _read(flat: str, at: int) -> tuple[str, list[Spot]]:
    patterns = chinese_patterns()
    spots: list[Spot] = []
    unit = ""
    while item := patterns.item.match(flat, at) or patterns.open_item.match(flat, at):
        named = item.groupdict().get("unit") or ""
        if spots and named == "款":
            spots.append(replace(spots[-1], start=at, end=item.end(), paragraph=str(chinese_value(item["number"]))))
        else:
            spots.append(_spot(item, named))
        end, spots = _range(flat, item.end(), spots)
        unit = unit or UNITS.get(named or flat[end - 1], "")
        join = patterns.join.match(flat, end)
        if not join or join.end() == end:
            break
        at = join.end()
    return (unit, spots) if unit else ("", [])


def _spot(item: re.Match[str], named: str) -> Spot:
    groups = item.groupdict()
    number = str(chinese_value(groups["number"]))
    if named == "款":
        return Spot(item.start(), item.end(), paragraph=number)
    letter = groups.get("letter") or groups.get("letter_bare")
    if letter and not letter.isascii():
        letter = str(chinese_value(letter))
    paragraph = groups.get("paragraph")
    return Spot(item.start(), item.end(), number, str(chinese_value(paragraph)) if paragraph else None, letter)


def _range(flat: str, at: int, spots: list[Spot]) -> tuple[int, list[Spot]]:
    """Where the last item ends, and `spots` with the range that it opens written out."""
    patterns = chinese_patterns()
    span = patterns.range.match(flat, at)
    last = patterns.item.match(flat, span.end()) if span else None
    if not last or (last["unit"] == "款" and not spots[-1].paragraph):
        return at, spots
    final = _spot(last, last["unit"])
    if last["unit"] == "款":
        final = replace(final, article=spots[-1].article)
    return last.end(), spots[:-1] + expand(spots[-1], final)
