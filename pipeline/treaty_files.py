"""Reading a treaty from a file: text, Markdown, HTML, PDF or DOCX, with its marks and headings kept.

The crawlers' reader of Markdown is made for articles on the web: it would drop the numbers of lists. Text and Markdown
are therefore read here, line by line.
"""

import io
import re
import unicodedata
from pathlib import Path

import mammoth

from crawlers.extract import Unreadable, media_type_of
from crawlers.extract.blocks import compose
from crawlers.extract.decode import decode
from crawlers.extract.limits import MIB
from crawlers.extract.media import DOCX, HTML, MARKDOWN, TEXT
from crawlers.extract.readers import read_page
from pipeline.treaty_lists import written_numbers

MOST_BYTES = 20 * MIB
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_LINE_MARKS = re.compile(r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]*", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,400}>")
_ESCAPED = re.compile(r"\\([.()#*_\[\]-])")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000e-\u001f\u007f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class TreatyFileError(ValueError):
    """The file cannot be used as a treaty's text. The message says why and what to do."""


def plain_text(path: Path) -> str:
    """The words of the file. Raises `TreatyFileError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TreatyFileError(
                f"{path.name}: expected at most {MOST_BYTES // MIB} MB. Take the treaty's text alone."
            )
        body = path.read_bytes()
        return text_of(body, media_type_of(path.name, body))
    except Unreadable as error:
        raise TreatyFileError(f"{path.name} could not be read: {error} Save it as text, HTML, PDF or DOCX.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, TreatyFileError):
            raise
        raise TreatyFileError(f"{path.name} could not be read: {type(error).__name__}. Save it as text.") from error


def text_of(body: bytes, media_type: str) -> str:
    """The words of a file's bytes. Raises `Unreadable`; a DOCX file is opened again only after its check."""
    if media_type in (TEXT, MARKDOWN):
        return _plain(decode(body), media_type)
    page = read_page(body, media_type)
    if media_type in (HTML, DOCX):
        html = decode(body) if media_type == HTML else _html_of_docx(body)
        page = read_page(written_numbers(html).encode(), HTML)
    return compose(page.everything)[0]


def _html_of_docx(body: bytes) -> str:
    """The document as HTML, without its pictures."""
    no_image = mammoth.images.img_element(lambda _image: {"src": ""})
    return str(mammoth.convert_to_html(io.BytesIO(body), convert_image=no_image).value)


def _plain(text: str, media_type: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if media_type == TEXT:
        return text
    text = _TAG.sub("", _LINE_MARKS.sub("", text))
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text)
