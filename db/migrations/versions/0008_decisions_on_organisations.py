"""Keep each statement's organisation as written, and what people decide about names"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Statements stored before bear the name of the row that they point to."""
    op.create_table(
        "organisation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("into", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_organisation_decision_name_key", "organisation_decision", ["name_key"])
    op.add_column("statement", sa.Column("organisation_name", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE statement SET organisation_name = COALESCE("
        "(SELECT name FROM organisation WHERE organisation.id = statement.organisation_id), '')"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_column("statement", "organisation_name")
    op.drop_table("organisation_decision")
