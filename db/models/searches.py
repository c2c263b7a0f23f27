"""Searches that people saved."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class SavedSearch(SQLModel, table=True):
    """A search under a name, with how far its results were looked at."""

    __tablename__ = "saved_search"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    arguments: str = Field(sa_column=Column(Text, nullable=False))
    """What stands behind the question mark of its address, without page and order."""
    by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    seen_up_to: int = 0
    """The newest passage there was when somebody last looked; those with larger ids are new."""
    seen_at: datetime = Field(sa_type=UtcDateTime)
