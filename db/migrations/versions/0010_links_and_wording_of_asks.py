"""Make the table of links without a citation; say of asks how their target was told, and the wording they propose"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. No table refers to `ask`, so columns are added in place."""
    op.add_column("ask", sa.Column("status", sa.String(), nullable=False, server_default="resolved"))
    op.add_column("ask", sa.Column("origin", sa.String(), nullable=False, server_default="explicit"))
    op.add_column("ask", sa.Column("proposed", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("provision", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("passage_id", "provision"),
    )
    op.create_index("ix_link_provision", "link", ["provision"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("link")
    for column in ("proposed", "origin", "status"):
        op.drop_column("ask", column)
