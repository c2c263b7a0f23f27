"""What the collection knows of statements about the docket, read once for a whole digest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.models import Organisation, Statement
from pipeline.digest.week import Week

UNKNOWN = "organisation not known"


@dataclass(frozen=True)
class KnownStatement:
    """A statement and who published it. `group` holds its copies and translations; `published` is as stored."""

    id: int
    address: str
    title: str
    published: str
    first_seen: datetime
    language: str
    group: str
    revision_id: int
    organisation_id: int | None
    organisation: str
    slug: str
    kind: str

    @property
    def author(self) -> object:
        """What makes two statements the same organisation's; an unknown one is known by its statement."""
        return self.organisation_id or f"statement {self.id}"


@dataclass(frozen=True)
class Known:
    """Every statement about the docket, newest publication first."""

    statements: Sequence[KnownStatement]

    @cached_property
    def by_id(self) -> Mapping[int, KnownStatement]:
        """Statement id → statement."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def group_began(self) -> Mapping[str, datetime]:
        """Group → when its first member was captured."""
        began: dict[str, datetime] = {}
        for statement in self.statements:
            began[statement.group] = min(statement.first_seen, began.get(statement.group, statement.first_seen))
        return began

    def first_seen_in(self, week: Week) -> list[KnownStatement]:
        """Statements first captured in the week, copies and translations included."""
        start, end = week.start, week.end
        return [statement for statement in self.statements if start <= statement.first_seen < end]

    def is_repost(self, statement: KnownStatement, week: Week) -> bool:
        """True when it is not the first of its group, or the group was known before the week."""
        return statement.group != statement.address or self.group_began[statement.group] < week.start

    def only(self, ids: set[int] | None) -> "Known":
        """The statements of `ids` alone; all of them for None."""
        return self if ids is None else Known([statement for statement in self.statements if statement.id in ids])


_ORGANISATION = ((Organisation.name, UNKNOWN), (Organisation.slug, ""), (Organisation.kind, ""))


def read_known(session: Session) -> Known:
    """Everything that is about the docket."""
    columns: tuple[Any, ...] = (
        *(Statement.id, Statement.address, Statement.title, Statement.published, Statement.first_seen),
        *(Statement.language, group_of_statement(), Statement.revision_id, Statement.organisation_id),
        *(func.coalesce(col(column), other) for column, other in _ORGANISATION),
    )
    query = (
        select(*columns)
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id), isouter=True)
        .where(col(Statement.on_topic).is_(True))
        .order_by(col(Statement.published).desc(), col(Statement.address))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return Known([KnownStatement(*row) for row in rows])
