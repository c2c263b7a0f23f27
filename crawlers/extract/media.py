"""What kind of file some bytes are: by what they contain first, by their name second."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_BY_ENDING = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".htm": HTML,
    ".html": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*(?:<!doctype\s+html|<html))[\s>]?", re.IGNORECASE
)
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:[^\n]*\n){1,60}?---[ \t]*\r?\n")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = b"\xef\xbb\xbf"
MAIL = "message/rfc822"
MBOX = "application/mbox"
_MAIL_ENDINGS = {".eml", ".mbox"}
_MAIL_HEAD = re.compile(rb"(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n){0,50}){2}")
"""Two header lines (RFC 5322), each perhaps folded over several lines."""
_MBOX_START = re.compile(rb"From [^\n]*\n")
OLD_OFFICE = "application/x-ole-storage"
ZIP = "application/zip"


def media_type_of(path_or_url: str, body: bytes) -> str:
    """The media type of `body`: one of those that can be read, or what else the bytes are known to be."""
    ending = PurePosixPath(urlsplit(path_or_url).path).suffix.lower()
    start = body[:8192].removeprefix(_MARK).lstrip()
    if ending in _MAIL_ENDINGS:
        return _mail_type(start)
    if b"%PDF-" in body[:1024]:
        return PDF
    if body.startswith(b"PK\x03\x04"):
        return DOCX if b"word/" in body else ZIP
    if body.startswith(_OLE):
        return OLD_OFFICE
    if _HTML_START.match(start) or (ending not in _BY_ENDING and _looks_like_html(start)):
        return HTML
    if _FRONT_MATTER.match(start):
        return MARKDOWN
    return _BY_ENDING.get(ending, TEXT)


def _mail_type(start: bytes) -> str:
    """A file named as mail is so only if it begins so: with a mailbox's `From ` line, or with header lines."""
    opening = _MBOX_START.match(start)
    if opening and _MAIL_HEAD.match(start, opening.end()):
        return MBOX
    return MAIL if _MAIL_HEAD.match(start) else TEXT


def _looks_like_html(start: bytes) -> bool:
    return len(re.findall(rb"</?(?:p|div|h[1-6]|span|a|ul|li|table|article|meta|br)\b", start, re.IGNORECASE)) >= 3
