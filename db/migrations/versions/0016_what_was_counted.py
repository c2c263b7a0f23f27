"""Keep what was counted, so that a page need not count again"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None
TEXTS = ("statement_group", "concern", "provision", "origin")


def upgrade() -> None:
    """Apply. `db.session.migrate` fills the tables and sets the triggers that keep them true."""
    op.create_table(
        "counted",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("objects", "asks", "supports")),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("drafts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", "statement_id"),
    )
    op.create_index("ix_counted_revision_id", "counted", ["revision_id"])
    op.create_table(
        "revision_count",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("counted_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("revision_id"),
    )
    op.create_index("ix_revision_count_counted_in", "revision_count", ["counted_in"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("revision_count")
    op.drop_table("counted")
