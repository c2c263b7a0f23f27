"""Captures, failures and crawl runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlmodel import Session, col, select

from db.models import Capture, CrawlRun, FetchFailure

Outcome = Literal["new", "changed", "unchanged"]
FailureKind = Literal["refused", "failed"]


@dataclass(frozen=True)
class NewCapture:
    """Bytes that were just archived, and what is known of them."""

    address: str
    sha256: str
    media_type: str
    size: int
    captured_at: datetime
    origin: Literal["crawl", "import"]
    warc_file: str
    warc_offset: int
    source: str = ""
    http_status: int | None = None
    etag: str = ""
    last_modified: str = ""
    declared: Mapping[str, str | None] = field(default_factory=dict)


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def latest_capture(session: Session, address: str) -> Capture | None:
    """The newest capture of an address: its `etag` and `last_modified` make the next request conditional."""
    query = select(Capture).where(Capture.address == address)
    return session.exec(query.order_by(col(Capture.captured_at).desc(), col(Capture.id).desc())).first()


def has_capture(session: Session, address: str, sha256: str) -> bool:
    """True when exactly these bytes of this address are stored."""
    query = select(Capture.id).where(Capture.address == address, Capture.sha256 == sha256)
    return session.exec(query).first() is not None


def add_capture(session: Session, new: NewCapture) -> Outcome:
    """Store a capture. `unchanged` (and no row) when the same bytes of the same address are known."""
    if has_capture(session, new.address, new.sha256):
        return "unchanged"
    known = latest_capture(session, new.address) is not None
    fields = {**vars(new), "declared": json.dumps(dict(new.declared), ensure_ascii=False, sort_keys=True)}
    session.add(Capture(**fields, stored_at=now()))
    session.flush()
    return "changed" if known else "new"


def note_failure(session: Session, source: str, address: str, kind: FailureKind, reason: str) -> None:
    """Remember why an address could not be read, replacing what was noted before."""
    query = select(FetchFailure).where(FetchFailure.source == source, FetchFailure.address == address)
    row = session.exec(query).first() or FetchFailure(
        source=source, address=address, kind=kind, reason=reason, at=now()
    )
    row.kind, row.reason, row.at = kind, reason, now()
    session.add(row)


def clear_failure(session: Session, source: str, address: str) -> None:
    """Forget a failure, because the address was read after all."""
    query = select(FetchFailure).where(FetchFailure.source == source, FetchFailure.address == address)
    for row in session.exec(query):
        session.delete(row)


def begin_run(session: Session, source: str) -> int:
    """The id of a new crawl run of `source`; one of it that never ended was interrupted."""
    for unfinished in session.exec(select(CrawlRun).where(CrawlRun.source == source, CrawlRun.outcome == "")):
        unfinished.outcome = "Interrupted before its end."
        session.add(unfinished)
    run = CrawlRun(source=source, started_at=now())
    session.add(run)
    session.flush()
    assert run.id is not None  # noqa: S101  (a flushed row has its id)
    return run.id


def finish_run(session: Session, run_id: int, counts: Mapping[str, int], outcome: str) -> None:
    """Close a run with its counts (`seen`, `new`, `changed`, `unchanged`, `refused`, `failed`)."""
    run = session.get_one(CrawlRun, run_id)
    for name in ("seen", "new", "changed", "unchanged", "refused", "failed"):
        setattr(run, name, counts.get(name, 0))
    run.finished_at, run.outcome = now(), outcome
    session.add(run)
