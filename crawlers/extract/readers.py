"""Which reader reads which type of file, and how large a file of each type may be."""

from functools import partial

from crawlers.extract.confined import confined
from crawlers.extract.decode import decode
from crawlers.extract.docx import read_docx
from crawlers.extract.html import read_html
from crawlers.extract.limits import (
    CONFINED_BYTES,
    DOCX_BYTES,
    MAIL_BYTES,
    MIB,
    PAGE_BYTES,
    PDF_BYTES,
    TEXT_CHARACTERS,
    Unreadable,
)
from crawlers.extract.mail import read_mail
from crawlers.extract.markdown import read_markdown
from crawlers.extract.media import DOCX, HTML, MAIL, MARKDOWN, PDF, TEXT
from crawlers.extract.page import Page
from crawlers.extract.pdf import read_pdf
from crawlers.extract.plain import read_plain

_TEXT_READERS = {
    HTML: read_html,
    "application/xhtml+xml": read_html,
    MARKDOWN: read_markdown,
    TEXT: read_plain,
}
_FILE_READERS = {PDF: (read_pdf, PDF_BYTES), DOCX: (read_docx, DOCX_BYTES), MAIL: (read_mail, MAIL_BYTES)}


def read_page(body: bytes, media_type: str, with_comments: bool = False) -> Page:
    """The page in `body`; `with_comments` where comments of readers are what a web page was fetched for.

    Raises `Unreadable` for empty, oversized and unknown files, and as the readers do.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if not body:
        raise Unreadable("The file is empty.")
    if kind in _TEXT_READERS:
        _check_size(body, PAGE_BYTES)
        text = decode(body)
        if len(text) > TEXT_CHARACTERS:
            raise Unreadable(f"The file has {len(text)} characters; texts are read up to {TEXT_CHARACTERS}.")
        reader = _TEXT_READERS[kind]
        read = partial(read_html, text, with_comments) if reader is read_html else partial(reader, text)
        return confined(read) if len(body) > CONFINED_BYTES else read()
    if kind in _FILE_READERS:
        read_file, most = _FILE_READERS[kind]
        _check_size(body, most)
        return read_file(body) if kind == MAIL else confined(partial(read_file, body))
    raise Unreadable(f"Files of the type {kind or 'unknown'} are not read; text, Markdown, HTML, PDF, DOCX, mail are.")


def _check_size(body: bytes, most: int) -> None:
    if len(body) > most:
        raise Unreadable(f"The file has {len(body) / MIB:.0f} MB; this type is read up to {most // MIB} MB.")
