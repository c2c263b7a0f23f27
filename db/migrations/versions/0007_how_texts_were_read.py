"""Note how texts were read: pages as printed, text recognition, doubts about days"""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    ("statement", sa.Column("published_doubt", sa.String(), nullable=False, server_default="")),
    ("revision", sa.Column("reading", sa.String(), nullable=False, server_default="")),
    ("revision", sa.Column("confidence", sa.Float(), nullable=True)),
)


def upgrade() -> None:
    """Apply."""
    for table, column in COLUMNS:
        op.add_column(table, column)
    _rewrite_pages(lambda starts: [[offset, page, str(page)] for page, offset in enumerate(starts, start=1)])


def downgrade() -> None:
    """Undo."""
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column.name)
    _rewrite_pages(lambda starts: [start[0] for start in starts])


def _rewrite_pages(written: Callable[[list[Any]], list[Any]]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, pages FROM revision WHERE pages != '[]'")).all()
    for key, pages in rows:
        connection.execute(
            sa.text("UPDATE revision SET pages = :pages WHERE id = :id"),
            {"id": key, "pages": json.dumps(written(json.loads(pages)))},
        )
