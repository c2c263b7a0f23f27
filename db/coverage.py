"""The coverage ledger: what was expected of each source, what came, and what has not been processed yet."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.docket import Source
from db.models import Capture, CrawlRun, StageRow
from db.reached import NEVER_REACHED, reached_sources

OK = "ok"
FIRST_STAGE = "extract"
"""The stage that every capture goes through first; one without a row of it was not processed yet."""
COLUMNS = (
    "source", "organisation", "kind", "way", "address", "certainty", "last_visit", "last_success", "expect_min",
    "expect_max", "got", "seen", "new", "changed", "unchanged", "refused", "failed", "kept", "unprocessed", "finding",
)  # fmt: skip
COUNTS = ("got", "seen", "new", "changed", "unchanged", "refused", "failed")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet compute a cell instead of showing it."""


@dataclass(frozen=True)
class Run:
    """The last visit to a source. `outcome` is empty while it runs."""

    started_at: datetime
    finished_at: datetime | None
    outcome: str
    seen: int
    new: int
    changed: int
    unchanged: int
    refused: int
    failed: int

    @property
    def got(self) -> int:
        """Pages read, whether or not they were new."""
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True)
class SourceLine:
    """One source: its last visit, its last visit that went well, its captures, and how many were never processed.

    `source` is None for one that is no longer a source.
    """

    key: str
    source: Source | None
    run: Run | None
    captures: int
    last_success: datetime | None = None
    unprocessed: int = 0
    reached: bool = False

    @property
    def never_reached(self) -> bool:
        """True for a source whose address is only assumed, until something was found there."""
        return self.source is not None and self.source.certainty == "assumed" and not self.reached

    @property
    def finding(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        trouble = self._trouble()
        if not self.never_reached:
            return trouble
        return f"Never reached. {trouble}" if self.run and trouble not in ("", NEVER_REACHED) else NEVER_REACHED

    def _trouble(self) -> str:
        if self.run is None:
            return "never visited" if self.source else "no visit on record"
        if self.run.finished_at is None:
            return self.run.outcome or "still running, or broken off"
        if self.run.outcome != OK:
            return self.run.outcome or "ended without an outcome"
        wrong = self.source.expectation(self.run.got) if self.source else ""
        return wrong or self._unread(self.run)

    def _unread(self, run: Run) -> str:
        if run.failed:
            return f"{run.failed} of {run.seen} pages could not be read"
        return f"all {run.refused} pages were refused" if run.refused and not run.got else ""


def source_lines(session: Session, sources: Sequence[Source]) -> tuple[SourceLine, ...]:
    """A line for each of `sources`, in their order, and for any other source that was once visited."""
    runs = {run.source: _run(run) for run in session.exec(select(CrawlRun).order_by(col(CrawlRun.id)))}
    successes, captures, waiting = _successes(session), captures_by_source(session), _unprocessed(session)
    known = {source.key: source for source in sources}
    keys = [*known, *sorted((set(runs) | set(captures)) - set(known) - {""})]
    reached = reached_sources(session)
    return tuple(
        SourceLine(
            key,
            known.get(key),
            runs.get(key),
            captures.get(key, 0),
            successes.get(key),
            waiting.get(key, 0),
            key in reached,
        )
        for key in keys
    )


def captures_by_source(session: Session) -> dict[str, int]:
    """Source → number of captures."""
    query = select_columns(col(Capture.source), func.count()).group_by(col(Capture.source))
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _run(run: CrawlRun) -> Run:
    return Run(**{name: getattr(run, name) for name in Run.__dataclass_fields__})


def _successes(session: Session) -> dict[str, datetime]:
    query = select_columns(col(CrawlRun.source), func.max(CrawlRun.finished_at))
    query = query.where(col(CrawlRun.outcome) == OK).group_by(col(CrawlRun.source))
    return {row[0]: row[1] for row in session.connection().execute(query) if row[1]}


def _unprocessed(session: Session) -> dict[str, int]:
    """Source → captures that the first stage has not looked at."""
    done = select_columns(col(StageRow.unit)).where(col(StageRow.stage) == FIRST_STAGE)
    query = select_columns(col(Capture.source), func.count()).group_by(col(Capture.source))
    waiting = query.where(cast(col(Capture.id), String).not_in(done))
    return {row[0]: row[1] for row in session.connection().execute(waiting)}


def row_of(line: SourceLine) -> dict[str, str]:
    """A line as cells, by the names in `COLUMNS`; times are ISO 8601, UTC."""
    source, run = line.source, line.run
    cells: dict[str, object] = {"source": line.key, "kept": line.captures, "unprocessed": line.unprocessed}
    if source:
        names = ("organisation", "kind", "way", "address", "certainty", "expect_min", "expect_max")
        cells |= {name: getattr(source, name) for name in names}
    if run:
        cells |= {name: getattr(run, name) for name in COUNTS}
        cells["last_visit"] = run.started_at.isoformat(timespec="seconds")
    if line.last_success:
        cells["last_success"] = line.last_success.isoformat(timespec="seconds")
    cells["finding"] = line.finding or "as expected"
    return {name: "" if cells.get(name) is None else str(cells[name]) for name in COLUMNS}


def as_csv(lines: Sequence[SourceLine]) -> str:
    """The ledger as CSV (RFC 4180) that no spreadsheet computes: a cell that could be a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_inert(row_of(line)) for line in lines)
    return text.getvalue()


def _inert(row: dict[str, str]) -> Iterator[str]:
    for cell in row.values():
        yield f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
