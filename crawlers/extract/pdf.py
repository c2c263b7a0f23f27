"""PDF to a `Page` by pypdfium2: running headers and page numbers out, words and paragraphs joined, pages kept.

A paragraph that runs over a page's end stays one block; `Block.breaks` keeps where the new page begins in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2 import PdfiumError

from crawlers.extract.blocks import Block, Kind, clean, cleaned
from crawlers.extract.kinds import PAPER
from crawlers.extract.limits import PDF_PAGES, Unreadable
from crawlers.extract.page import Page, Said
from crawlers.extract.pdf_lines import Line, body_size, lines_of, part_notes, running_texts, without_running_lines
from crawlers.extract.plain import BULLET

_FEWEST_LETTERS = 30
_COLUMN = 60.0
"""Lines whose left ends lie this close (points) stand in one column."""
_HYPHEN = "\ufffe"
_SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”»)\]\d]*$")
_PROPERTY_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(body: bytes) -> Page:
    """The page of a PDF. Raises `Unreadable` for locked, broken and scanned files."""
    document = _opened(body)
    try:
        count = len(document)
        if count > PDF_PAGES:
            raise Unreadable(f"The PDF has {count} pages; files are read up to {PDF_PAGES} pages.")
        drawn = lines_of(document, count)
        pages = without_running_lines(drawn)
        created = _PROPERTY_DATE.match(document.get_metadata_value("CreationDate") or "")
    finally:
        document.close()
    letters = sum(1 for lines in pages for line in lines for sign in line.text if sign.isalpha())
    if letters < _FEWEST_LETTERS:
        raise Unreadable("The PDF has no text layer: its pages are pictures, and reading them needs text recognition.")
    blocks = cleaned(_blocks(pages))
    said = Said("-".join(created.groups()), "file properties") if created else None
    return Page(body=blocks, everything=blocks, created=said, paged=True, running=running_texts(drawn), kind_hint=PAPER)


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("The PDF is locked with a password.") from error
        raise Unreadable("The PDF is broken: it could not be opened.") from error


def _blocks(pages: Sequence[Sequence[Line]]) -> list[Block]:
    size = body_size(pages)
    title_size = max((line.size for line in pages[0][:12]), default=0.0) if pages else 0.0
    blocks: list[Block] = []
    last = -1
    for lines in pages:
        text, notes = part_notes(lines, size)
        fresh = [_block(group, size, title_size) for group in _paragraphs(text)]
        if last >= 0 and fresh and _runs_on(blocks[last], fresh[0]):
            blocks[last] = _joined(blocks[last], fresh.pop(0))
        blocks += fresh
        last = len(blocks) - 1 if fresh else last
        blocks += [_block(group, size, 0.0) for group in _paragraphs(notes)]
    return blocks


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: no wide gap, no change of type, no bullet, no early end of a sentence."""
    gap = _usual_gap(lines)
    edges = {id(line): max(each.right for each in lines if abs(each.left - line.left) < _COLUMN) for line in lines}
    group: list[Line] = []
    for line in lines:
        if group and _begins_anew(group, line, gap, edges[id(group[-1])]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = [above.bottom - below.top for above, below in pairwise(lines) if above.bottom > below.bottom]
    return median(gaps) if gaps else 0.0


def _begins_anew(group: Sequence[Line], line: Line, gap: float, edge: float) -> bool:
    above = group[-1]
    if not line.size or not above.size:
        return bool(_SENTENCE_END.search(above.text))
    distance = above.bottom - line.top
    if distance > gap + 0.35 * line.size or abs(line.size - above.size) > 0.15 * above.size:
        return True
    if BULLET.match(line.text) and (_SENTENCE_END.search(above.text) or BULLET.match(group[0].text)):
        return True
    first_word = line.text.split()[0]
    room = edge - above.right
    fits = room > (len(first_word) + 1) * 0.55 * line.size
    return fits and distance >= -line.size


def _block(group: Sequence[Line], size: float, title_size: float) -> Block:
    text = ""
    for line in group:
        text = _continue(text, clean(line.text.replace(_HYPHEN, "")) + (_HYPHEN if line.text.endswith(_HYPHEN) else ""))
    kind: Kind = "item" if BULLET.match(text) else "paragraph"
    level = 0
    if kind == "paragraph" and size and group[0].size > 1.12 * size and len(text) < 300:
        kind, level = "heading", 1 if group[0].page == 0 and group[0].size >= 0.99 * title_size else 2
    return Block(kind, text.rstrip(_HYPHEN), level, page=group[0].page)


def _continue(text: str, line: str) -> str:
    """`text` with the next line: a parting hyphen goes, a hyphen before a small letter joins a parted word."""
    if not text:
        return line
    if text.endswith(_HYPHEN):
        return text[:-1] + line
    if re.search(r"[^\W\d_]{2}-$", text) and line[:1].islower():
        return text[:-1] + line
    dense = "\u3000" <= text[-1] <= "\u9fff"
    return text + ("" if dense else " ") + line


def _runs_on(last: Block, first: Block) -> bool:
    """The page's first block goes on with the last sentence of the page before."""
    if last.kind == "heading" or first.kind != "paragraph":
        return False
    return not _SENTENCE_END.search(last.text) and (first.text[:1].islower() or last.words >= 12)


def _joined(last: Block, first: Block) -> Block:
    text = _continue(clean(last.text), clean(first.text))
    start = len(text) - len(clean(first.text))
    return replace(last, text=text, breaks=(*last.breaks, (start, first.page)))
