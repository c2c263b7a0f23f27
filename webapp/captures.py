"""The archived bytes of a statement, handed out so that no browser runs them: as plain text or as a download."""

import hashlib
from dataclasses import dataclass

from flask import Response

LARGEST = 64_000_000
"""Bytes of a capture that is handed out; a larger one is read on the machine itself."""
SHOWN = 1_000_000
"""Bytes that are shown as text."""
TEXTS = ("text/", "application/xhtml", "application/xml", "application/json", "message/")
ENDINGS = {
    "text/html": "html.txt",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/csv": "csv",
}


@dataclass(frozen=True)
class Kept:
    """A capture as it was read back from the archive."""

    sha256: str
    media_type: str
    body: bytes

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those that were captured."""
        return hashlib.sha256(self.body).hexdigest() == self.sha256

    @property
    def is_text(self) -> bool:
        """Whether it can be read as text."""
        return self.media_type.startswith(TEXTS)


def as_text(kept: Kept) -> Response:
    """The bytes as plain text, whatever they are; a browser shows them and interprets nothing."""
    text = kept.body[:SHOWN].decode("utf-8", "replace")
    if len(kept.body) > SHOWN:
        text += f"\n\n[The first {SHOWN:,} of {len(kept.body):,} bytes; download it for all.]"
    return Response(text, content_type="text/plain; charset=utf-8")


def as_download(kept: Kept) -> Response:
    """The bytes as a file that is saved and not opened: its type says nothing of what it is."""
    ending = ENDINGS.get(kept.media_type, "bin")
    made = Response(kept.body, content_type="application/octet-stream")
    made.headers["Content-Disposition"] = f'attachment; filename="capture-{kept.sha256[:16]}.{ending}"'
    return made
