"""Comments of an export: the row that holds one, and the files that came with it"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Not a batch alter: that would rebuild the table and drop the passages that hang on it.
    op.add_column("revision", sa.Column("capture_row", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"]),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("statement_id", "name"),
    )
    op.create_index("ix_attachment_capture_id", "attachment", ["capture_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("attachment")
    op.drop_column("revision", "capture_row")
