"""Storing what a crawl finds: first the archive, on the disk, then the rows that point into it.

Whatever waits is stored together: one write to the disk and one transaction for all of it. A kill loses at most
what was waiting, and the next run fetches that again.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.archive import Archive, Fetched, Place
from db.session import writing
from db.store.captures import (
    FailureKind,
    NewCapture,
    Origin,
    Outcome,
    Seen,
    clear_failures,
    insert_captures,
    note_failure,
    outcomes_of,
)
from db.store.pages import NewList, PageState, add_list, confirm_list, newest_list, save_pages

LINGER = 0.05
"""Seconds for which the first thing waits for others to be stored with it."""


@dataclass(frozen=True)
class Kept:
    """A page or file to store. `asked` is the address (or path) under which a failure may have been noted before.

    `page`, for a page that a source lists, is what the visit says of it; `conditional`: only a change was asked for.
    """

    fetched: Fetched
    declared: Mapping[str, str | None]
    source: str
    asked: str
    page: PageState | None = None
    conditional: bool = False

    @cached_property
    def sha256(self) -> str:
        """Of the body, hexadecimal."""
        return hashlib.sha256(self.fetched.body).hexdigest()

    @property
    def origin(self) -> Origin:
        """A file that was given has no HTTP status."""
        return "import" if self.fetched.status is None else "crawl"


@dataclass(frozen=True)
class KeptList:
    """A list to archive; `listed` is what the list that names it says of its last change."""

    fetched: Fetched
    source: str
    listed: str = ""


@dataclass(frozen=True)
class Settled:
    """A page without bytes to store: unchanged, or `page.outcome` is a failure with its reason."""

    page: PageState
    reason: str = ""


Waiting = Kept | KeptList | Settled


def store_all(engine: Engine, archive: Archive, waiting: Sequence[Waiting]) -> list[Outcome]:
    """Store what is not known yet, in one transaction; the outcome of each `Kept`, in order."""
    kept = [one for one in waiting if isinstance(one, Kept)]
    with writing(engine) as session:
        lists = [_archived_list(session, archive, one) for one in waiting if isinstance(one, KeptList)]
        outcomes = outcomes_of(session, [_seen(one) for one in kept])
        captures = [
            _row(one, archive.write(one.fetched))
            for one, outcome in zip(kept, outcomes, strict=True)
            if outcome != "unchanged"
        ]
        archive.sync()
        for new in lists:
            if new:
                add_list(session, new)
        insert_captures(session, captures)
        _settle(session, [one for one in waiting if isinstance(one, Settled)], zip(kept, outcomes, strict=True))
    return outcomes


def _seen(kept: Kept) -> Seen:
    return Seen(kept.fetched.address, kept.sha256, kept.fetched.captured_at, kept.origin)


def _archived_list(session: Session, archive: Archive, kept: KeptList) -> NewList | None:
    """The row of a list that was archived now; None where its content is known."""
    fetched, known = kept.fetched, newest_list(session, kept.fetched.asked)
    sha256 = hashlib.sha256(fetched.body).hexdigest()
    etag, last_modified = fetched.validators
    if known and known.sha256 == sha256:
        confirm_list(session, known, etag, last_modified, kept.listed)
        return None
    return NewList(
        fetched.asked, kept.source, sha256, fetched.captured_at, etag, last_modified, kept.listed,
        *archive.write(fetched),
    )  # fmt: skip


def _settle(session: Session, settled: Sequence[Settled], kept: "zip[tuple[Kept, Outcome]]") -> None:
    pages, read = [one.page for one in settled], dict[str, list[str]]()
    for one, outcome in kept:
        read.setdefault(one.source, []).append(one.asked)
        if one.page:
            whole = one.conditional and outcome == "unchanged"
            pages.append(replace(one.page, outcome=outcome, led_to=one.fetched.address, gives_whole=whole))
    for other in settled:
        if not other.reason:
            read.setdefault(other.page.source, []).append(other.page.address)
    for source, addresses in read.items():
        clear_failures(session, source, addresses)
    for other in settled:
        if other.reason:
            kind: FailureKind = "refused" if other.page.outcome == "refused" else "failed"
            note_failure(session, other.page.source, other.page.address, kind, other.reason)
    save_pages(session, pages)


def _row(kept: Kept, place: Place) -> NewCapture:
    fetched = kept.fetched
    etag, last_modified = fetched.validators
    return NewCapture(
        address=fetched.address,
        sha256=kept.sha256,
        media_type=fetched.media_type,
        size=len(fetched.body),
        captured_at=fetched.captured_at,
        origin=kept.origin,
        warc_file=place[0],
        warc_offset=place[1],
        source=kept.source,
        http_status=fetched.status,
        etag=etag,
        last_modified=last_modified,
        declared=kept.declared,
    )


class Keeper:
    """Stores what arrives, in a thread of its own so that the network need not wait for the disk."""

    def __init__(self, engine: Engine, archive: Archive) -> None:
        self._engine, self._archive = engine, archive
        self._waiting: list[tuple[Waiting, asyncio.Future[Outcome | None]]] = []
        self._task: asyncio.Task[None] | None = None

    def put(self, waiting: Waiting) -> "asyncio.Future[Outcome | None]":
        """What is to be stored, and when it is safe: the outcome of a `Kept`, or what made it impossible."""
        stored: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((waiting, stored))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_waiting())
        return stored

    async def idle(self) -> None:
        """Return when nothing waits any more."""
        while self._task and not self._task.done():
            await self._task

    async def _store_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(LINGER)
            batch, self._waiting = self._waiting, []
            found = await asyncio.to_thread(self._store, [one for one, _ in batch])
            for (_, stored), result in zip(batch, found, strict=True):
                if isinstance(result, Exception):
                    stored.set_exception(result)
                else:
                    stored.set_result(result)

    def _store(self, waiting: list[Waiting]) -> "list[Outcome | Exception | None]":
        """Store all together, or where that fails each by itself: one that cannot be stored harms no other."""
        try:
            outcomes = iter(store_all(self._engine, self._archive, waiting))
            return [next(outcomes) if isinstance(one, Kept) else None for one in waiting]
        except Exception as error:
            if len(waiting) == 1:
                return [error]
            return [self._store([one])[0] for one in waiting]
