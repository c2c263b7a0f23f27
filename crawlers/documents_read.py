"""Which answers are documents that can be kept: judged by their headers first, by their bytes in the end."""

from scrapy.http import Response
from scrapy.http.headers import Headers

from crawlers.extract.media import DOCX, HTML, MARKDOWN, PDF, TEXT, media_type_of
from db.store.captures import FailureKind

READABLE = {HTML, "application/xhtml+xml", TEXT, MARKDOWN, PDF, DOCX}
UNNAMED = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/download",
    "application/x-download",
}
"""Types that say nothing: servers send PDF files so. The bytes decide."""


class NotReadableError(Exception):
    """An answer that is no document. The message says why; `kind` whether we refuse it or it failed."""

    def __init__(self, reason: str, kind: FailureKind = "failed") -> None:
        super().__init__(reason)
        self.kind = kind


def stated_type(headers: Headers) -> str:
    """The media type that the answer's headers name, in lower case without parameters."""
    stated = headers.get("Content-Type") or b""
    return stated.split(b";")[0].strip().lower().decode("latin-1")


def may_be_readable(headers: Headers) -> bool:
    """False when the headers alone rule the answer out."""
    return stated_type(headers) in READABLE | UNNAMED


def kind_of_answer(response: Response) -> str:
    """The media type of an answer's bytes. Raises `NotReadableError`."""
    stated = stated_type(response.headers)
    if stated not in READABLE | UNNAMED:
        raise NotReadableError(f"Not a kind of document that can be read ({stated[:80]}).", "refused")
    if not response.body.strip():
        raise NotReadableError("The page is empty.")
    found = media_type_of(response.url, response.body)
    if found not in READABLE or (stated in UNNAMED and found == TEXT):
        raise NotReadableError("Not a kind of document that can be read.", "refused")
    return HTML if found == TEXT and stated in (HTML, "application/xhtml+xml") else found
