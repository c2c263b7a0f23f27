"""Mailbox files: the messages of an .mbox or .eml file, and what of each is kept.

The standard library's `mailbox` takes every line that begins with `From ` for the start of a message, and so
cuts letters in two that say "From our point of view"; here such a line must look like a mailbox's own.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import IO
from urllib.parse import quote

from crawlers.address import content_address
from crawlers.archive import Fetched
from crawlers.extract.limits import MAIL_BYTES, MIB, Unreadable
from crawlers.extract.mail import Attachment, attachments_of, message_id, parsed, sent_on, words_of
from crawlers.extract.media import DOCX, MAIL, PDF, media_type_of
from db.store.captures import FailureKind, now

MOST_MESSAGES = 100_000
MOST_ATTACHMENTS = 50
LONGEST_LINE = 64 * 1024
LONGEST_WORDS = 100_000
SEPARATOR = re.compile(rb"From \S+ .{0,80}\d{4}(?: [+-]\d{4})?\s*$")
"""`From sender weekday month day time year`, the line that parts messages (RFC 4155), after an empty line."""
WHOLE_SEPARATOR = re.compile(rb"From \S+ .{0,60}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d .{0,20}\d{4}\s*$")
"""One with its whole date, which parts messages whatever stands above it."""
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """A message or an attachment: what to keep, or with `reason` why it is not kept.

    `words` are the message's subject and text; an attachment's `name` is its file name.
    """

    address: str
    fetched: Fetched | None = None
    words: str = ""
    name: str = ""
    published: str = ""
    kind: FailureKind = "failed"
    reason: str = ""


def pieces_of(path: Path) -> Iterator[Piece]:
    """Every message of a mailbox or message file, and its PDF and DOCX files. Raises `OSError`."""
    with path.open("rb") as stream:
        if stream.read(5) != b"From ":
            stream.seek(0)
            yield from pieces_of_message(stream.read(MAIL_BYTES + 1), str(path))
            return
        stream.seek(0)
        for number, raw in enumerate(_messages(stream), start=1):
            if number > MOST_MESSAGES:
                reason = f"The mailbox holds more than {MOST_MESSAGES:,} messages; the rest was not read. Divide it."
                yield Piece(str(path), kind="refused", reason=reason)
                return
            yield from pieces_of_message(raw, f"{path} (message {number})")


def pieces_of_message(raw: bytes, where: str) -> Iterator[Piece]:
    """A message and its PDF and DOCX files; `where` names it in complaints if it has no Message-ID."""
    if len(raw) > MAIL_BYTES:
        yield Piece(where, kind="refused", reason=f"The message is larger than {MAIL_BYTES // MIB} MB.")
        return
    try:
        message = parsed(raw)
    except Unreadable as error:
        yield Piece(where, reason=str(error))
        return
    found, words, day = message_id(message), words_of(message)[:LONGEST_WORDS], sent_on(message)
    address = mail_address(found) if found else content_address(hashlib.sha256(raw).hexdigest())
    yield Piece(address, Fetched(address, raw, MAIL, now()), words, published=day)
    yield from _attached(message, address, words, day)


def mail_address(identity: str, name: str = "") -> str:
    """The address of a message, or of a file that came with it, by its Message-ID (RFC 2392)."""
    return f"mid:{quote(identity, safe='@.+=_$~-')}" + (f"/{quote(name, safe='')}" if name else "")


def _attached(message: EmailMessage, address: str, words: str, day: str) -> Iterator[Piece]:
    names: dict[str, int] = {}
    for number, one in enumerate(attachments_of(message), start=1):
        if number > MOST_ATTACHMENTS:
            reason = f"The message has more than {MOST_ATTACHMENTS} attachments; the rest was not read."
            yield Piece(f"{address}/{number}", kind="refused", reason=reason)
            return
        name = one.name or f"attachment-{number}"
        names[name] = names.get(name, 0) + 1
        own = name if names[name] == 1 else f"{names[name]}-{name}"
        yield _attachment(one, f"{address}/{quote(own, safe='')}", Piece("", None, words, name, day))


def _attachment(one: Attachment, address: str, about: Piece) -> Piece:
    kind = media_type_of(about.name, one.body)
    if not one.body:
        return Piece(address, reason="The attachment is empty.")
    if kind not in (PDF, DOCX):
        reason = f"Of what comes with a message only PDF and DOCX files are read, not {about.name!r}."
        return Piece(address, kind="refused", reason=reason)
    return Piece(address, Fetched(address, one.body, kind, now()), about.words, about.name, about.published)


def _messages(stream: IO[bytes]) -> Iterator[bytes]:
    """The messages of a mailbox without the lines that part them; one that is too large is cut past the limit."""
    waiting: list[bytes] = []
    size, after_blank = 0, True
    while line := stream.readline(LONGEST_LINE):
        if (after_blank and SEPARATOR.match(line)) or WHOLE_SEPARATOR.match(line):
            if waiting:
                yield _unescaped(waiting)
            waiting, size = [], 0
        elif size <= MAIL_BYTES:
            waiting.append(line)
            size += len(line)
        after_blank = not line.strip()
    if waiting:
        yield _unescaped(waiting)


def _unescaped(lines: list[bytes]) -> bytes:
    raw = b"".join(lines)
    with suppress(MemoryError):
        return ESCAPED.sub(rb"\1", raw)
    return raw
