"""How fresh the installation is, in one line: sources read lately, sources that fail, the last collection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.coverage import OK, Run, SourceLine
from db.docket import Source
from db.models import CrawlRun
from db.reached import reached_sources

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Freshness:
    """`read` of `sources` were read well in the seven days before now; the last visits to `failing` went wrong.

    Only sources of the docket and the installation count; `last` is the end of the newest visit, None before any.
    """

    sources: int
    read: int
    failing: tuple[str, ...]
    last: datetime | None


def read_freshness(session: Session, sources: Sequence[Source], now: datetime) -> Freshness:
    """The line on the front page."""
    newest = select(func.max(CrawlRun.id)).group_by(col(CrawlRun.source))
    runs = {run.source: run for run in session.exec(select(CrawlRun).where(col(CrawlRun.id).in_(newest)))}
    visited = [source for source in sources if source.key in runs]
    reached = reached_sources(session)
    lines = [SourceLine(s.key, s, _run(runs[s.key]), 0, None, 0, s.key in reached) for s in visited]
    ended = [run.finished_at for run in runs.values() if run.finished_at]
    return Freshness(
        len(sources),
        sum(_read_lately(line, now) for line in lines),
        tuple(line.key for line in lines if line.finding and not _running(line)),
        max(ended, default=None),
    )


def _run(run: CrawlRun) -> Run:
    return Run(**{name: getattr(run, name) for name in Run.__dataclass_fields__})


def _read_lately(line: SourceLine, now: datetime) -> bool:
    ended = line.run.finished_at if line.run and line.run.outcome == OK else None
    return ended is not None and now - LATELY <= ended and not line.finding


def _running(line: SourceLine) -> bool:
    return line.run is not None and line.run.finished_at is None and not line.run.outcome
