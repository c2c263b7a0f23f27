"""Plain text to a `Page`: lines that were wrapped are joined again, lines that stand alone are kept apart.

A line was wrapped if the first word of the next line would not have fitted on it. That needs the width to
which the text was wrapped: the longest line, where lines are short throughout.
"""

import re
from collections.abc import Iterator, Sequence

from crawlers.extract.blocks import Block, Kind, cleaned, count_words
from crawlers.extract.front_matter import read_front_matter
from crawlers.extract.limits import Unreadable
from crawlers.extract.page import Page, Said

BULLET = re.compile(r"^\s*(?:[•‣◦▪●○·*–—-]|\(?[a-z]\)|\(?[ivx]{1,5}\)|\[?\d{1,3}[a-z]?[\].)])\s+(?=\S)")
_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_TAB = re.compile(r"(?<=\S) *\t+(?=\S)")
"""A tab between words parts columns, however narrow it would be shown."""
_WIDEST = 100
_SENTENCE_END = re.compile(r"[.!?…:;,。！？：；،؛][\"'”»)\]]*$")
_BREADCRUMBS = re.compile(r"^Home(?=[A-Z])(?:[A-Z][a-z]+(?=[A-Z]))*")


def read_plain(text: str) -> Page:
    """The page of plain `text`. Raises `Unreadable` where it holds no word."""
    front = read_front_matter(text)
    blocks = cleaned(_blocks(front.text))
    if not blocks:
        raise Unreadable("The file holds no words.")
    title = front.first("title")
    return Page(
        body=blocks,
        everything=blocks,
        title=Said(title, "front matter") if title else None,
        canonical_url=front.first("url"),
        archived_on=(front.first("date") or "")[:10] or None,
    )


def _blocks(text: str, page: int = 0) -> Iterator[Block]:
    lines = [line.rstrip() for line in _TAB.sub("    ", text).expandtabs(4).replace("\f", "\n\n").split("\n")]
    width = wrap_width(lines)
    for group in _groups(lines):
        columns = _columned(group)
        for index, line in enumerate(group if columns else _joined(group, width)):
            yield _row(line, index, page) if columns else _block(line, index, len(group), page)


def _columned(group: Sequence[str]) -> bool:
    """Whether the lines stand in columns: most of them have a wide gap in the same number of places."""
    gaps = [len(_GAP.findall(line.strip())) for line in group]
    return len(group) >= 3 and sum(1 for count in gaps if count) * 3 >= 2 * len(group) and max(gaps) <= 3


def _row(line: str, index: int, page: int) -> Block:
    cells = tuple(cell.strip(" |") for cell in _GAP.split(line.strip()))
    return Block("row", " | ".join(cell for cell in cells if cell), cells=cells, tight=index > 0, page=page)


def wrap_width(lines: Sequence[str]) -> int:
    """The width in characters to which the text was wrapped; 0 where it was not."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 4 or lengths[-1] > _WIDEST or lengths[-1] < 40:
        return 0
    long = sum(1 for length in lengths if length > 0.75 * lengths[-1])
    return lengths[-1] if long >= 3 and long >= 0.2 * len(lengths) else 0


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _joined(group: Sequence[str], width: int) -> list[str]:
    joined: list[str] = []
    previous = ""
    for line in group:
        first_word = line.split()[0]
        wrapped = bool(joined) and 0 < width < len(previous) + 1 + len(first_word)
        if wrapped and not BULLET.match(line):
            joined[-1] += ("" if _ends_in_dense_script(previous) else " ") + line.strip()
        else:
            joined.append(line.strip())
        previous = line
    return joined


def _ends_in_dense_script(line: str) -> bool:
    return bool(line) and "\u3000" <= line[-1] <= "\u9fff"


def _block(line: str, index: int, group_size: int, page: int) -> Block:
    kind: Kind = "paragraph"
    if BULLET.match(line):
        kind = "item"
    elif group_size == 1 and count_words(line) <= 12 and not _SENTENCE_END.search(line):
        kind = "heading"
    return Block(kind, line, level=2 if kind == "heading" else 0, tight=index > 0, page=page)


def split_breadcrumbs(line: str) -> str:
    """A title without the breadcrumbs glued before it ("HomeInsightsA title" → "A title")."""
    return _BREADCRUMBS.sub("", line)
