"""Clauses of a passage: sentences, parts between semicolons, coordinated parts with a subject of their own, list items.

Cutting too often does little harm, since a clause without a citation looks to its neighbours; cutting inside a
citation does, so spans given as `whole` are never cut.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"(?:\b(?:arts?|paras?|subparas?|no|nos|vol|rev|add|ch|chap|sec|cf|e\.g|i\.e|vs|mr|mrs|ms|dr|prof|st|h\.e|u\.n|u\.s|"
    r"inc|ltd|al|ст|п|пп|ч|гл|abs|nr|bzw|z\.b|núm|párr|párrs|inc)|\b[A-Z])$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[^\s\da-zà-þа-я])|[。！？؟]+|\n+")
_PART = re.compile(r"[;:；：؛]\s*|\s+[–—]\s+|——|,?\s+-\s+")
_COORDINATED = re.compile(
    r"[,،，]\s*(?:and|but|while|whereas|yet|nor|so|et|mais|tandis que|alors que|y|pero|mientras|mas|enquanto|ma|mentre|"
    r"und|aber|während|и|но|а|тогда как|而|但|而且|并)(?!\w)\s*|[,،]\s*(?=و|لكن)|，(?=[^，]{6,})",
    re.IGNORECASE,
)
FEWEST_LETTERS = 12
"""A coordinated part shorter than this is an item of a list, not a clause."""


@dataclass(frozen=True)
class Clause:
    """`text[start:end]` of a passage; `sentence` numbers the sentence that it belongs to."""

    start: int
    end: int
    sentence: int


def clauses_of(text: str, whole: Iterable[tuple[int, int]] = ()) -> list[Clause]:
    """The clauses of `text`, in order; together they cover all of it but white space and joining words."""
    kept = tuple(whole)
    found: list[Clause] = []
    for number, (start, end) in enumerate(_split(text, 0, len(text), _SENTENCE, kept, fewest=1)):
        for left, right in _split(text, start, end, _PART, kept, fewest=2):
            parts = _split(text, left, right, _COORDINATED, kept, fewest=FEWEST_LETTERS)
            found += [Clause(a, b, number) for a, b in parts]
    return found


def _split(
    text: str, start: int, end: int, boundary: re.Pattern[str], whole: tuple[tuple[int, int], ...], fewest: int
) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` between boundaries; parts of fewer letters stay with what follows."""
    left = start
    for match in boundary.finditer(text, start, end):
        inside = any(a < match.end() and match.start() < b for a, b in whole)
        short = len(text[left : match.start()].strip()) < fewest or len(text[match.end() : end].strip()) < fewest
        if inside or short or (boundary is _SENTENCE and _ABBREVIATION.search(text, left, match.start())):
            continue
        yield from _trimmed(text, left, match.start() + _mark_length(match.group()))
        left = match.end()
    yield from _trimmed(text, left, end)


def _mark_length(mark: str) -> int:
    """Characters of a boundary that belong to the part before it: its punctuation, not its joining word."""
    return len(mark) - len(mark.lstrip(".!?…\"'”’»)]。！？؟;:；：؛"))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        left = start + len(part) - len(part.lstrip())
        yield left, left + len(part.strip())
