"""What a digest says, as data. Its JSON is what is stored; every format is made from that alone."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of all parts: immutable, and nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figures(Part):
    """Counts of one week. Copies and translations of one statement count once."""

    statements: int = 0
    organisations: int = 0
    objecting: int = 0
    """Organisations with at least one objection to an article."""
    endorsements: int = 0
    """Organisations that signed one of the statements without having published it."""


class StatementLine(Part):
    """One statement in a list."""

    statement_id: int
    title: str
    organisation: str
    published: str
    language: str
    link: str
    original: str
    note: str = ""


class Quotation(Part):
    """One organisation's objection to one article: an exact piece of a stored text, with its place."""

    organisation: str
    statement_id: int
    passage_id: int
    title: str
    published: str
    text: str
    link: str
    original: str
    more: int = 0
    """Further passages by the same organisation, under the same article and concern."""


class ArticleLine(Part):
    """An article under a concern."""

    provision: str
    name: str
    link: str
    quotations: tuple[Quotation, ...]


class ConcernSection(Part):
    """A concern with the articles that it was raised on."""

    key: str
    name: str
    link: str
    articles: tuple[ArticleLine, ...]


class AskLine(Part):
    """What was asked for, in the words of the statement."""

    verb: str
    target: str
    organisation: str
    text: str
    link: str


class FailedSource(Part):
    """A source that could not be read in the week, and why."""

    source: str
    reason: str


class DigestContent(Part):
    """A whole digest. Lists are whole: nothing is cut without saying so."""

    docket: str
    week: str
    monday: str
    sunday: str
    link: str
    complete: bool
    """False while the week is still running."""
    figures: Figures
    before: Figures
    new: tuple[StatementLine, ...] = ()
    late: tuple[StatementLine, ...] = ()
    updated: tuple[StatementLine, ...] = ()
    reposted: tuple[StatementLine, ...] = ()
    concerns: tuple[ConcernSection, ...] = ()
    asks: tuple[AskLine, ...] = ()
    failed_sources: tuple[FailedSource, ...] = ()


def content_to_json(content: DigestContent) -> str:
    """The digest as JSON, the same bytes for the same content."""
    return content.model_dump_json(indent=2)


def content_from_json(text: str) -> DigestContent:
    """The digest that was stored."""
    return DigestContent.model_validate_json(text)
