"""Proving the archive: one record read again, to the last byte of its gzip member, in bounded memory."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

CHUNK = 64 * 1024
GZIP = 16 + zlib.MAX_WBITS


class RecordError(ValueError):
    """A record that cannot be read. The message says what was found in its place."""


@dataclass(frozen=True)
class RecordSeen:
    """What the archive holds at a place: the address that the record names, its body's SHA-256 and size in bytes."""

    address: str
    sha256: str
    size: int


class GzipMember(io.RawIOBase):
    """The bytes of one gzip member, wherever it stands in `stream`.

    Nothing after the member is decompressed. Reading to its end checks the member's own checksum and length
    (RFC 1952), which also covers the record's headers. Raises `RecordError` when the member is damaged or cut.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(GZIP)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer with what comes next; 0 at the end of the member."""
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while not self._inflate.eof:
            source = self._inflate.unconsumed_tail or self._stream.read(CHUNK)
            try:
                data = self._inflate.decompress(source, most)
            except zlib.error as error:
                raise RecordError(f"the compressed bytes are damaged ({error})") from error
            if data:
                return data
            if not source and not self._inflate.eof:
                raise RecordError("the file ends in the middle of the record")
        return b""


def read_record(path: Path, offset: int) -> RecordSeen:
    """The record whose gzip member begins at byte `offset`. Raises `RecordError`, `FileNotFoundError`, `OSError`."""
    with path.open("rb") as stream:
        stream.seek(offset)
        member = GzipMember(stream)
        try:
            seen = _hashed(next(iter(ArchiveIterator(io.BufferedReader(member, CHUNK)))))
        except (ArchiveLoadFailed, StopIteration, EOFError, UnicodeError) as error:
            raise RecordError("no record of the archive begins there") from error
        while member.read(CHUNK):
            pass
    return seen


def _hashed(record: ArcWarcRecord) -> RecordSeen:
    digest, size = hashlib.sha256(), 0
    while chunk := record.raw_stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return RecordSeen(record.rec_headers.get_header("WARC-Target-URI") or "", digest.hexdigest(), size)
