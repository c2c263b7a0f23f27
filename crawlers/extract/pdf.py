"""PDF to a `Page` by pypdfium2: running headers and page numbers out, words and paragraphs joined, pages kept.

A paragraph that runs over a page's end stays one block; `Block.breaks` keeps where the new page begins in it.
Footnotes leave the running text and stand after it. Pages that are pictures are read by text recognition.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

from crawlers.extract.blocks import Block, Kind, clean, cleaned
from crawlers.extract.kinds import PAPER
from crawlers.extract.masthead import REACH, has_masthead, is_masthead
from crawlers.extract.page import Page, Said
from crawlers.extract.pdf_file import opened, read_pages
from crawlers.extract.pdf_lines import (
    HYPHEN,
    Line,
    body_size,
    page_names,
    part_notes,
    running_texts,
    without_running_lines,
)
from crawlers.extract.pdf_words import Vocabulary, without_mark
from crawlers.extract.plain import BULLET

_COLUMN = 60.0
"""Lines whose left ends lie this close (points) stand in one column."""
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟][\"'”»)\]\d]*$")
_PROPERTY_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_PARTED = re.compile(rf"[^\W\d_]{{2}}(?:-|{HYPHEN})$")
_NOTE_MARK = re.compile(r"^(\[?\d{1,3}\]?[.)]?|[*†‡§])\s*(?=[^\W\d]|[\"'“‘«(]|\s)")


def read_pdf(body: bytes) -> Page:
    """The page of a PDF. Raises `Unreadable` for locked, broken, endless and unreadable files."""
    with closing(opened(body)) as document:
        reading = read_pages(document)
        created = _PROPERTY_DATE.match(document.get_metadata_value("CreationDate") or "")
    drawn = reading.pages
    pages = _without_masthead(without_running_lines(drawn))
    text, notes = _Paper(pages).blocks()
    blocks = cleaned(text)
    return Page(
        body=blocks,
        everything=blocks,
        notes=cleaned(notes),
        created=Said("-".join(created.groups()), "file properties") if created else None,
        page_names=tuple(page_names(drawn)),
        running=running_texts(drawn),
        kind_hint=PAPER,
        recognition=reading.recognition,
    )


def _without_masthead(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    head = [line for lines in pages[:1] for line in lines[:REACH]]
    if not has_masthead([line.text for line in head]):
        return [list(lines) for lines in pages]
    gone = {id(line) for line in head if is_masthead(line.text)}
    return [[line for line in lines if id(line) not in gone] for lines in pages]


class _Paper:
    """The lines of a paper on their way to blocks; knows its type and its words."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._pages = pages
        self._size = body_size(pages)
        first = next((lines for lines in pages if lines), ())
        self._title_size = max((line.size for line in first[:12]), default=0.0)
        self._words = Vocabulary(line.text for lines in pages for line in lines)

    def blocks(self) -> tuple[list[Block], list[Block]]:
        """The blocks of the running text, and the footnotes."""
        blocks: list[Block] = []
        notes: list[Block] = []
        for lines in self._pages:
            text, foot = part_notes(lines, self._size)
            fresh = self._fresh(text)
            if blocks and fresh and _runs_on(blocks[-1], fresh[0]):
                blocks[-1] = self._joined(blocks[-1], fresh.pop(0))
            blocks += fresh
            notes += [self._note(group) for group in _notes(foot)]
        return blocks, notes

    def _fresh(self, lines: Sequence[Line]) -> list[Block]:
        blocks = [self._block(group) for group in _paragraphs(lines)]
        return [
            replace(block, tight=block.kind == "row" == above.kind) if above else block
            for above, block in pairwise([None, *blocks])
            if block
        ]

    def _note(self, group: Sequence[Line]) -> Block:
        text = _NOTE_MARK.sub(r"\1 ", self._text(group))
        return Block("note", text, page=group[0].page, tight=True)

    def _block(self, group: Sequence[Line]) -> Block:
        if group[0].cells:
            return Block("row", group[0].text, cells=group[0].cells, page=group[0].page)
        text = self._text(group)
        kind: Kind = "item" if BULLET.match(text) else "paragraph"
        level = 0
        if kind == "paragraph" and self._size and group[0].size > 1.12 * self._size and len(text) < 300:
            kind, level = "heading", 1 if group[0].page == 0 and group[0].size >= 0.99 * self._title_size else 2
        return Block(kind, text, level, page=group[0].page)

    def _text(self, group: Sequence[Line]) -> str:
        text = ""
        for line in group:
            mark = HYPHEN if line.text.endswith(HYPHEN) else ""
            text = self._words.continued(text, clean(line.text.replace(HYPHEN, "")) + mark)
        return without_mark(text)

    def _joined(self, last: Block, first: Block) -> Block:
        before, after = clean(last.text), clean(first.text)
        text = self._words.continued(before, after)
        start = len(text) - len(after)
        return replace(last, text=text, breaks=(*last.breaks, (start, first.page)))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: no wide gap, no change of type, no bullet, no early end of a sentence."""
    gap = _usual_gap(lines)
    edges = {id(line): max(each.right for each in lines if _in_column(each, line)) for line in lines}
    group: list[Line] = []
    for line in lines:
        if group and _begins_anew(group, line, gap, edges[id(group[-1])]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _in_column(each: Line, line: Line) -> bool:
    alike = abs(each.size - line.size) <= 0.15 * line.size
    return each.column == line.column and abs(each.left - line.left) < _COLUMN and alike


def _notes(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Footnotes, each from its mark to the next."""
    group: list[Line] = []
    for line in lines:
        if group and _NOTE_MARK.match(line.text) and line.left < group[0].left + line.size:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_gap(lines: Sequence[Line]) -> float:
    """The gap between lines of one paragraph: narrow ones, since short paragraphs make many wide ones."""
    gaps = sorted(above.bottom - below.top for above, below in pairwise(lines) if above.bottom > below.bottom)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _begins_anew(group: Sequence[Line], line: Line, gap: float, edge: float) -> bool:
    above = group[-1]
    if line.cells or above.cells:
        return True
    if not line.size or not above.size:
        return bool(_SENTENCE_END.search(above.text))
    distance = above.bottom - line.top
    if distance > gap + 0.35 * line.size or abs(line.size - above.size) > 0.15 * above.size:
        return True
    if _PARTED.search(above.text):
        return False
    if BULLET.match(line.text) and (_SENTENCE_END.search(above.text) or BULLET.match(group[0].text)):
        return True
    room = edge - above.right
    return room > (len(line.text.split()[0]) + 1) * 0.55 * line.size


def _runs_on(last: Block, first: Block) -> bool:
    """The page's first block goes on with the last sentence of the page before."""
    if last.kind in {"heading", "row"} or first.kind != "paragraph":
        return False
    return not _SENTENCE_END.search(last.text) and (first.text[:1].islower() or last.words >= 12)
