"""The formats of a digest as files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.settings import Settings
from pipeline.digest.content import DigestContent, content_to_json
from pipeline.digest.mail import Envelope, digest_mail
from pipeline.digest.pdf import render_pdf
from pipeline.digest.render import render_markdown, render_page, render_text
from pipeline.digest.word import TEMPLATE, render_word

DRAFT_SENDER = "travaux@localhost"
"""Stands in a mail draft where no sender is set; the mail program puts the user's own."""


@dataclass(frozen=True)
class DigestFile:
    """A digest as a file: its media type, the ending of its name, its bytes."""

    media_type: str
    ending: str
    content: bytes


FORMATS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "eml": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
BINARY = ("docx", "pdf")


def formed(content: DigestContent, form: str, settings: Settings, at: datetime) -> DigestFile:
    """The digest in one of `FORMATS`. `at` dates the mail. Raises `WordTemplateError` and `PdfMissing`."""
    envelope = Envelope(settings.mail_from or DRAFT_SENDER, settings.mail_name, "", at)
    makers: dict[str, Callable[[DigestContent], str | bytes]] = {
        "html": render_page,
        "md": render_markdown,
        "json": lambda digest: content_to_json(digest) + "\n",
        "text": lambda digest: render_text(digest, None),
        "eml": lambda digest: digest_mail(digest, envelope),
        "docx": lambda digest: render_word(digest, settings.data / TEMPLATE),
        "pdf": render_pdf,
    }
    given = makers[form](content)
    whole = given if isinstance(given, bytes) else given.encode()
    return DigestFile(FORMATS[form], "txt" if form == "text" else form, whole)
