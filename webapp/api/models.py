"""What the short lists and single entries of the API hold."""

from pydantic import BaseModel, ConfigDict, Field


class Entry(BaseModel):
    """Base of all: nothing unknown."""

    model_config = ConfigDict(extra="forbid")


class Start(Entry):
    """The installation in a few figures, and where to go on."""

    docket: str = Field(description="Key of the docket")
    name: str = Field(description="Name of the treaty")
    statements: int = Field(description="Statements about the treaty")
    organisations: int = Field(description="Organisations that published them")
    last_collected: str | None = Field(description="When something was collected last (UTC); null for never")
    lists: list[str] = Field(description="Addresses of the lists")
    description: str = Field(description="Address of the OpenAPI document")


class Revision(Entry):
    """One wording of a statement."""

    number: int = Field(description="From 1")
    title: str
    captured: str = Field(description="When it was captured (UTC)")
    text_sha256: str = Field(description="SHA-256 of title and text together")


class StatementText(Entry):
    """A statement with its text, into which the offsets of passages and citations point."""

    statement: int
    title: str
    organisation: str = Field(description="Empty when not known")
    organisation_slug: str
    published: str = Field(description="Day or month (ISO); empty when no date was found")
    language: str
    address: str = Field(description="Where it was published")
    revision: int = Field(description="Number of the current wording")
    text: str = Field(description="The current wording; offsets count its Unicode code points from 0")
    revisions: list[Revision]
    page: str = Field(description="Our page of it")


class Figures(Entry):
    """What one cell of the matrix says; the figures are never added up."""

    organisations: int
    statements: int = Field(description="Copies and translations once")
    endorsements: int = Field(description="Signatures under those statements, their authors left out")
    passages: int
    unattributed: int = Field(description="Statements among them whose organisation is not known")


class CellOf(Entry):
    """Objections on one concern."""

    concern: str
    figures: Figures


class ArticleLine(Entry):
    """An article with the objections to it; null where nothing was found, which is never "no objection"."""

    article: str = Field(description="Number in the adopted text, preamble, or ch.IV for a chapter as a whole")
    label: str
    title: str
    chapter: str
    numbers: dict[str, list[str]] = Field(description="Its numbers in each draft, by the draft's key")
    total: Figures | None
    concerns: list[CellOf]
    page: str


class Matrix(Entry):
    """Every article, by one way of counting."""

    counted: str = Field(description="named or described: which articles of texts are counted")
    articles: list[ArticleLine]


class ConcernLine(Entry):
    """A concern of the docket."""

    concern: str
    name: str
    definition: str
    lead: bool = Field(description="Whether it stands first in the matrix")
    page: str


class TopicEntry(Entry):
    """What is raised beside the concerns."""

    topic: str
    name: str
    terms: list[str]
    passages: int = Field(description="Copies left out")
    organisations: int
    statements: int
    first: str = Field(description="Earliest day of publication; empty when not known")
    last: str
    page: str


class DraftLine(Entry):
    """A text of the treaty."""

    draft: str
    name: str
    symbol: str
    published: str
    from_day: str | None = Field(description="First day on which statements mean it unless they say otherwise")
    to_day: str | None
    certainty: str


class DateLine(Entry):
    """A day, or a run of days, of the treaty's calendar."""

    date: str = Field(description="Key, which stays")
    day: str
    until: str | None
    title: str
    place: str
    certainty: str


class DigestLine(Entry):
    """An issued digest."""

    week: str
    issued: str
    page: str
    data: str = Field(description="Address of the digest as JSON")


class SourceEntry(Entry):
    """What a source gave."""

    source: str
    organisation: str
    way: str
    captures: int
    last_visit: str | None
    finding: str = Field(description="What is wrong with it; empty when nothing is")


class Concerns(Entry):
    """All concerns, in the order in which they are shown."""

    items: list[ConcernLine]


class Topics(Entry):
    """The topics of the last run."""

    items: list[TopicEntry]


class Drafts(Entry):
    """All drafts, in the order of the docket."""

    items: list[DraftLine]


class Dates(Entry):
    """The treaty's calendar in the order of its days."""

    items: list[DateLine]


class Digests(Entry):
    """Issued digests, newest first."""

    items: list[DigestLine]


class Sources(Entry):
    """All sources."""

    items: list[SourceEntry]
