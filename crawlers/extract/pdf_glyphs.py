"""The runs of a PDF page with their places: pieces of one printed line between its wide gaps.

pdfium gives characters in the order in which the file draws them. Whether a gap parts two columns, two cells of
a table or two words is decided later, by `pdf_layout`. Raised figures glued to a word are marks of footnotes:
they are taken out here, since "rights12" is no word. Powers ("10⁶") are no marks and are written as such.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from crawlers.extract.pdf_lines import HYPHEN, Line

_GAP = 1.0
"""From this many heights of type on, a gap may part more than two words."""
_RAISED = 0.15
_SMALL = 0.86
_MARK = re.compile(r"[\d*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰,–]")
_MARKED = re.compile(r"(?:[^\W\d_]{3}|\d{4}|[.,;:!?”\"’')\]»…。，])[\d*†‡§,–-]{0,6}$")
_SUPERSCRIPTS = frozenset("¹²³⁴⁵⁶⁷⁸⁹⁰")
_AS_POWER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRIVATE = range(0xE000, 0xF900)
_UPRIGHT = 0.09
"""Radians (5 degrees) by which a line may lean and still be one of the page's own."""


@dataclass(frozen=True)
class PrintedPage:
    """One page: its runs in the order in which the file draws them, and how many of its letters cannot be read."""

    runs: Sequence[Line]
    letters: int
    unread: int


@dataclass(frozen=True)
class _Glyph:
    at: int
    sign: str
    spoiled: bool


def read_page(page: pypdfium2.PdfPage, number: int) -> PrintedPage:
    """The runs of `page`. Text that stands across the page's main direction (a stamp on the margin) is left out."""
    with closing(page.get_textpage()) as text_page:
        groups = list(_groups(text_page))
        turn = _main_turn(text_page, groups)
        if (turn + page.get_rotation()) % 360 == 0:
            return _printed(text_page, groups, turn, number)
    # pdfium parts lines as the page is shown; shown sideways, it would mix them.
    page.set_rotation(-turn % 360)
    with closing(page.get_textpage()) as text_page:
        return _printed(text_page, list(_groups(text_page)), turn, number)


def _printed(
    text_page: pypdfium2.PdfTextPage, groups: Sequence[Sequence[_Glyph]], turn: int, number: int
) -> PrintedPage:
    reader = _Reader(text_page, turn, number)
    upright = [group for group in groups if _leaning(text_page, group, turn) <= _UPRIGHT]
    runs = [run for at, group in enumerate(upright) for run in reader.runs_of(group, at)]
    glyphs = [glyph for group in groups for glyph in group if not glyph.sign.isspace()]
    return PrintedPage(runs, len(glyphs), sum(1 for glyph in glyphs if glyph.spoiled))


def _groups(text_page: pypdfium2.PdfTextPage) -> Iterator[list[_Glyph]]:
    """The characters between the line ends that pdfium saw; a parting hyphen ends a line too."""
    group: list[_Glyph] = []
    for glyph in _glyphs(text_page):
        if glyph.sign in "\r\n":
            yield from [group] if group else []
            group = []
            continue
        group.append(glyph)
        if glyph.sign == HYPHEN:
            yield group
            group = []
    yield from [group] if group else []


def _glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[_Glyph]:
    high = 0
    for at in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page.raw, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        spoiled = (
            code in {0, 0xFFFD} or code in _PRIVATE or bool(raw.FPDFText_HasUnicodeMapError(text_page.raw, at) > 0)
        )
        sign = HYPHEN if code in {0x02, 0xFFFE, 0xAD} else chr(code) if code else "\ufffd"
        yield _Glyph(at, sign, spoiled)


def _main_turn(text_page: pypdfium2.PdfTextPage, groups: Sequence[Sequence[_Glyph]]) -> int:
    """The direction of most of the page's text: 0, 90, 180 or 270 degrees."""
    turns: Counter[int] = Counter()
    for group in groups:
        turns[round(math.degrees(_angle(text_page, group)) / 90) % 4 * 90] += len(group)
    return turns.most_common(1)[0][0] if turns else 0


