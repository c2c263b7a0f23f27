"""A digest as PDF, where WeasyPrint is installed (`pip install travaux[pdf]`): an extra, because it needs Pango."""

from typing import Any, NoReturn

from pipeline.digest.content import DigestContent
from pipeline.digest.render import render_page


class PdfMissing(OSError):
    """PDFs cannot be made on this machine. The message says what to do."""


def render_pdf(content: DigestContent) -> bytes:
    """The digest as a PDF. Raises `PdfMissing`."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise PdfMissing(
            "A PDF needs WeasyPrint and the library Pango, which are not installed. Install them with "
            "`pip install travaux[pdf]` and your system's package of Pango, or print the page of the digest to PDF."
        ) from error
    made: bytes = HTML(string=render_page(content), url_fetcher=_fetch_nothing).write_pdf()
    return made


def _fetch_nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    """A digest fetches nothing: whatever names an address in it is text from outside."""
    raise ValueError(f"Nothing is fetched for a digest: {url}")
