"""The ledger of the flow, and issued digests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from db.models import Digest, StageRow
from db.store.captures import now


@dataclass(frozen=True)
class Entry:
    """What a stage did with one unit: `outcome` is done, skipped or failed."""

    unit: str
    input_hash: str
    outcome: str
    reason: str = ""


def entries_of(session: Session, stage: str) -> dict[str, Entry]:
    """Unit → entry, for one stage."""
    query = select(StageRow.unit, StageRow.input_hash, StageRow.outcome, StageRow.reason)
    return {row[0]: Entry(*row) for row in session.exec(query.where(StageRow.stage == stage))}


def record(session: Session, stage: str, entries: Sequence[Entry]) -> None:
    """Write entries, replacing those of the same units."""
    units = [entry.unit for entry in entries]
    known = select(StageRow).where(StageRow.stage == stage, col(StageRow.unit).in_(units))
    rows = {row.unit: row for row in session.exec(known)}
    for entry in entries:
        row = rows.get(entry.unit) or StageRow(stage=stage, at=now(), **vars(entry))
        row.input_hash, row.outcome, row.reason, row.at = entry.input_hash, entry.outcome, entry.reason, now()
        session.add(row)


def prune(session: Session, stage: str, units: Iterable[str]) -> None:
    """Forget units that no longer exist, so that the counts add up to what is there."""
    gone = set(entries_of(session, stage)) - set(units)
    for unit in gone:
        session.execute(delete(StageRow).where(col(StageRow.stage) == stage, col(StageRow.unit) == unit))


def forget(session: Session, stages: Iterable[str], unit: str) -> None:
    """Let the next run do these stages again for one unit."""
    session.execute(delete(StageRow).where(col(StageRow.stage).in_(list(stages)), col(StageRow.unit) == unit))


def counts(session: Session) -> dict[str, dict[str, int]]:
    """Stage → outcome → number of units."""
    query = select(StageRow.stage, StageRow.outcome, func.count()).group_by(StageRow.stage, StageRow.outcome)
    table: dict[str, dict[str, int]] = {}
    for stage, outcome, number in session.exec(query):
        table.setdefault(stage, {})[outcome] = number
    return table


def failures(session: Session) -> list[tuple[str, str, str]]:
    """Stage, unit and reason of each failed unit."""
    query = select(StageRow.stage, StageRow.unit, StageRow.reason).where(StageRow.outcome == "failed")
    return [(row[0], row[1], row[2]) for row in session.exec(query.order_by(StageRow.stage, StageRow.unit))]


def issued_digest(session: Session, week: str, scope: str = "") -> Digest | None:
    """The stored digest of a week such as `2024-W32` on a scope; without one, on the whole docket."""
    return session.exec(select(Digest).where(Digest.week == week, Digest.scope == scope)).first()


def issue_digest(session: Session, week: str, content: str, scope: str = "") -> Digest:
    """Store a digest, replacing one of the same week and scope."""
    row = issued_digest(session, week, scope) or Digest(week=week, scope=scope, issued_at=now(), content=content)
    row.content, row.issued_at = content, now()
    session.add(row)
    session.flush()
    return row
