"""Decisions of people. They are only ever added, and no run of the pipeline changes one."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class RelevanceDecision(SQLModel, table=True):
    """A person's decision on whether a statement is about the docket. Rows are only ever added; the newest counts."""

    __tablename__ = "relevance_decision"
    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="statement.id", index=True)
    decision: str
    """`rescue` (it is about it), `dismiss` (it is not) or `undo` (the machine's answer counts again)."""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""


class Decision(SQLModel, table=True):
    """A person's decision on one mark of a passage; of the same mark the newest counts.

    It is about words in a statement, not about rows: it holds when the text is extracted and cut again, as long as
    a passage with these words is there.
    """

    __table_args__ = (Index("ix_decision_words", "text_sha256", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    address: str
    """Of the statement."""
    text_sha256: str
    """Of the passage's text."""
    text: str = Field(sa_column=Column(Text, nullable=False))
    """The passage's text at that time."""
    kind: str
    """`concern`, `stance`, `reject_call`, `on_topic`, `boilerplate`, `mention`, `link`, `pair` or `ask`."""
    key: str
    """Which mark of that kind: `db.store.decisions` says how it is named. Empty where a passage has one only."""
    verdict: str
    """`accept`, `change`, `reject` or `undo`."""
    answer: str = ""
    """What the person says in its place; for `accept`, what the machine said."""
    machine: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON: the machine's marks of this kind on the passage at that time."""
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class CorrectionRequest(SQLModel, table=True):
    """What a reader says of a statement: "this is not what we said". It waits until a reviewer answers."""

    __tablename__ = "correction_request"
    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(index=True)
    """Of the statement."""
    name: str
    email: str = ""
    """Never shown but to reviewers."""
    message: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
    state: str = "open"
    """`open`, `corrected`, `declined`, or `spam`, which the statement's page does not mention."""
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    """Shown on the statement's page."""
    answered_by: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConcernWording(SQLModel, table=True):
    """How a person worded a concern for this installation. Rows are only ever added; the newest counts."""

    __tablename__ = "concern_wording"
    id: int | None = Field(default=None, primary_key=True)
    concern: str = Field(index=True)
    name: str
    definition: str = Field(sa_column=Column(Text, nullable=False))
    """With `name` empty too: the docket's own wording counts again."""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
