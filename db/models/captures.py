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
    """Bytes as fetched, kept for ever in a WARC file. One row each time that an address shows another content.

    A page that goes back to earlier bytes (A, B, A) is three captures: what it said between two days can be told.
    """

    __table_args__ = (UniqueConstraint("address", "sha256", "captured_at"),)
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


class ListPage(SQLModel, table=True):
    """A feed, sitemap, listing or robots.txt as it was fetched: why a page was found. Never a capture.

    One row each time that its address shows another content; `etag`, `last_modified` and `listed` are the newest.
    """

    __tablename__ = "list_page"
    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(index=True)
    source: str = ""
    sha256: str
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    etag: str = ""
    last_modified: str = ""
    listed: str = ""
    """What the list that names it says of its last change; empty when it says nothing."""
    warc_file: str
    warc_offset: int


class SourcePage(SQLModel, table=True):
    """An address that a source lists, as the newest visit left it. One row per source and address."""

    __tablename__ = "source_page"
    __table_args__ = (UniqueConstraint("source", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    source: str
    address: str
    run_id: int = Field(index=True)
    """The visit that settled it last: what an interrupted one had finished is not asked for again."""
    outcome: str
    """`new`, `changed`, `unchanged`, `refused` or `failed`."""
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the site itself was last asked and gave it, or said that it is unchanged."""
    led_to: str = ""
    """The address of its capture, after redirects."""
    found_in: str = ""
    """The address of the list that named it (`ListPage`)."""
    listed: str = ""
    """What that list said of its last change when it was read; empty when it said nothing."""
    gives_whole: bool = False
    """The site sent the same bytes again when asked for a change only."""
