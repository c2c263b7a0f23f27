"""Alembic's entry: runs on the connection that `db.session.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

from db import models  # noqa: F401  (registers the tables)

SHADOW_PREFIX = "passage_words"
"""The word index and its shadow tables are made by `db.words`; autogenerate must not drop them."""


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """False for the tables of the word index."""
    return not (kind == "table" and (name or "").startswith(SHADOW_PREFIX))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_object=is_ours,
    render_as_batch=True,
    compare_type=True,
)
# A batch alter of a parent table with foreign keys on would delete its children by cascade. The pragma does
# nothing inside a transaction, so `db.session.migrate` must not have begun one when it matters.
context.run_migrations()
