"""DOCX to a `Page`: mammoth makes HTML of it (footnotes included), which is then read as blocks.
Notes leave the running text; numbers of lists are written out first (`docx_numbers`).

The archive is checked before it is opened: parts that swell beyond a bound are refused unread.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import ParseError

import lxml.html
import mammoth
from lxml.html import HtmlElement

from crawlers.extract.blocks import Block, cleaned
from crawlers.extract.docx_numbers import with_numbers
from crawlers.extract.html_blocks import blocks_of
from crawlers.extract.kinds import PAPER
from crawlers.extract.limits import DOCX_UNPACKED_BYTES, MIB, Unreadable
from crawlers.extract.masthead import REACH, has_masthead, is_masthead
from crawlers.extract.page import Page, Said

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"
_CREATED = re.compile(r"<dcterms:(?:created|modified)[^>]*>(\d{4}-\d{2}-\d{2})")
_MOST_PARTS = 5000


def read_docx(body: bytes) -> Page:
    """The page of a DOCX file. Raises `Unreadable` for broken, locked and swelling archives."""
    created = _checked(body)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(with_numbers(body)), style_map=_STYLES, convert_image=_no_image()
        ).value
    except (KeyError, ValueError, OSError, ParseError, zipfile.BadZipFile) as error:
        raise Unreadable("The DOCX file is broken: its parts do not fit together.") from error
    if not html.strip():
        raise Unreadable("The DOCX file holds no text.")
    root = lxml.html.fromstring(f"<div>{_plain_notes(html)}</div>")
    notes = _take_notes(root)
    blocks = _without_masthead(cleaned(blocks_of(root)))
    if not blocks:
        raise Unreadable("The DOCX file holds no text.")
    said = Said(created, "file properties") if created else None
    return Page(body=blocks, everything=blocks, notes=cleaned(notes), created=said, kind_hint=PAPER)


def _take_notes(root: HtmlElement) -> list[Block]:
    """The footnotes and endnotes, taken out of the tree, each behind its number."""
    items = root.xpath('//li[starts-with(@id, "footnote-") or starts-with(@id, "endnote-")]')
    notes = [
        Block("note", f"{at} {' '.join(item.text_content().split())}", tight=True)
        for at, item in enumerate(items, start=1)
    ]
    for item in items:
        item.drop_tree()
    return notes


def _without_masthead(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without an official document's masthead, also where it is set as a table."""
    pieces = [piece for block in blocks[:REACH] for piece in (block.cells or (block.text,))]
    if not has_masthead(pieces):
        return list(blocks)
    kept: list[Block] = []
    for block in blocks[:REACH]:
        cells = tuple(cell for cell in block.cells or (block.text,) if not is_masthead(cell))
        if cells:
            kept.append(
                replace(block, text=" | ".join(cell for cell in cells if cell), cells=cells if block.cells else ())
            )
    return [*(block for block in kept if block.text), *blocks[REACH:]]


def _checked(body: bytes) -> str | None:
    """The day on which the file was made, if it says so. Raises `Unreadable` for what is no sound archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > DOCX_UNPACKED_BYTES or len(parts) > _MOST_PARTS:
                raise Unreadable(f"The DOCX file unpacks to more than {DOCX_UNPACKED_BYTES // MIB} MB.")
            if any(part.flag_bits & 0x1 for part in parts):
                raise Unreadable("The DOCX file is locked with a password.")
            properties = archive.read("docProps/core.xml") if "docProps/core.xml" in archive.namelist() else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise Unreadable("The DOCX file is broken: it is no sound archive.") from error
    found = _CREATED.search(properties.decode("utf-8", "replace"))
    return found.group(1) if found else None


def _no_image() -> object:
    return mammoth.images.img_element(lambda image: {"src": ""})


def _plain_notes(html: str) -> str:
    """Footnote marks and the arrows back to them taken out; the notes themselves stay, at the end."""
    html = re.sub(r"<sup>\s*<a href=\"#(?:foot|end)note-[^\"]*\"[^>]*>.*?</a>\s*</sup>", "", html)
    return re.sub(r"<a href=\"#(?:foot|end)note-ref-[^\"]*\">[^<]*</a>", "", html)
