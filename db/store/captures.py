"""Captures, failures and crawl runs. What a crawl writes for every page is written for many at a time."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from db.models import Capture, CrawlRun, FetchFailure

Outcome = Literal["new", "changed", "unchanged"]
FailureKind = Literal["refused", "failed"]
Origin = Literal["crawl", "import"]
INTERRUPTED = "Interrupted before its end."
AT_ONCE = 500
"""Values in one question to the database, which bounds their number."""


@dataclass(frozen=True)
class NewCapture:
    """Bytes that were just archived, and what is known of them."""

    address: str
    sha256: str
    media_type: str
    size: int
    captured_at: datetime
    origin: Origin
    warc_file: str
    warc_offset: int
    source: str = ""
    http_status: int | None = None
    etag: str = ""
    last_modified: str = ""
    declared: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """An address that showed these bytes at this moment; not stored yet."""

    address: str
    sha256: str
    captured_at: datetime
    origin: Origin


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def batched(values: Iterable[str], size: int = AT_ONCE) -> Iterator[list[str]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def latest_capture(session: Session, address: str) -> Capture | None:
    """The newest capture of an address."""
    query = select_rows(Capture).where(Capture.address == address)
    return session.exec(query.order_by(col(Capture.captured_at).desc(), col(Capture.id).desc())).first()


def outcomes_of(session: Session, seen: Sequence[Seen]) -> list[Outcome]:
    """What each of these would be: `new` address, `changed` content, or `unchanged`.

    Crawled bytes are compared with what the address showed just before, so that a page which goes back to an
    earlier text has changed. A file that is given says nothing of when it was valid: known bytes are unchanged.
    """
    history = _history(session, {one.address for one in seen})
    return [_outcome(history.setdefault(one.address, []), one) for one in seen]


def _history(session: Session, addresses: Iterable[str]) -> dict[str, list[tuple[datetime, str]]]:
    """Address → moment and SHA-256 of each of its captures, oldest first."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for part in batched(addresses):
        query = select(col(Capture.address), col(Capture.captured_at), col(Capture.sha256))
        query = query.where(col(Capture.address).in_(part)).order_by(col(Capture.captured_at), col(Capture.id))
        for address, moment, sha256 in session.execute(query):
            found.setdefault(address, []).append((moment, sha256))
    return found


def _outcome(known: list[tuple[datetime, str]], one: Seen) -> Outcome:
    """The outcome of `one`, which then belongs to what is known."""
    before = [sha256 for moment, sha256 in known if moment <= one.captured_at or one.origin == "import"]
    if one.sha256 in (before if one.origin == "import" else before[-1:]):
        return "unchanged"
    outcome: Outcome = "changed" if known else "new"
    known.append((one.captured_at, one.sha256))
    known.sort(key=lambda each: each[0])
    return outcome


def insert_captures(session: Session, captures: Sequence[NewCapture]) -> None:
    """Store captures whose bytes are archived; which they are, `outcomes_of` said in the same transaction."""
    if captures:
        session.execute(insert(Capture), [_fields(one) for one in captures])


def _fields(new: NewCapture) -> dict[str, object]:
    declared = json.dumps(dict(new.declared), ensure_ascii=False, sort_keys=True)
    return {**vars(new), "declared": declared, "stored_at": now()}


def add_capture(session: Session, new: NewCapture) -> Outcome:
    """Store one capture. `unchanged` (and no row) when it shows nothing that is not known."""
    outcome = outcomes_of(session, [Seen(new.address, new.sha256, new.captured_at, new.origin)])[0]
    if outcome != "unchanged":
        insert_captures(session, [new])
    return outcome


def note_failure(session: Session, source: str, address: str, kind: FailureKind, reason: str) -> None:
    """Remember why an address could not be read, replacing what was noted before."""
    clear_failures(session, source, [address])
    session.execute(
        insert(FetchFailure),
        [{"source": source, "address": address, "kind": kind, "reason": reason, "at": now()}],
    )


def clear_failures(session: Session, source: str, addresses: Iterable[str]) -> None:
    """Forget failures, because the addresses were read after all."""
    for part in batched(addresses):
        session.execute(
            delete(FetchFailure).where(col(FetchFailure.source) == source, col(FetchFailure.address).in_(part))
        )


def begin_run(session: Session, source: str) -> int:
    """The id of a new crawl run of `source`; one of it that never ended was interrupted."""
    for unfinished in session.exec(select_rows(CrawlRun).where(CrawlRun.source == source, CrawlRun.outcome == "")):
        unfinished.outcome = INTERRUPTED
        session.add(unfinished)
    run = CrawlRun(source=source, started_at=now())
    session.add(run)
    session.flush()
    assert run.id is not None  # noqa: S101  (a flushed row has its id)
    return run.id


def interrupted_runs(session: Session, source: str, before: int, longest: timedelta) -> list[int]:
    """Ids of the interrupted runs just before run `before`, back to the last one that ended or began too long ago."""
    found: list[int] = []
    runs = select_rows(CrawlRun).where(CrawlRun.source == source, col(CrawlRun.id) < before)
    for run in session.exec(runs.order_by(col(CrawlRun.id).desc()).limit(AT_ONCE)):
        if run.outcome != INTERRUPTED or run.started_at < now() - longest:
            break
        found.append(run.id or 0)
    return found


def finish_run(session: Session, run_id: int, counts: Mapping[str, int], outcome: str) -> None:
    """Close a run with its counts (`seen`, `new`, `changed`, `unchanged`, `refused`, `failed`)."""
    run = session.get_one(CrawlRun, run_id)
    for name in ("seen", "new", "changed", "unchanged", "refused", "failed"):
        setattr(run, name, counts.get(name, 0))
    run.finished_at, run.outcome = now(), outcome
    session.add(run)