def _angle(text_page: pypdfium2.PdfTextPage, group: Sequence[_Glyph]) -> float:
    first = next((glyph for glyph in group if not glyph.sign.isspace()), group[0])
    return max(float(raw.FPDFText_GetCharAngle(text_page.raw, first.at)), 0.0)


def _leaning(text_page: pypdfium2.PdfTextPage, group: Sequence[_Glyph], turn: int) -> float:
    away = abs(_angle(text_page, group) - math.radians(turn)) % (2 * math.pi)
    return min(away, 2 * math.pi - away)


class _Reader:
    """Makes runs of groups of characters; knows the page and by how much it is turned."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, turn: int, number: int) -> None:
        self._page = text_page
        self._turn = turn
        self._number = number
        self._rect = raw.FS_RECTF()

    def runs_of(self, group: Sequence[_Glyph], drawn: int) -> Iterator[Line]:
        """The runs of one drawn line, of which `drawn` is the place among the lines of its page."""
        signs = self._without_marks(group)
        for piece in self._pieces(signs):
            text = "".join(glyph.sign for glyph in piece)
            first, last = self._box(piece[0]), self._box(piece[-1])
            left, right = min(first[0], last[0]), max(first[2], last[2])
            size = max(self._box(glyph)[3] - self._box(glyph)[1] for glyph in (piece[0], piece[-1]))
            bottom, top = min(first[1], last[1]), max(first[3], last[3])
            yield Line(text.strip(), self._number, left, right, top, bottom, size, drawn)

    def _pieces(self, group: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
        """`group` parted at its wide gaps, without white space at the ends."""
        piece: list[_Glyph] = []
        spaces: list[_Glyph] = []
        for glyph in group:
            if glyph.sign.isspace():
                spaces.append(glyph)
                continue
            if piece and spaces and self._is_gap(piece[-1], glyph):
                yield piece
                piece, spaces = [], []
            piece += (*(spaces if piece else ()), glyph)
            spaces = []
        if piece:
            yield piece

    def _is_gap(self, before: _Glyph, after: _Glyph) -> bool:
        left, right = self._box(before), self._box(after)
        gap = max(right[0] - left[2], left[0] - right[2])
        return gap > _GAP * max(left[3] - left[1], 1.0)

    def _without_marks(self, group: Sequence[_Glyph]) -> list[_Glyph]:
        """`group` without raised figures after a word; those at its start open a note and get a space after them."""
        plain = [glyph for glyph in group if not glyph.sign.isspace() and not _MARK.match(glyph.sign)]
        if not plain:
            return list(group)
        _, base, _, top = self._box(plain[0])
        kept: list[_Glyph] = []
        for glyph in group:
            raised = bool(_MARK.match(glyph.sign)) and self._is_raised(glyph, base, max(top - base, 0.1))
            if raised and _takes_marks("".join(each.sign for each in kept).strip()):
                continue
            if raised and kept and kept[-1].sign.isalnum():
                kept.append(replace(glyph, sign=glyph.sign.translate(_AS_POWER)))
                continue
            if (
                kept
                and glyph is plain[0]
                and not kept[-1].sign.isspace()
                and self._is_raised(kept[-1], base, top - base)
            ):
                kept.append(replace(kept[-1], sign=" "))
            kept.append(glyph)
        return kept

    def _is_raised(self, glyph: _Glyph, base: float, height: float) -> bool:
        if glyph.sign in _SUPERSCRIPTS:
            return True
        _, bottom, _, top = self._box(glyph)
        return bottom - base > _RAISED * height and top - bottom < _SMALL * height

    def _box(self, glyph: _Glyph) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character, turned upright."""
        rect = self._rect
        if not raw.FPDFText_GetLooseCharBox(self._page.raw, glyph.at, ctypes.byref(rect)):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if self._turn == 270:
            return bottom, -right, top, -left
        if self._turn == 90:
            return -top, left, -bottom, right
        if self._turn == 180:
            return -right, -top, -left, -bottom
        return left, bottom, right, top


def _takes_marks(before: str) -> bool:
    """Words and stops take marks of footnotes; "10", "m" and "CO" take powers, which stay."""
    return bool(_MARKED.search(before))
