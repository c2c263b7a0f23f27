"""Keep topics from run to run: their centre, place, since when, and what became of them"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Not a batch alter: that would rebuild the table and drop the passages that hang on it."""
    op.add_column("topic", sa.Column("state", sa.String(), nullable=False, server_default="current"))
    op.add_column("topic", sa.Column("became", sa.String(), nullable=False, server_default="[]"))
    op.add_column("topic", sa.Column("came_from", sa.String(), nullable=False, server_default=""))
    op.add_column("topic", sa.Column("found_at", sa.DateTime(), nullable=True))
    op.add_column("topic", sa.Column("gone_at", sa.DateTime(), nullable=True))
    op.add_column("topic", sa.Column("encoder", sa.String(), nullable=False, server_default=""))
    op.add_column("topic", sa.Column("centre", sa.LargeBinary(), nullable=False, server_default=""))
    op.add_column("topic", sa.Column("x", sa.Float(), nullable=False, server_default="0"))
    op.add_column("topic", sa.Column("y", sa.Float(), nullable=False, server_default="0"))
    op.add_column("topic_passage", sa.Column("is_copy", sa.Boolean(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Undo."""
    op.drop_column("topic_passage", "is_copy")
    for name in ("y", "x", "centre", "encoder", "gone_at", "found_at", "came_from", "became", "state"):
        op.drop_column("topic", name)
