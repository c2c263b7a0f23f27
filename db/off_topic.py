"""The texts that were kept and count nowhere, and what people decided on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from db.models import Organisation, RelevanceDecision, Statement

PER_PAGE = 50
Which = Literal["off-topic", "decided"]


@dataclass(frozen=True)
class Judged:
    """A statement with the machine's answer, and a person's (`decision` is empty when nobody decided)."""

    id: int
    title: str
    address: str
    organisation: str
    published: str
    language: str
    on_topic: bool | None
    score: float
    reason: str
    decision: str
    by: str
    at: datetime | None
    note: str


@dataclass(frozen=True)
class JudgedPage:
    """One page of a list, counted from 1; `total` is of all pages."""

    lines: Sequence[Judged]
    page: int
    pages: int
    total: int


def judged_page(session: Session, page: int, which: Which = "off-topic", per_page: int = PER_PAGE) -> JudgedPage:
    """The off-topic texts, most doubtful first, or those that a person decided on, newest decision first."""
    condition = col(Statement.on_topic).is_(False) if which == "off-topic" else col(RelevanceDecision.id).is_not(None)
    total = session.connection().execute(_joined(func.count()).where(condition)).scalar_one()
    newest = (col(RelevanceDecision.id).desc(), col(Statement.id))
    doubtful = (col(Statement.relevance_score).desc(), col(Statement.published).desc(), col(Statement.id))
    query = _joined(*_COLUMNS).where(condition).order_by(*(doubtful if which == "off-topic" else newest))
    rows: Iterable[Any] = session.connection().execute(query.limit(per_page).offset((page - 1) * per_page))
    return JudgedPage([_judged(row) for row in rows], page, max(1, -(-total // per_page)), total)


_COLUMNS: tuple[Any, ...] = (
    *(Statement.id, Statement.title, Statement.address, Organisation.name, Statement.published, Statement.language),
    *(Statement.on_topic, Statement.relevance_score, Statement.relevance_reason),
    *(RelevanceDecision.decision, RelevanceDecision.by, RelevanceDecision.at, RelevanceDecision.note),
)
"""In the order of the fields of `Judged`."""


def _judged(row: Any) -> Judged:
    values = dict(zip(Judged.__dataclass_fields__, row, strict=True))
    empty = {name: "" for name in ("organisation", "decision", "by", "note") if values[name] is None}
    return Judged(**{**values, **empty})


def _joined(*columns: Any) -> Select[Any]:
    """Statements with their organisation and the decision that counts, where there is one."""
    return (
        select(*columns)
        .select_from(Statement)
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .outerjoin(RelevanceDecision, _counting())
    )


def _counting() -> ColumnElement[bool]:
    newest = select(func.max(RelevanceDecision.id)).group_by(col(RelevanceDecision.statement_id))
    same = col(RelevanceDecision.statement_id) == col(Statement.id)
    return same & col(RelevanceDecision.id).in_(newest) & (col(RelevanceDecision.decision) != "undo")
