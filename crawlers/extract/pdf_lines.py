"""The lines of a PDF with their place on the page, as pdfium reads them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2
from pypdfium2 import PdfiumError

from crawlers.extract.blocks import clean
from crawlers.extract.furniture import is_page_mark

_BREAKS = re.compile(r"\r\n|\r|\n")
_HYPHEN = "\ufffe"
"""pdfium writes this for a hyphen that only parts a word at the end of a line."""
_EDGE_LINES = 3


@dataclass(frozen=True)
class Line:
    """One printed line. Lengths are in points from the page's lower left corner; `size` is the height of its type."""

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def lines_of(document: pypdfium2.PdfDocument, pages: int) -> list[list[Line]]:
    """The lines of the first `pages` pages, page by page, in the order in which the file draws them."""
    return [list(_page_lines(document[number], number)) for number in range(pages)]


def _page_lines(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        start = 0
        for piece in _BREAKS.split(text):
            end = start + len(piece)
            if piece.strip():
                yield _placed(text_page, piece, start, number)
            start = end + (2 if text[end : end + 2] == "\r\n" else 1)
    finally:
        text_page.close()
        page.close()


def _placed(text_page: pypdfium2.PdfTextPage, piece: str, start: int, number: int) -> Line:
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip()) - 1
    text = piece.rstrip()
    if text.endswith((_HYPHEN, "\u00ad", "\x02")):
        text = text[:-1] + _HYPHEN
    try:
        left, bottom, _, top = text_page.get_charbox(first, loose=True)
        _, low, right, high = text_page.get_charbox(max(first, last), loose=True)
    except (PdfiumError, ValueError):
        return Line(text, number)
    return Line(text, number, left, right, max(top, high), min(bottom, low), max(top - bottom, 0.0))


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without the lines that stand at the edge of several of them."""
    running = _running(pages)
    return [_without(lines, running) for lines in pages]


def running_texts(pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """The headers and footers that the pages repeat, as the first page with them has them."""
    running = _running(pages)
    texts = {_mask(line): clean(line.text) for lines in reversed(pages) for line in lines if _mask(line) in running}
    return tuple(texts.values())


def _running(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """The masks of lines that stand at the same edge of several pages and say the same, or count the pages."""
    groups: dict[tuple[str, int], dict[int, Line]] = {}
    for lines in pages:
        for line in _edge_lines(lines):
            groups.setdefault(_mask(line), {}).setdefault(line.page, line)
    least = max(2, round(0.4 * len(pages)))
    return {mask for mask, found in groups.items() if len(found) >= least and _runs(list(found.values()))}


def _runs(lines: Sequence[Line]) -> bool:
    """All alike; or one of their numbers is the page's, counted from wherever."""
    if len({clean(line.text) for line in lines}) == 1:
        return True
    numbers = [[int(number) for number in re.findall(r"\d{1,6}", line.text)] for line in lines]
    return any(
        len({row[at] - line.page for row, line in zip(numbers, lines, strict=True) if at < len(row)}) == 1
        for at in range(min(len(row) for row in numbers))
    )


def _without(lines: Sequence[Line], running: set[tuple[str, int]]) -> list[Line]:
    edge = {id(line) for line in _edge_lines(lines)}
    return [
        line for line in lines if id(line) not in edge or not (_mask(line) in running or is_page_mark(clean(line.text)))
    ]


def _edge_lines(lines: Sequence[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.top)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _mask(line: Line) -> tuple[str, int]:
    """The line but for its digits, and its height on the page, by which a running line is known again."""
    return re.sub(r"\d+", "#", clean(line.text).casefold()), round(line.top / 10)


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The height of type in which most of the text is set."""
    sizes = [round(line.size, 1) for lines in pages for line in lines for _ in range(len(line.text) // 10) if line.size]
    return median(sizes) if sizes else 0.0


def part_notes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page's text, and its footnotes: small type at the foot of the page."""
    split = len(lines)
    while split > 0 and size and 0 < lines[split - 1].size < 0.88 * size:
        split -= 1
    notes = list(lines[split:])
    if not notes or split == 0 or not re.match(r"\s*[\d*†‡\[]", notes[0].text):
        return list(lines), []
    return list(lines[:split]), [replace(note) for note in notes]
