"""What was fetched, and what could not be."""

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Installation(SQLModel, table=True):
    """What this database is: one row, so that a database of one docket is never opened as another's."""

    id: int | None = Field(default=None, primary_key=True)
    docket: str


class CrawlRun(SQLModel, table=True):
    """One visit to one source: its counts add up to `seen`."""

    __tablename__ = "crawl_run"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    failed: int = 0
    outcome: str = ""
    """Empty while running; then `ok` or the reason, in words, why the visit counts as a failure."""


class FetchFailure(SQLModel, table=True):
    """An address that could not be read: `kind` is `refused` (we may or will not) or `failed`."""

    __tablename__ = "fetch_failure"
    __table_args__ = (UniqueConstraint("source", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    source: str
    address: str
    kind: str
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)


class Capture(SQLModel, table=True):
    """Bytes as fetched, kept for ever in a WARC file. One row per address and content."""

    __table_args__ = (UniqueConstraint("address", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(index=True)
    """Canonical URL, or `urn:sha256:<hex>` for a file that names none."""
    sha256: str
    media_type: str
    size: int
    captured_at: datetime = Field(sa_type=UtcDateTime)
    """When the page was taken from where it was published, as well as is known: an import's archive day."""
    stored_at: datetime = Field(sa_type=UtcDateTime)
    origin: str
    """`crawl` or `import`."""
    source: str = ""
    http_status: int | None = None
    etag: str = ""
    last_modified: str = ""
    warc_file: str
    warc_offset: int
    declared: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON: what feed, API or front matter said of it (fields of crawlers.extract.Declared)."""
