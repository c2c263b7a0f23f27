"""Make the tables of lists and listed pages; let a page and a wording come back"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0008"
branch_labels = None
depends_on = None

NAMES = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
"""Names for SQLite's nameless constraints, so that they can be dropped."""
UNIQUE = (
    ("capture", ("address", "sha256"), "captured_at"),
    ("revision", ("statement_id", "text_sha256"), "capture_id"),
)
"""Table, the columns that were unique together, and the one that joins them now."""


def upgrade() -> None:
    """Apply."""
    for table, columns, added in UNIQUE:
        _replace_unique(table, columns, (*columns, added))
    op.create_table(
        "list_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("warc_file", sa.String(), nullable=False),
        sa.Column("warc_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_list_page_address", "list_page", ["address"])
    op.create_table(
        "source_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.Column("found_in", sa.String(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("gives_whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "address"),
    )
    op.create_index("ix_source_page_run_id", "source_page", ["run_id"])


def _replace_unique(table: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(table, naming_convention=NAMES) as batch:
            batch.drop_constraint(f"uq_{table}_{'_'.join(before)}", type_="unique")
            batch.create_unique_constraint(f"uq_{table}", list(after))
        return
    # PostgreSQL's own name for a constraint that was given none.
    op.drop_constraint(f"{table}_{'_'.join(before)}_key", table, type_="unique")
    op.create_unique_constraint(f"uq_{table}", table, list(after))


def downgrade() -> None:
    """Undo. Fails where a page or a wording came back meanwhile: both rows cannot stay."""
    op.drop_table("source_page")
    op.drop_table("list_page")
    for table, columns, _ in UNIQUE:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"uq_{table}", type_="unique")
            batch.create_unique_constraint(f"{table}_{'_'.join(columns)}_key", list(columns))
