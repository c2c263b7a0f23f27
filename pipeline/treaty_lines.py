"""The lines of a treaty's text, without what pages add to it: page numbers, running headers and footers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

REPEATS = 3
"""A short line beside a page number that comes this often is a running header or footer."""
_SHORT = 90
_PAGE_NUMBER = re.compile(r"\W*(?:[Pp]age +)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?[\s/|–—-]*")
_MARK = re.compile(r"\(?\w{1,4}[.)]")


@dataclass(frozen=True)
class Line:
    """`text` is the treaty's text from `start` to `end`; `close`: no blank line parts it from the line before."""

    text: str
    start: int
    end: int
    close: bool = False


def lines_of(text: str) -> tuple[str, list[Line]]:
    """The text without the furniture of pages, and those of its lines that hold anything."""
    raw = [" ".join(line.split()) for line in text.replace("\f", "\n\f\n").split("\n")]
    kept = _without_furniture(raw)
    whole = "\n".join(kept).strip("\n")
    lines: list[Line] = []
    start, close = 0, False
    for line in whole.split("\n"):
        if line:
            lines.append(Line(line, start, start + len(line), close))
        close, start = bool(line), start + len(line) + 1
    return whole, lines


def is_page_number(line: str) -> bool:
    """A line with nothing but a page's number: "12", "- 12 -", "Page 3 of 40", "3/41"."""
    return bool(line) and bool(_PAGE_NUMBER.fullmatch(line)) and not _MARK.fullmatch(line)


def _without_furniture(raw: Sequence[str]) -> list[str]:
    """Page numbers out, and lines beside them that repeat; a paragraph parted by a page is whole again."""
    pages = {n for n, line in enumerate(raw) if is_page_number(line)}
    running = _running(raw, pages)
    out = pages | {n for n in running if n not in pages}
    return [line for n, line in enumerate(raw) if n not in out]


def _running(raw: Sequence[str], pages: set[int]) -> set[int]:
    filled = [n for n, line in enumerate(raw) if line]
    beside = [
        (n, re.sub(r"\d+", "#", raw[n]))
        for at, n in enumerate(filled)
        if n not in pages
        and len(raw[n]) <= _SHORT
        and any(m in pages for m in (*filled[max(0, at - 2) : at], *filled[at + 1 : at + 3]))
    ]
    often = Counter(words for _, words in beside)
    return {n for n, words in beside if often[words] >= REPEATS and not words.lower().startswith("article #")}
