"""What the people at the desk keep for themselves: clippings, notes, their own positions. No public export has it.

`owner` is the account it belongs to, or empty on a machine without accounts.
"""

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Basket(SQLModel, table=True):
    """A named collection of clippings."""

    __table_args__ = (UniqueConstraint("owner", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    owner: str = ""
    name: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class Clipping(SQLModel, table=True):
    """A quotation in a basket: `text` is `text[start:end]` of the revision, and stays as it was taken.

    `passage_id` is the passage that it was taken from: a later run may have cut the text anew, so it is no key.
    """

    id: int | None = Field(default=None, primary_key=True)
    basket_id: int = Field(foreign_key="basket.id", index=True)
    position: int
    statement_id: int = Field(foreign_key="statement.id")
    revision_id: int = Field(foreign_key="revision.id")
    passage_id: int | None = None
    start: int
    end: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    by: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class PrivateNote(SQLModel, table=True):
    """What somebody wrote for themselves beside a passage; place and words as in `Clipping`."""

    __tablename__ = "private_note"
    id: int | None = Field(default=None, primary_key=True)
    owner: str = Field(default="", index=True)
    statement_id: int = Field(foreign_key="statement.id")
    revision_id: int = Field(foreign_key="revision.id")
    passage_id: int | None = Field(default=None, index=True)
    start: int
    end: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    words: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)


class NoteTag(SQLModel, table=True):
    """A tag on a note, in lower case."""

    __tablename__ = "note_tag"
    note_id: int = Field(foreign_key="private_note.id", primary_key=True)
    tag: str = Field(primary_key=True, index=True)


class OurPosition(SQLModel, table=True):
    """What we hold on a provision. Every version stays; the newest counts, and one without words takes it back."""

    __tablename__ = "our_position"
    id: int | None = Field(default=None, primary_key=True)
    provision: str = Field(index=True)
    words: str = Field(sa_column=Column(Text, nullable=False))
    concerns: str = "[]"
    """JSON: keys of the concerns that we raise there."""
    asks: str = "[]"
    """JSON: verbs of what we ask there."""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
