"""Saved searches; find the labels of people without reading the machine's"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None
HUMAN = sa.text("origin = 'human'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen_up_to", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_label_human", "label", ["id"], sqlite_where=HUMAN, postgresql_where=HUMAN)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_label_human", "label")
    op.drop_table("saved_search")
