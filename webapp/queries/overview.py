"""The installation in one line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.models import Capture, Digest, Statement, Topic


@dataclass(frozen=True)
class Overview:
    """Counts of everything in the installation. `statements` includes the off-topic ones."""

    statements: int
    off_topic: int
    undecided: int
    organisations: int
    last_stored: datetime | None
    last_digest: str
    distinct: int
    """Statements about the docket with copies and translations counted once, as in every figure."""
    topics: int = 0
    """Groups of passages that no concern covers."""

    @property
    def on_topic(self) -> int:
        """Statements that count."""
        return self.statements - self.off_topic - self.undecided


def read_overview(session: Session) -> Overview:
    """The installation's counts and how fresh it is."""
    connection = session.connection()
    by_topic = select(col(Statement.on_topic), func.count()).group_by(col(Statement.on_topic))
    topics = {row[0]: row[1] for row in connection.execute(by_topic)}
    authors = select(func.count(func.distinct(col(Statement.organisation_id)))).where(col(Statement.on_topic).is_(True))
    once = select(func.count(func.distinct(group_of_statement()))).where(col(Statement.on_topic).is_(True))
    return Overview(
        statements=sum(topics.values()),
        off_topic=topics.get(False, 0),
        undecided=topics.get(None, 0),
        organisations=connection.execute(authors).scalar_one(),
        last_stored=connection.execute(select(func.max(col(Capture.stored_at)))).scalar_one(),
        last_digest=connection.execute(select(func.max(col(Digest.week))).where(col(Digest.scope) == "")).scalar_one()
        or "",
        distinct=connection.execute(once).scalar_one(),
        topics=connection.execute(select(func.count()).where(col(Topic.state) == "current")).scalar_one(),
    )


def _newest_digest() -> Select[Any]:
    return select(func.max(col(Digest.week))).where(col(Digest.scope) == "")
