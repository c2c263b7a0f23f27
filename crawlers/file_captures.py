"""One file on disk as captures: most files are one, a mailbox is one for every message and attachment.

A file's address is the one it states (front matter `url`, `rel=canonical`, `og:url`, a Message-ID); a file that
states none is known by its content.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError

from crawlers.address import AddressError, canonical_address, content_address
from crawlers.archive import Fetched
from crawlers.extract.front_matter import read_front_matter
from crawlers.extract.media import DOCX, HTML, MAIL, MARKDOWN, MBOX, PDF, TEXT, media_type_of
from crawlers.mailboxes import Piece, pieces_of
from db.store.captures import FailureKind, now

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_MAILBOX = 4 * 1024**3
HEAD_BYTES = 256 * 1024
"""Front matter and a page's own address stand at its start."""
MAIL_ENDINGS = (".eml", ".mbox")
ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", *MAIL_ENDINGS)
READABLE = {TEXT, MARKDOWN, HTML, PDF, DOCX}
DECLARED = ("title", "language", "organisation")
ADDRESS_PATHS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")


@dataclass(frozen=True)
class FilePart:
    """Something to keep, with what is declared of it; with `reason`, why it is not kept.

    `asked` is the name under which a failure is noted: the file's, or the address of a message. `words` are a
    message's subject and text. `unchanged`: the file was known before it was opened.
    """

    asked: str
    fetched: Fetched | None = None
    declared: Mapping[str, str | None] = field(default_factory=dict)
    words: str = ""
    kind: FailureKind = "failed"
    reason: str = ""
    unchanged: bool = False


class NoCaptureError(Exception):
    """This file is no capture. `kind` says whether it is refused or could not be read."""

    def __init__(self, reason: str, kind: FailureKind = "failed") -> None:
        super().__init__(reason)
        self.kind = kind


def shown_name(path: Path) -> str:
    """The path as text that can be stored and printed: bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def check_file(path: Path, largest: int) -> None:
    """Raises `NoCaptureError` for what is no file of a known kind and at most `largest` bytes; `OSError`."""
    if not path.exists():
        raise NoCaptureError("There is no such file. Check the spelling.")
    if not path.is_file():
        raise NoCaptureError("Not a file.", "refused")
    if path.suffix.lower() not in ENDINGS:
        raise NoCaptureError(f"Not a kind of file that can be read; known are {', '.join(ENDINGS)}.", "refused")
    size = path.stat().st_size
    if size > largest:
        raise NoCaptureError(f"Larger than {largest // 1024**2} MB ({size // 1024**2} MB).", "refused")


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises `NoCaptureError` for what is no readable file of a reasonable size."""
    try:
        check_file(path, LARGEST_FILE)
        return path.read_bytes()
    except OSError as error:
        raise NoCaptureError(f"The file could not be opened: {error.strerror or error}.") from error


def kind_of(path: Path, body: bytes) -> str:
    """The media type, by what the file contains. Raises `NoCaptureError` for what cannot be read."""
    if not body.strip():
        raise NoCaptureError("The file is empty.")
    found = media_type_of(path.name, body)
    if found not in READABLE:
        raise NoCaptureError(f"Named {path.suffix}, but the content is {found}, which cannot be read.", "refused")
    return found


def archive_day(value: str) -> datetime | None:
    """The moment for a front matter `date`, midnight UTC of a bare day. Raises `NoCaptureError`."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise NoCaptureError(
            f"Expected the date between the --- lines as YYYY-MM-DD, found {value[:40]!r}. Correct that line."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def front_matter_of(body: bytes) -> dict[str, str]:
    """Names and values of a Markdown file's front matter; empty without one."""
    head = body[:HEAD_BYTES].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return dict(read_front_matter(head).values)


def stated_address(body: bytes) -> str:
    """The address that a web page states for itself, canonical; empty when it states none that is usable."""
    page: Any
    try:
        page = lxml_html.document_fromstring(body[:HEAD_BYTES])
    except (ValueError, AssertionError, LxmlError):
        return ""
    stated = (str(value) for path in ADDRESS_PATHS for value in page.xpath(path))
    return next((address for address in map(_usable, stated) if address), "")


def _usable(address: str) -> str:
    try:
        return canonical_address(address) if address else ""
    except AddressError:
        return ""


def read_as_capture(path: Path) -> tuple[Fetched, dict[str, str | None]]:
    """A file as something to archive, with what it declares of itself. Raises `NoCaptureError`."""
    body = read_bytes(path)
    media_type = kind_of(path, body)
    front = front_matter_of(body) if media_type == MARKDOWN else {}
    stated = stated_address(body) if media_type == HTML else _usable(front.get("url", ""))
    declared: dict[str, str | None] = {key: front[key] for key in DECLARED if front.get(key)}
    declared |= {"file_name": shown_name(Path(path.name)), **({"url": stated} if stated else {})}
    address = stated or content_address(hashlib.sha256(body).hexdigest())
    return Fetched(address, body, media_type, archive_day(front.get("date", "")) or now()), declared


def is_mail_file(path: Path) -> bool:
    """True for the name of a message or mailbox."""
    return path.suffix.lower() in MAIL_ENDINGS


def parts_of_file(path: Path) -> Iterator[FilePart]:
    """Everything in a file that is to be kept, or why it is not; raises nothing for a bad file."""
    name = shown_name(path.absolute())
    try:
        if is_mail_file(path):
            yield from _parts_of_mail(path)
        else:
            fetched, declared = read_as_capture(path)
            yield FilePart(name, fetched, declared)
    except NoCaptureError as error:
        yield FilePart(name, kind=error.kind, reason=str(error))
    except OSError as error:
        yield FilePart(name, reason=f"The file could not be opened: {error.strerror or error}.")


def _parts_of_mail(path: Path) -> Iterator[FilePart]:
    check_file(path, LARGEST_MAILBOX)
    with path.open("rb") as stream:
        head = stream.read(8192)
    if not head.strip():
        raise NoCaptureError("The file is empty.")
    if media_type_of(path.name, head) not in (MAIL, MBOX):
        raise NoCaptureError(f"Named {path.suffix}, but it does not begin as a mail message does.", "refused")
    for piece in pieces_of(path):
        yield _part_of(piece)


def _part_of(piece: Piece) -> FilePart:
    said = {"file_name": piece.name, "published": piece.published if piece.name else ""}
    declared: dict[str, str | None] = {name: value for name, value in said.items() if value}
    return FilePart(piece.address, piece.fetched, declared, piece.words, piece.kind, piece.reason)
