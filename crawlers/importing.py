"""Files on disk as captures: `travaux import`.

A file's address is the one it states (front matter `url`, `rel=canonical`, `og:url`); a file that states none
is known by its content. One bad file never stops the others: it is kept as a failure with its reason.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError
from sqlalchemy import Engine

from crawlers.address import AddressError, canonical_address, content_address
from crawlers.archive import Archive, Fetched
from crawlers.extract.front_matter import read_front_matter
from crawlers.extract.media import DOCX, HTML, MARKDOWN, PDF, TEXT, media_type_of
from crawlers.folders import Found, find_files
from crawlers.keeping import Kept, store_all
from crawlers.ledger import Failure, SourceReport
from db.session import writing
from db.store.captures import FailureKind, note_failure, now

IMPORT = "import"
LARGEST_FILE = 200 * 1024 * 1024
HEAD_BYTES = 256 * 1024
"""Front matter and a page's own address stand at its start."""
ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx")
READABLE = {TEXT, MARKDOWN, HTML, PDF, DOCX}
DECLARED = ("title", "language", "organisation")
ADDRESS_PATHS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")


class NoCaptureError(Exception):
    """This file is no capture. `kind` says whether it is refused or could not be read."""

    def __init__(self, reason: str, kind: FailureKind = "failed") -> None:
        super().__init__(reason)
        self.kind = kind


def shown_name(path: Path) -> str:
    """The path as text that can be stored and printed: bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises `NoCaptureError` for what is no readable file of a reasonable size."""
    try:
        if not path.exists():
            raise NoCaptureError("There is no such file. Check the spelling.")
        if not path.is_file():
            raise NoCaptureError("Not a file.", "refused")
        if path.suffix.lower() not in ENDINGS:
            raise NoCaptureError(f"Not a kind of file that can be read; known are {', '.join(ENDINGS)}.", "refused")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise NoCaptureError(f"Larger than {LARGEST_FILE // 1024**2} MB ({size // 1024**2} MB).", "refused")
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


def _import_one(engine: Engine, archive: Archive, found: Found) -> tuple[str, Failure | None]:
    """The outcome for one file, and the failure that was stored where it is one."""
    name = shown_name(found.path.absolute())
    try:
        if found.refused:
            raise NoCaptureError(found.refused, "refused")
        fetched, declared = read_as_capture(found.path)
        return store_all(engine, archive, [Kept(fetched, declared, IMPORT, name)])[0], None
    except NoCaptureError as error:
        with writing(engine) as session:
            note_failure(session, IMPORT, name, error.kind, str(error))
        return error.kind, Failure(address=name, kind=error.kind, reason=str(error))


def import_paths(
    engine: Engine,
    captures: Path,
    paths: Iterable[Path],
    on_file: Callable[[Path], object] = lambda _: None,
) -> SourceReport:
    """Import files and folders; `on_file` hears of each before it is read. Each file is stored by itself."""
    archive = Archive(captures)
    counts: Counter[str] = Counter(seen=0)
    failures: list[Failure] = []
    try:
        for found in find_files(paths):
            on_file(found.path)
            outcome, failure = _import_one(engine, archive, found)
            counts.update((outcome, "seen"))
            failures += [failure] if failure else []
    finally:
        archive.close()
    outcome = "ok" if counts["seen"] else "No files were found there."
    return SourceReport(source=IMPORT, outcome=outcome, failures=tuple(failures), **counts)
