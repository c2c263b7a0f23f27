"""Clippings in baskets, private notes with tags, our own positions"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "basket",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False, server_default=""),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("owner", "name"),
    )
    op.create_table(
        "clipping",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("basket_id", sa.Integer(), sa.ForeignKey("basket.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_place(),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("by", sa.String(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_clipping_basket_id", "clipping", ["basket_id"])
    op.create_table(
        "private_note",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False, server_default=""),
        *_place(),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_private_note_owner", "private_note", ["owner"])
    op.create_index("ix_private_note_passage_id", "private_note", ["passage_id"])
    op.create_table(
        "note_tag",
        sa.Column("note_id", sa.Integer(), sa.ForeignKey("private_note.id"), primary_key=True),
        sa.Column("tag", sa.String(), primary_key=True),
    )
    op.create_index("ix_note_tag_tag", "note_tag", ["tag"])
    op.create_table(
        "our_position",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("provision", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("concerns", sa.String(), nullable=False, server_default="[]"),
        sa.Column("asks", sa.String(), nullable=False, server_default="[]"),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_our_position_provision", "our_position", ["provision"])


def _place() -> tuple[sa.Column[Any], ...]:
    """The quoted words, and where they stand."""
    return (
        sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=False),
        sa.Column("revision_id", sa.Integer(), sa.ForeignKey("revision.id"), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Undo."""
    for table in ("our_position", "note_tag", "private_note", "clipping", "basket"):
        op.drop_table(table)
