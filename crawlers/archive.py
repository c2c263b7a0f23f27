"""The archive: bytes as they were fetched, in WARC files that any web archive's tools can read.

One file per run, never opened again for writing: whatever a killed run left half-written stands at the end of
its own file and shadows nothing. A record is on the disk before a row says where it stands.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TRANSFER_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers of how a body travelled; the archive holds the body as it was after the journey."""
HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
HEADER_LENGTH = 2_000
Place = tuple[str, int]
"""The name of a file of the archive, and the offset of a record in it, in bytes."""


class ArchiveError(ValueError):
    """A capture cannot be read back. The message says which file and what is wrong with it."""


@dataclass(frozen=True)
class Fetched:
    """One thing to archive. `status` is `None` for a file that was given, not fetched over HTTP."""

    address: str
    body: bytes
    media_type: str
    captured_at: datetime
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    """The address that was asked for, where redirects led on from it; lists are known by it."""

    @property
    def validators(self) -> tuple[str, str]:
        """ETag and Last-Modified, each empty where the site sent none."""
        named = {name.lower(): value for name, value in self.headers.items()}
        return named.get("etag", ""), named.get("last-modified", "")


class Archive:
    """A folder of WARC files with one open for this run; the file appears with the first record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stream: IO[bytes] | None = None
        self._writer: WARCWriter | None = None
        self.file = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.warc.gz"

    def write(self, fetched: Fetched) -> Place:
        """Archive one thing; the file's name and the record's offset in bytes. Safe on the disk after `sync`."""
        stream, writer = self._opened()
        offset = stream.tell()
        writer.write_record(_record(writer, fetched))
        stream.flush()
        return self.file, offset

    def sync(self) -> None:
        """Return when everything written is on the disk, whatever happens to the power."""
        if self._stream:
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close the file; harmless when none was opened."""
        if self._stream:
            self._stream.close()
        self._stream = self._writer = None

    def _opened(self) -> tuple[IO[bytes], WARCWriter]:
        if self._stream is None or self._writer is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._stream = (self._folder / self.file).open("xb")
            self._writer = WARCWriter(self._stream, gzip=True)
            self._writer.write_record(
                self._writer.create_warcinfo_record(
                    self.file, {"software": "Travaux", "format": "WARC File Format 1.0"}
                )
            )
        return self._stream, self._writer


def _record(writer: WARCWriter, fetched: Fetched) -> object:
    date = fetched.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    common = {"payload": BytesIO(fetched.body), "length": len(fetched.body)}
    if fetched.status is None:
        return writer.create_warc_record(
            fetched.address,
            "resource",
            warc_content_type=fetched.media_type,
            warc_headers_dict={"WARC-Date": date},
            **common,
        )
    kept = [(name, _one_line(value)) for name, value in fetched.headers.items() if _is_kept(name)]
    headers = StatusAndHeaders(
        f"{fetched.status} ", [*kept, ("Content-Length", str(len(fetched.body)))], protocol="HTTP/1.1"
    )
    return writer.create_warc_record(
        fetched.address, "response", http_headers=headers, warc_headers_dict={"WARC-Date": date}, **common
    )


def _is_kept(name: str) -> bool:
    return name.lower() not in TRANSFER_HEADERS and HEADER_NAME.fullmatch(name) is not None


def _one_line(value: str) -> str:
    """A header's value as WARC allows it: ASCII, one line, and no longer than anybody needs."""
    return " ".join(value.split()).encode("ascii", "backslashreplace").decode("ascii")[:HEADER_LENGTH]


@dataclass(frozen=True)
class Archived:
    """A record read back: its final address, the answer's headers (names in lower case) and its body."""

    address: str
    headers: Mapping[str, str]
    body: bytes


def read_capture(folder: Path, file: str, offset: int) -> bytes:
    """The body of the record at `offset` of `file`. Raises `ArchiveError`; the caller compares SHA-256."""
    return read_record(folder, file, offset).body


def read_record(folder: Path, file: str, offset: int) -> Archived:
    """The record at `offset` of `file`. Raises `ArchiveError`; the caller compares SHA-256."""
    path = folder / file
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            headers = record.http_headers.headers if record.http_headers else ()
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            named = {name.lower(): value for name, value in headers}
            return Archived(address, named, record.raw_stream.read())
    except FileNotFoundError as error:
        raise ArchiveError(
            f"Expected the archive file {path}, found none. Restore it from a backup; it holds captures."
        ) from error
    except (ArchiveLoadFailed, StopIteration, OSError, EOFError) as error:
        raise ArchiveError(
            f"{path}: expected a record at byte {offset}, found something else. "
            "The file was changed or cut; restore it from a backup."
        ) from error
