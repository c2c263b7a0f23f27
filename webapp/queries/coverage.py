"""What was collected and what was not: sources, failures, unreadable captures, stages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.coverage import SourceLine, captures_by_source, source_lines
from db.docket import Source
from db.models import Capture, FetchFailure, Revision, StageRow, Statement
from db.reading import capture_name

SHOWN = 200
"""Rows of each list on the page; the total stands above it."""


@dataclass(frozen=True)
class Failure:
    """Something that could not be read, and why."""

    where: str
    what: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class StageLine:
    """One stage of the flow over everything in the installation: seen = done + skipped + failed."""

    name: str
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """Units that the stage has looked at."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class CoveragePage:
    """What the coverage page shows; the lists hold the newest `SHOWN`, the counts are of all."""

    sources: tuple[SourceLine, ...]
    failures: tuple[Failure, ...]
    failure_count: int
    unreadable: tuple[Failure, ...]
    unreadable_count: int
    stages: tuple[StageLine, ...]
    captures: int


def read_coverage(session: Session, sources: Sequence[Source]) -> CoveragePage:
    """What was collected from `sources` and any other source that was once visited."""
    failures, failure_count = _failures(session)
    unreadable, unreadable_count = _unreadable(session)
    return CoveragePage(
        sources=source_lines(session, sources),
        failures=failures,
        failure_count=failure_count,
        unreadable=unreadable,
        unreadable_count=unreadable_count,
        stages=_stages(session),
        captures=sum(captures_by_source(session).values()),
    )


def _failures(session: Session) -> tuple[tuple[Failure, ...], int]:
    columns = (FetchFailure.source, FetchFailure.address, FetchFailure.reason, FetchFailure.at)
    return _newest(session, _listed(FetchFailure, columns))


def _unreadable(session: Session) -> tuple[tuple[Failure, ...], int]:
    columns = (StageRow.stage, StageRow.unit, StageRow.reason, StageRow.at)
    found, count = _newest(session, _listed(StageRow, columns).where(col(StageRow.outcome) == "failed"))
    names = _names_of_units(session, found)
    return tuple(replace(one, what=names.get((one.where == "extract", one.what), one.what)) for one in found), count


def _names_of_units(session: Session, found: Sequence[Failure]) -> dict[tuple[bool, str], str]:
    """Whether a capture, and number in the ledger → its address or file name, in two statements for all of them."""
    numbers = {int(failure.what) for failure in found if failure.what.isdigit()}
    captures = session.exec(select(Capture).where(col(Capture.id).in_(numbers)))
    names = {(True, str(capture.id)): capture_name(capture) for capture in captures}
    query = select(Revision.id, Statement.address).join(Statement, col(Revision.statement_id) == Statement.id)
    revisions = session.exec(query.where(col(Revision.id).in_(numbers)))
    return names | {(False, str(number)): address for number, address in revisions}


def _listed(model: type[FetchFailure] | type[StageRow], columns: Sequence[Any]) -> Select[Any]:
    return select_columns(*columns, func.count().over()).order_by(col(model.at).desc(), col(model.id)).limit(SHOWN)


def _newest(session: Session, query: Select[Any]) -> tuple[tuple[Failure, ...], int]:
    rows = session.connection().execute(query).all()
    return tuple(Failure(*row[:4]) for row in rows), rows[0][4] if rows else 0


def _stages(session: Session) -> tuple[StageLine, ...]:
    """Stages in the order in which they first ran."""
    columns = (col(StageRow.stage), col(StageRow.outcome))
    query = select_columns(*columns, func.count()).group_by(*columns).order_by(func.min(col(StageRow.id)))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for stage, outcome, count in session.connection().execute(query):
        found[stage][outcome] = count
    return tuple(StageLine(name, outcomes) for name, outcomes in found.items())
