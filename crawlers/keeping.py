"""Storing captures: first the archive, on the disk, then the rows that point into it.

Whatever waits is stored together: one write to the disk and one transaction for all of it. A kill loses at most
what was waiting, and the next run fetches that again.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.archive import Archive, Fetched
from db.session import writing
from db.store.captures import NewCapture, Outcome, add_capture, clear_failure, has_capture

Place = tuple[str, int]


@dataclass(frozen=True)
class Kept:
    """Something to store: `asked` is the address (or path) under which a failure may have been noted before."""

    fetched: Fetched
    declared: Mapping[str, str | None]
    source: str
    asked: str

    @cached_property
    def sha256(self) -> str:
        """Of the body, hexadecimal."""
        return hashlib.sha256(self.fetched.body).hexdigest()


def store_all(engine: Engine, archive: Archive, waiting: Sequence[Kept]) -> list[Outcome]:
    """Store what is not known yet, in one transaction; the outcome of each."""
    with writing(engine) as session:
        places = [_archived(session, archive, one) for one in waiting]
        archive.sync()
        return [_stored(session, one, place) for one, place in zip(waiting, places, strict=True)]


def _archived(session: Session, archive: Archive, kept: Kept) -> Place | None:
    if has_capture(session, kept.fetched.address, kept.sha256):
        return None
    return archive.write(kept.fetched)


def _stored(session: Session, kept: Kept, place: Place | None) -> Outcome:
    clear_failure(session, kept.source, kept.asked)
    return add_capture(session, _row(kept, place)) if place else "unchanged"


def _row(kept: Kept, place: Place) -> NewCapture:
    fetched = kept.fetched
    headers = {name.lower(): value for name, value in fetched.headers.items()}
    return NewCapture(
        address=fetched.address,
        sha256=kept.sha256,
        media_type=fetched.media_type,
        size=len(fetched.body),
        captured_at=fetched.captured_at,
        origin="import" if fetched.status is None else "crawl",
        warc_file=place[0],
        warc_offset=place[1],
        source=kept.source,
        http_status=fetched.status,
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        declared=kept.declared,
    )


class Keeper:
    """Stores what arrives, in a thread of its own so that the network need not wait for the disk."""

    def __init__(self, engine: Engine, archive: Archive) -> None:
        self._engine, self._archive = engine, archive
        self._waiting: list[tuple[Kept, asyncio.Future[Outcome]]] = []
        self._task: asyncio.Task[None] | None = None

    async def keep(self, kept: Kept) -> Outcome:
        """Store one thing and wait until it is safe. Raises what made it impossible to store."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((kept, outcome))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_waiting())
        return await outcome

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            found = await asyncio.to_thread(self._store, [kept for kept, _ in batch])
            for (_, outcome), result in zip(batch, found, strict=True):
                if isinstance(result, Exception):
                    outcome.set_exception(result)
                else:
                    outcome.set_result(result)

    def _store(self, waiting: list[Kept]) -> "list[Outcome | Exception]":
        """Store all together, or where that fails each by itself: one that cannot be stored harms no other."""
        try:
            return list(store_all(self._engine, self._archive, waiting))
        except Exception as error:
            if len(waiting) == 1:
                return [error]
            return [self._store([one])[0] for one in waiting]
