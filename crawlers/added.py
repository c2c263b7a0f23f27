"""What a person adds: looked at first, then kept, with what they state of it.

`look_at` says what would be made of a file or page, by the code that reads captures. `keep_added` stores it as
`travaux import` would; a page that was fetched keeps its address, headers and time.
"""

import hashlib
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine

from crawlers.archive import Archive, Fetched
from crawlers.extract import Declared, Document, Unreadable, read_document
from crawlers.extract.stated import FIELDS
from crawlers.file_captures import FilePart, is_mail_file, parts_of_file
from crawlers.importing import IMPORT, in_batches, keep_parts
from crawlers.ledger import Failure, SourceReport
from db.docket import Organisation

FIRST_WORDS = 700
"""Characters of the text that are shown before it is kept."""
MOST_MESSAGES = 200
"""Messages of a mailbox that are counted before it is kept."""
LOOK_SECONDS = 60
SLOW = (
    f"Reading it takes longer than {LOOK_SECONDS} seconds; a scanned paper does. It can be kept as it is, and is then "
    "read when it is processed; what you state here holds."
)


@dataclass(frozen=True)
class Item:
    """A file, or a page that was fetched, and what a person states of it (see `crawlers.extract.stated`)."""

    name: str
    path: Path | None = None
    fetched: Fetched | None = None
    stated: Mapping[str, str] = field(default_factory=dict)


class Look(BaseModel):
    """What would be made of an item. With `trouble` it cannot be kept; with `note` it can, and that is to be known.

    `messages` counts those of a mailbox, whose messages are statements of their own; their fields are empty then.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    size: int = 0
    sha256: str = ""
    address: str = ""
    media_type: str = ""
    trouble: str = ""
    note: str = ""
    title: str = ""
    published: str = ""
    published_from: str = ""
    organisation: str = ""
    organisation_from: str = ""
    language: str = ""
    doc_kind: str = ""
    signatures: int = 0
    characters: int = 0
    first_words: str = ""
    messages: int = 0


class _TooSlow(Exception):
    """Reading took longer than a person waits."""


def look_at(item: Item, organisations: Sequence[Organisation]) -> Look:
    """What would be made of the item. Raises nothing for one that cannot be read: `trouble` says why."""
    if item.path and is_mail_file(item.path):
        return _look_at_mail(item)
    part = _parts(item)[0]
    if part.fetched is None:
        return Look(name=item.name, trouble=part.reason)
    fetched = part.fetched
    known = {
        "name": item.name,
        "size": len(fetched.body),
        "sha256": hashlib.sha256(fetched.body).hexdigest(),
        "address": "" if fetched.address.startswith("urn:") else fetched.address,
        "media_type": fetched.media_type,
    }
    try:
        with _bounded(LOOK_SECONDS):
            found = read_document(fetched.body, fetched.media_type, Declared(**part.declared), organisations)
    except Unreadable as error:
        return Look.model_validate({**known, "trouble": str(error)})
    except _TooSlow:
        return Look.model_validate({**known, "note": SLOW})
    return Look.model_validate({**known, **_of(found)})


def _of(document: Document) -> dict[str, str | int]:
    return {
        "title": document.title,
        "published": document.published or "",
        "published_from": document.published_from,
        "organisation": document.organisation or "",
        "organisation_from": document.organisation_from,
        "language": document.language or "",
        "doc_kind": document.doc_kind,
        "signatures": len(document.signatories),
        "characters": len(document.text),
        "first_words": document.text[:FIRST_WORDS],
        "note": document.published_doubt,
    }


def _look_at_mail(item: Item) -> Look:
    messages = attachments = 0
    trouble = first = ""
    for part in _parts(item, MOST_MESSAGES):
        if part.fetched is None:
            trouble = trouble or part.reason
            continue
        is_message = part.fetched.address.startswith("mid:")
        messages += is_message
        attachments += not is_message
        first = first or part.words[:FIRST_WORDS]
    more = " or more" if messages + attachments >= MOST_MESSAGES else ""
    note = f"{messages}{more} messages and {attachments} papers that came with them; each is a statement of its own."
    nothing = not messages and not attachments
    return Look(
        name=item.name, messages=messages, first_words=first, trouble=trouble if nothing else "", note=note,
        size=item.path.stat().st_size if item.path else 0, media_type="message/rfc822",
    )  # fmt: skip


def _parts(item: Item, most: int = 1) -> list[FilePart]:
    return [part for part, _ in zip(parts_of(item), range(most), strict=False)]


def parts_of(item: Item) -> Iterator[FilePart]:
    """What is to be kept of the item, with what was stated of it; messages of a mailbox speak for themselves."""
    if item.fetched:
        yield _as_stated(FilePart(item.fetched.address, item.fetched, {"url": item.fetched.address}), item)
    elif item.path:
        for part in parts_of_file(item.path):
            yield part if is_mail_file(item.path) and part.fetched else _as_stated(part, item)


def _as_stated(part: FilePart, item: Item) -> FilePart:
    stated = {name: item.stated[name] for name in FIELDS if name in item.stated}
    by_hand = {"by_hand": " ".join(stated)} if stated else {}
    return replace(part, asked=item.name, declared={**part.declared, **stated, **by_hand})


def keep_added(
    engine: Engine, captures: Path, items: Sequence[Item], on_item: Callable[[str], object] = lambda _: None
) -> SourceReport:
    """Store the items; `on_item` hears each one's name before. One that cannot be kept stops no other."""
    archive = Archive(captures)
    counts: Counter[str] = Counter(seen=0)
    failures: list[Failure] = []
    try:
        for item in items:
            on_item(item.name)
            for batch in in_batches(parts_of(item)):
                for outcome, failure in keep_parts(engine, archive, IMPORT, batch):
                    counts.update((outcome, "seen"))
                    failures += [failure] if failure else []
    finally:
        archive.close()
    outcome = "ok" if counts["seen"] else "Nothing was given."
    return SourceReport(source=IMPORT, outcome=outcome, failures=tuple(failures), **counts)


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    """Raise `_TooSlow` inside when it takes longer. In the main thread of a process only."""

    def stop(_number: int, _frame: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
