"""What an installation holds, and what each stage of the flow did."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from db.models import Capture, FetchFailure, Passage, Statement
from db.reading import address_of_unit
from db.session import reading
from db.store.ledger import counts, failures
from pipeline.flow_names import STAGE_NAMES


@dataclass(frozen=True)
class StageStatus:
    """Units of one stage: seen = done + skipped + failed."""

    name: str
    seen: int
    done: int
    skipped: int
    failed: int


@dataclass(frozen=True)
class InstallationStatus:
    """Counts of everything in the installation; `failures` are sentences."""

    captures: int
    statements: int
    off_topic: int
    passages: int
    stages: tuple[StageStatus, ...]
    failures: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The form of `travaux status --json`."""
        whole = asdict(self)
        del whole["failures"]
        return whole


def installation_status(engine: Engine) -> InstallationStatus:
    """The state of an installation."""
    with reading(engine) as session:
        found = counts(session)
        return InstallationStatus(
            captures=session.exec(select(func.count(col(Capture.id)))).one(),
            statements=session.exec(select(func.count(col(Statement.id)))).one(),
            off_topic=session.exec(
                select(func.count(col(Statement.id))).where(col(Statement.on_topic).is_(False))
            ).one(),
            passages=session.exec(select(func.count(col(Passage.id)))).one(),
            stages=tuple(stage_status(name, found.get(name, {})) for name in STAGE_NAMES),
            failures=(*fetch_failure_lines(session), *failure_lines(session)),
        )


def stage_status(name: str, found: dict[str, int]) -> StageStatus:
    """One stage's line."""
    done, skipped, failed = (found.get(outcome, 0) for outcome in ("done", "skipped", "failed"))
    return StageStatus(name, done + skipped + failed, done, skipped, failed)


def failure_lines(session: Session) -> list[str]:
    """What failed, where and why."""
    return [f"{stage}, {address_of_unit(session, stage, unit)}: {reason}" for stage, unit, reason in failures(session)]


def fetch_failure_lines(session: Session) -> list[str]:
    """Which addresses and files could not be had when collecting, and why."""
    query = select(FetchFailure).order_by(col(FetchFailure.source), col(FetchFailure.address))
    return [f"{row.source}, {row.address}: {row.reason}" for row in session.exec(query)]
