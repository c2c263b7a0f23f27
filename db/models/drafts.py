"""The texts of drafts, as loaded into this installation. They are read from files and never part of the code."""

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class DraftText(SQLModel, table=True):
    """The whole text of one draft; loading another file for the same draft replaces it."""

    __tablename__ = "draft_text"
    id: int | None = Field(default=None, primary_key=True)
    draft: str = Field(unique=True)
    file_name: str
    sha256: str
    """Of the file's bytes."""
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    text: str = Field(sa_column=Column(Text, nullable=False))


class DraftArticle(SQLModel, table=True):
    """An article of a draft: its words below the title are `text[start:end]` of the draft's text."""

    __tablename__ = "draft_article"
    __table_args__ = (UniqueConstraint("draft_text_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_text_id: int = Field(foreign_key="draft_text.id")
    position: int
    number: str = Field(index=True)
    title: str
    start: int
    end: int


class DraftParagraph(SQLModel, table=True):
    """A piece of an article, without its marks: `number`, `letter`, `item` (roman) are empty where it has none."""

    __tablename__ = "draft_paragraph"
    __table_args__ = (UniqueConstraint("draft_article_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_article_id: int = Field(foreign_key="draft_article.id", index=True)
    position: int
    number: str = ""
    letter: str = ""
    item: str = ""
    start: int
    end: int
