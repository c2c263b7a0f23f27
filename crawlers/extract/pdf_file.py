"""Opening a PDF and reading its pages within bounds: their text layer, or what text recognition sees."""

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import PdfiumError

from crawlers.extract.limits import PDF_PAGES, TEXT_CHARACTERS, Unreadable
from crawlers.extract.page import Recognition
from crawlers.extract.pdf_glyphs import PrintedPage, read_page
from crawlers.extract.pdf_layout import laid_out
from crawlers.extract.pdf_lines import Line
from crawlers.extract.pdf_scan import needs_recognition, recognised


@dataclass(frozen=True)
class Reading:
    """The lines of each page in reading order; `recognition` where some were read by text recognition."""

    pages: Sequence[Sequence[Line]]
    recognition: Recognition | None = None


def opened(body: bytes) -> pypdfium2.PdfDocument:
    """The document in `body`. Raises `Unreadable` for locked, broken, empty and endless ones."""
    try:
        document = pypdfium2.PdfDocument(body)
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("The PDF is locked with a password.") from error
        raise Unreadable("The PDF is broken or has no pages: it could not be opened.") from error
    if 0 < len(document) <= PDF_PAGES:
        return document
    count = len(document)
    document.close()
    if count == 0:
        raise Unreadable("The PDF has no pages.")
    raise Unreadable(f"The PDF has {count} pages; files are read up to {PDF_PAGES} pages.")


def read_pages(document: pypdfium2.PdfDocument) -> Reading:
    """Every page of `document`. Raises `Unreadable` where it holds too many words or none."""
    characters = 0
    printed: list[PrintedPage] = []
    for number in range(len(document)):
        printed.append(_printed(document, number))
        characters += printed[-1].letters
        if characters > TEXT_CHARACTERS:
            raise Unreadable(f"The PDF has more than {TEXT_CHARACTERS} characters.")
    pages = [laid_out(page.runs) for page in printed]
    wanted = needs_recognition(document, printed)
    if not wanted:
        return Reading(pages)
    read, recognition = recognised(document, printed, wanted)
    return Reading([read.get(number, lines) for number, lines in enumerate(pages)], recognition)


def _printed(document: pypdfium2.PdfDocument, number: int) -> PrintedPage:
    try:
        page = document[number]
    except PdfiumError as error:
        raise Unreadable(f"The PDF is broken: its page {number + 1} could not be opened.") from error
    try:
        return read_page(page, number)
    except PdfiumError as error:
        raise Unreadable(f"The PDF is broken: the text of its page {number + 1} could not be read.") from error
    finally:
        page.close()
