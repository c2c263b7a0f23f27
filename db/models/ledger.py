"""What the flow has done, and the digests that were issued."""

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class StageRow(SQLModel, table=True):
    """The ledger of the flow: what a stage did with one unit of which input. One row per stage and unit."""

    __tablename__ = "stage_row"
    __table_args__ = (UniqueConstraint("stage", "unit"),)
    id: int | None = Field(default=None, primary_key=True)
    stage: str
    unit: str
    input_hash: str
    outcome: str
    """`done`, `skipped` or `failed`."""
    reason: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class Digest(SQLModel, table=True):
    """An issued digest: stored whole, and shown as it was issued."""

    __table_args__ = (UniqueConstraint("week", "scope"),)
    id: int | None = Field(default=None, primary_key=True)
    week: str
    scope: str = ""
    """What it is about, as `pipeline.digest.scope` writes it; empty for the whole docket."""
    issued_at: datetime = Field(sa_type=UtcDateTime)
    content: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of the digest; its HTML and Markdown are made from it alone."""
