"""Who said what, when, in which wording."""

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Organisation(SQLModel, table=True):
    """An organisation that published or signed a statement."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    kind: str = ""
    """`OrgKind`, or empty when unknown."""
    country: str = ""


class Statement(SQLModel, table=True):
    """One text by one organisation, through its revisions."""

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(unique=True)
    title: str
    published: str = ""
    """`YYYY-MM-DD`, `YYYY-MM`, or empty when no date was found."""
    published_from: str = ""
    published_doubt: str = ""
    """Why the day is not certain, in words; empty where it is."""
    first_seen: datetime = Field(sa_type=UtcDateTime)
    language: str = ""
    doc_kind: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    organisation_name: str = ""
    """As the page writes it. Which row that is, the registry and people's decisions say."""
    organisation_from: str = ""
    author: str = ""
    on_topic: bool | None = None
    relevance_score: float = 0.0
    relevance_reason: str = ""
    same_text: str = Field(default="", index=True)
    """Republication group: the address of its first member; a statement alone is its own group."""
    same_statement: str = Field(default="", index=True)
    """Translation group likewise; it contains whole republication groups."""
    revision_id: int | None = Field(default=None, index=True)
    """The current revision. No foreign key: the two tables would need each other."""


class Revision(SQLModel, table=True):
    """One wording of a statement until its next change. Its text is what offsets point into; it never changes.

    A page that goes back to an earlier wording (A, B, A) has three revisions.
    """

    __table_args__ = (UniqueConstraint("statement_id", "text_sha256", "capture_id"),)
    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="statement.id", index=True)
    capture_id: int = Field(foreign_key="capture.id", index=True)
    number: int
    title: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    text_sha256: str
    """Of title and text together: a changed title is a revision too."""
    body_end: int
    """Where the signature block starts; passages end before it."""
    cut_off: bool = False
    pages: str = "[]"
    """JSON: for a paper, [offset, place in the file from 1, number printed] wherever another page begins. Notes
    stand after the text, so that a page may come more than once."""
    reading: str = ""
    """What text recognition had to do with the text, in a sentence; empty where the file has a text layer."""
    confidence: float | None = None
    """How sure text recognition was of its words, 0 to 100."""
    capture_row: int = 0
    """For a comment of an export, the row of the captured file that holds it; 0 for a document of its own."""
    captured_at: datetime = Field(sa_type=UtcDateTime)


class Signature(SQLModel, table=True):
    """A name under a statement: an endorsement, not a document."""

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    position: int
    name: str
    kind: str
    """`organisation` or `individual`."""
    country: str = ""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)


class Attachment(SQLModel, table=True):
    """A file that came with a comment, as the export names it: its capture, or the reason why there is none."""

    __table_args__ = (UniqueConstraint("statement_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="statement.id")
    name: str
    capture_id: int | None = Field(default=None, foreign_key="capture.id", index=True)
    reason: str = ""
