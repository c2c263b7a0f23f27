"""Keeping `counted` true to `db.counting`: triggers note which revisions changed, and a write counts those again.

A reader is right at any moment, whoever wrote: revisions that still wait are counted as they are read.
"""

from collections.abc import Iterator
from zlib import crc32

from sqlalchemy import Connection, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects import sqlite
from sqlmodel import Session, col

from db.counting import by_definition, waiting
from db.models import Counted, Passage, Revision, RevisionCount

NAMES = 0
"""The revision that stands for what every page shows: names and kinds of organisations."""
OF_PASSAGE = "(SELECT revision_id FROM passage WHERE id = {row}.passage_id)"
OF_ROW = "{row}.revision_id"
WATCHED = {
    "pair": OF_PASSAGE,
    "ask": OF_PASSAGE,
    "label": OF_PASSAGE,
    "mention": OF_ROW,
    "passage": OF_ROW,
    "statement": OF_ROW,
    "signature": OF_ROW,
    "organisation": str(NAMES),
}
"""Table that the definition (or a figure) reads → the revision that a changed row of it belongs to."""
NOT_WATCHED = {("passage", "INSERT"), ("organisation", "INSERT")}
"""A passage or an organisation counts through what refers to it, which is written after it."""
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
PREFIX = "recount_"
LET_WAIT = """
UPDATE revision_count SET counted_in = 0 WHERE revision_id = ? AND counted_in <> 0;
INSERT INTO revision_count (revision_id, counted_in) SELECT ?, 0
WHERE ? IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revision_count WHERE revision_id = ?);
"""


def recount(session: Session) -> None:
    """Count again what changed, in the session's transaction."""
    session.flush()
    connection = session.connection()
    if connection.execute(waiting().limit(1)).first() is None:
        return
    connection.execute(delete(Counted).where(col(Counted.revision_id).in_(waiting())))
    found = by_definition(col(Passage.revision_id).in_(waiting())).order_by(None).subquery()
    names = [column.name for column in Counted.__table__.columns]  # type: ignore[attr-defined]
    renamed = {"statement_id": "id"}
    columns = [found.c[renamed.get(name, name)] for name in names]
    connection.execute(insert(Counted).from_select(names, select(*columns)))
    newest = select(func.max(RevisionCount.counted_in)).scalar_subquery()
    connection.execute(update(RevisionCount).where(col(RevisionCount.counted_in) == 0).values(counted_in=newest + 1))


def definition_number() -> int:
    """A number of the definition as it is written now, 1 to 2³¹ - 1. It is kept as SQLite's `user_version`."""
    compiled = by_definition().compile(dialect=sqlite.dialect())
    words = f"{compiled} {sorted(compiled.params.items(), key=str)}"
    return crc32(words.encode()) % (2**31 - 1) + 1


def counted_as_defined(connection: Connection) -> bool:
    """Whether what is kept was counted by the definition as it is written now."""
    return connection.exec_driver_sql("PRAGMA user_version").scalar() == definition_number()


def forget_definition(connection: Connection) -> None:
    """After a migration, nothing that was kept is trusted."""
    connection.exec_driver_sql("PRAGMA user_version = 0")


def wait_all(connection: Connection) -> None:
    """Let every revision wait to be counted, by the definition as it is written now."""
    known, number = select(col(RevisionCount.revision_id)), func.coalesce(func.max(RevisionCount.counted_in), 1)
    last = connection.execute(select(number)).scalar_one()
    connection.execute(delete(RevisionCount).where(col(RevisionCount.revision_id) == NAMES))
    connection.execute(update(RevisionCount).values(counted_in=0))
    new = select(col(Revision.id), literal(0)).where(col(Revision.id).not_in(known))
    connection.execute(insert(RevisionCount).from_select(["revision_id", "counted_in"], new))
    # The next count must have a number that no reader has seen.
    connection.execute(insert(RevisionCount).values(revision_id=NAMES, counted_in=last))
    connection.exec_driver_sql(f"PRAGMA user_version = {definition_number()}")


def drop_triggers(connection: Connection) -> None:
    """Remove the triggers: SQLite refuses to rename a table that the trigger of another one names."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :prefix"
    for (name,) in connection.execute(text(query), {"prefix": f"{PREFIX}%"}).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def set_triggers(connection: Connection) -> None:
    """Set the triggers on all tables that the definition reads."""
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)


def trigger_statements() -> Iterator[str]:
    """The DDL of every trigger."""
    for table, revision in WATCHED.items():
        for event, rows in ROWS.items():
            if (table, event) not in NOT_WATCHED:
                body = " ".join(_let_wait(revision.format(row=row)) for row in rows)
                yield f"CREATE TRIGGER {PREFIX}{table}_{event.lower()} AFTER {event} ON {table} BEGIN {body} END"


def _let_wait(revision: str) -> str:
    return LET_WAIT.replace("?", revision)
