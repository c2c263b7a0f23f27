"""Make the tables of the texts of drafts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("draft_text", "draft_article", "draft_paragraph")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "draft_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft"),
    )

    op.create_table(
        "draft_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_text_id"], ["draft_text.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_text_id", "number"),
    )
    op.create_index("ix_draft_article_number", "draft_article", ["number"])

    op.create_table(
        "draft_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_article_id"], ["draft_article.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_article_id", "position"),
    )
    op.create_index("ix_draft_paragraph_draft_article_id", "draft_paragraph", ["draft_article_id"])


def downgrade() -> None:
    """Undo."""
    for table in reversed(TABLES):
        op.drop_table(table)
