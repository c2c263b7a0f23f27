"""What people decided. It is kept beside the machine's answer, always wins, and no run overwrites it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class RelevanceDecision(SQLModel, table=True):
    """A person on whether a statement is about the docket. Rows are only added: the newest of a statement counts."""

    __tablename__ = "relevance_decision"
    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="statement.id", index=True)
    decision: str
    """`rescue` (it is about the docket), `dismiss` (it is not) or `undo` (the machine's answer counts again)."""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""
