"""How a statement is laid out, as far as requests go: lines, the heading above each, and the lead of a list.

"We ask the Committee to:" is the lead of the lines after it; a line is an item of that list as long as it looks like
one. A heading stands above every line down to the next heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.segment import LIST_MARK, is_heading, lines_of

_LEAD = re.compile(r"[:：][\"'”’»]*\s*$")
_NUMBERED = re.compile(r"^\s*(?:[•·▪◦*–—-]|\(?\w{1,4}[.)、]|[一二三四五六七八九十]+、)\s*")
_OPEN = re.compile(r"[;,；，؛،、]\s*(?:and|or|et|ou|y|o|e|und|oder|и|или|و|以及|和)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`text[start:end]`. `heading` and `lead` are the spans of the lines above that it depends on, or None."""

    start: int
    end: int
    is_heading: bool = False
    heading: tuple[int, int] | None = None
    lead: tuple[int, int] | None = None


def layout(text: str, end: int | None = None) -> list[Line]:
    """The non-empty lines of `text[:end]`, in order."""
    spans = list(lines_of(text[:end]))
    lines: list[Line] = []
    heading: tuple[int, int] | None = None
    for place, (start, stop) in enumerate(spans):
        if is_heading(text[start:stop]) and place + 1 < len(spans) and not _in_a_list(text, lines, start, stop):
            heading = (start, stop)
            lines.append(Line(start, stop, is_heading=True))
        else:
            lines.append(Line(start, stop, heading=heading, lead=_lead_of(text, lines, start, stop)))
    return lines


def _in_a_list(text: str, lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a short line without an end mark is an item: begun like one, or after an item that goes on."""
    return bool(lines and _lead_of(text, lines, start, end) and (_is_item(text, start, end) or _goes_on(text, lines)))


def _goes_on(text: str, lines: Sequence[Line]) -> bool:
    return bool(_OPEN.search(text[lines[-1].start : lines[-1].end]))


def _lead_of(text: str, lines: Sequence[Line], start: int, end: int) -> tuple[int, int] | None:
    """The lead that the line depends on: the line before it, or the lead of that line if both are items."""
    if not lines or lines[-1].is_heading:
        return None
    before = lines[-1]
    if _LEAD.search(text[before.start : before.end]):
        return (before.start, before.end)
    if before.lead and (_is_item(text, start, end) or _goes_on(text, lines)):
        return before.lead
    return None


def _is_item(text: str, start: int, end: int) -> bool:
    """Begun by a mark or in lower case, or ending in a semicolon."""
    line = text[start:end]
    return bool(LIST_MARK.match(line) or _NUMBERED.match(line) or line[:1].islower() or line.endswith((";", "；", "؛")))
