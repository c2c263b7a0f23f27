"""The paragraphs of one article: numbers, letters and roman numerals at the beginning of lines, as they are counted.

A mark counts only where it is the next of its kind, so that "5." at the end of a wrapped sentence is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.treaty_lines import Line

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_NUMBER = re.compile(r"(?P<mark>\d{1,2})(?:[.)]\s*(?!\d)|\s+(?=[A-Z]))|\((?P<inside>\d{1,2})\)\s*")
_LETTER = re.compile(r"\(?(?P<mark>[a-z]{1,5})[.)]\s*")


@dataclass(frozen=True)
class Paragraph:
    """A piece of an article: `number`, `letter` and `item` (roman) are empty where it has none.

    `start` to `end` are its own words without the marks, code points of the treaty's text.
    """

    number: str
    letter: str
    item: str
    start: int
    end: int


@dataclass
class Count:
    """How far the count has come."""

    number: int = 0
    letter: str = ""
    item: str = ""

    def take_number(self, mark: str) -> bool:
        """Whether `mark` is the next number; then letters begin anew."""
        if int(mark) != self.number + 1:
            return False
        self.number, self.letter, self.item = int(mark), "", ""
        return True

    def take_letter(self, mark: str) -> bool:
        """Whether `mark` is the next roman numeral below the present letter, or the next letter."""
        if mark in ROMAN and not self._next_letter(mark) and self._next_item(mark):
            self.item = mark
            return True
        if self._next_letter(mark):
            self.letter, self.item = mark, ""
            return True
        return False

    def _next_letter(self, mark: str) -> bool:
        if len(mark) > 1:
            return False
        return mark == (chr(ord(self.letter) + 1) if self.letter else "a") and not (self.item and mark == "i")

    def _next_item(self, mark: str) -> bool:
        return ROMAN.index(mark) == (ROMAN.index(self.item) + 1 if self.item else 0)


@dataclass
class _Open:
    number: str
    letter: str
    item: str
    start: int
    end: int = field(default=-1)

    def closed(self) -> Paragraph:
        return Paragraph(self.number, self.letter, self.item, self.start, max(self.start, self.end))


def paragraphs_in(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs in order, the words before the first mark as one without any; empty ones are kept."""
    count, now = Count(), _Open("", "", "", lines[0].start)
    for line in lines:
        at = 0
        while (end := _mark_end(line.text, at, count)) > at:
            if now.end >= 0 or now.number or now.letter or now.item:
                yield now.closed()
            at = end
            number = str(count.number) if count.number else ""
            now = _Open(number, count.letter, count.item, line.start + at, line.start + at)
        if at < len(line.text):
            now.end = line.end
    yield now.closed()


def _mark_end(text: str, at: int, count: Count) -> int:
    """Where the mark at `at` ends, taken into `count`; `at` where there is none."""
    number = _NUMBER.match(text, at)
    if number and count.take_number(number["mark"] or number["inside"]):
        return number.end()
    letter = _LETTER.match(text, at)
    if letter and count.take_letter(letter["mark"]):
        return letter.end()
    return at
