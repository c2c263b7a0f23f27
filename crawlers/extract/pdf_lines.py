"""The lines of a PDF with their place on the page; those that every page repeats; notes at its foot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from crawlers.extract.blocks import clean, count_words, squash
from crawlers.extract.furniture import is_page_mark, is_sentence
from crawlers.extract.plain import BULLET

HYPHEN = "\ufffe"
"""Stands for a hyphen with which a line ends."""
_EDGE_LINES = 3
_SAME_HEIGHT = 8.0
"""Points by which a running line may stand higher or lower from page to page."""
_HEAD_LINES = 12
_FEWEST_LETTERS = 8
_LARGEST = 1.3
"""Times the height of the text's type: what is larger is the title of a slide and no running line."""
_MOST_WORDS = 10
"""A longer line whose numbers count on is a sentence that is built like others."""
_NOTE = re.compile(r"\s*(?:\d{1,3}(?!\d)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\[\d)")


@dataclass(frozen=True)
class Line:
    """One printed line, or a run of one. Lengths are in points from the page's lower left corner.

    `size` is the height of its type, `drawn` its place in the order of drawing, `column` the piece of the
    page in which it stands, `cells` are the columns of a table's row.
    """

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    drawn: int = 0
    column: int = 0
    cells: tuple[str, ...] = ()


Pages = Sequence[Sequence[Line]]


def without_running_lines(pages: Pages) -> list[list[Line]]:
    """The pages without page numbers and without the lines that stand at the edge of several of them."""
    running = _running(pages)
    return [_without(lines, running) for lines in pages]


def running_texts(pages: Pages) -> tuple[str, ...]:
    """The headers and footers that the pages repeat, as the first page with them has them."""
    running = _running(pages)
    texts = {_mask(line): clean(line.text) for lines in reversed(pages) for line in lines if id(line) in running}
    return tuple(texts.values())


def _running(pages: Pages) -> set[int]:
    """The identities of the edge lines that several pages have at the same height, alike or counting the pages.

    Right and left pages may differ: two pages in five are enough. A line at the edge of a later page that says
    what stands large at the head of the first page is a running title, however few pages there are.
    """
    size, least = body_size(pages), max(2, round(0.4 * len(pages)))
    groups: dict[str, list[Line]] = {}
    for lines in pages:
        for line in _edge_lines(lines):
            if line.size <= _LARGEST * size:
                groups.setdefault(_mask(line), []).append(line)
    found = [line for group in groups.values() for line in _repeated(group, least)]
    return {id(line) for line in [*found, *_running_titles(pages)]}


def _repeated(group: Sequence[Line], least: int) -> list[Line]:
    best: list[Line] = []
    for line in group:
        level = {each.page: each for each in group if abs(each.top - line.top) < _SAME_HEIGHT}
        if len(level) > len(best):
            best = [each for each in group if abs(each.top - line.top) < _SAME_HEIGHT]
    return best if len({line.page for line in best}) >= least and _runs(best) else []


def _runs(lines: Sequence[Line]) -> bool:
    """All alike; or one of their numbers is the page's, counted from wherever."""
    texts = {clean(line.text) for line in lines}
    if len(texts) == 1:
        return not _ends_a_sentence(texts.pop())
    if any(count_words(line.text) > _MOST_WORDS or BULLET.match(line.text) for line in lines):
        return False
    numbers = [[int(number) for number in re.findall(r"\d{1,6}", line.text)] for line in lines]
    return any(
        len({row[at] - line.page for row, line in zip(numbers, lines, strict=True) if at < len(row)}) == 1
        for at in range(min(len(row) for row in numbers))
    )


def _ends_a_sentence(text: str) -> bool:
    """Whether a long line goes on with a sentence and ends it: a text may say the same at the top of two pages."""
    return text[:1].islower() and is_sentence(text) and count_words(text) > _MOST_WORDS


def _running_titles(pages: Pages) -> list[Line]:
    """Edge lines of later pages that say what stands large or at the edge of the first page."""
    if len(pages) < 2:
        return []
    size = body_size(pages)
    large = [line for line in pages[0][:_HEAD_LINES] if line.size > 1.1 * size]
    first = [squash(line.text) for line in [*large, *_edge_lines(pages[0])]]
    title = squash(" ".join(line.text for line in large))
    return [
        line
        for lines in pages[1:]
        for line in _outermost(lines)
        if line.size <= 1.05 * size and _says_the_same(squash(line.text), first, title)
    ]


def _says_the_same(text: str, first: Sequence[str], title: str) -> bool:
    words = text.rstrip("0123456789")
    return len(text) >= _FEWEST_LETTERS and (
        any(line.startswith(text) for line in first) or (len(words) >= _FEWEST_LETTERS and words in title)
    )


def _without(lines: Sequence[Line], running: set[int]) -> list[Line]:
    edge = {id(line) for line in _edge_lines(lines)}
    return [
        line
        for line in lines
        if id(line) not in edge or line.cells or not (id(line) in running or is_page_mark(clean(line.text)))
    ]


def _edge_lines(lines: Sequence[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.top)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The lines at the height of the first and of the last one."""
    high, low = max((line.top for line in lines), default=0.0), min((line.bottom for line in lines), default=0.0)
    return [line for line in lines if line.top > high - _SAME_HEIGHT or line.bottom < low + _SAME_HEIGHT]


def _mask(line: Line) -> str:
    """The line but for its digits, by which a running line is known again."""
    return re.sub(r"\d+", "#", clean(line.text).casefold())


def page_names(pages: Pages) -> list[str]:
    """What each page calls itself: its printed number where several pages count on, else its place in the file."""
    numbers: dict[int, dict[int, int]] = {}
    for lines in pages:
        for line in _edge_lines(lines):
            marks = re.findall(r"(?<![\w./-])\d{1,4}(?![\w/-])", line.text) if is_page_mark(clean(line.text)) else []
            for mark in marks[:1]:
                numbers.setdefault(int(mark) - line.page, {})[line.page] = int(mark)
    shift = max(numbers, key=lambda each: len(numbers[each]), default=1)
    believed = len(numbers.get(shift, {})) >= max(2, len(pages) / 3) and shift > 0
    return [str(page + (shift if believed else 1)) for page in range(len(pages))]


def body_size(pages: Pages) -> float:
    """The height of type in which most of the text is set."""
    sizes = [round(line.size, 1) for lines in pages for line in lines for _ in range(len(line.text) // 10) if line.size]
    return median(sizes) if sizes else 0.0


def part_notes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page's text, and its footnotes: small type below the text, opening with a mark."""
    foot = [line for line in lines if size and 0 < line.size < 0.9 * size and not line.cells]
    opening = next(
        (at for at, line in enumerate(foot) if _NOTE.match(line.text) and _is_below(line, lines, size)), None
    )
    if opening is None:
        return list(lines), []
    notes = {
        id(line) for line in foot[opening:] if line.top <= foot[opening].top + 1 or line.left > foot[opening].right
    }
    return [line for line in lines if id(line) not in notes], [line for line in lines if id(line) in notes]


def _is_below(line: Line, lines: Sequence[Line], size: float) -> bool:
    """No text of full size stands below the line in its column."""
    return not any(
        other.size >= 0.9 * size and other.top < line.bottom and other.left < line.right and other.right > line.left
        for other in lines
    )
