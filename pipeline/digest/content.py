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
    """Organisations that signed one of the new statements without having published it, each once."""


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
    """What was asked for, in the words of the statement. `target` is an adopted number, `treaty`, or as written
    where `unmatched`: no text of the treaty has such an article."""

    verb: str
    target: str
    organisation: str
    text: str
    link: str
    unmatched: bool = False


class FailedSource(Part):
    """A source that could not be read in the week, and why."""

    source: str
    reason: str
    name: str = ""


class Who(Part):
    """An organisation in a list; `kind` is empty when it is not known."""

    name: str
    kind: str = ""
    link: str = ""


class SignerLine(Part):
    """An organisation that signed a statement of the week without having published it."""

    name: str
    key: str = ""
    """What makes two lines the same organisation's."""
    first: bool
    """Under none of the statements known before."""
    statement: str
    link: str


class MovementLine(Part):
    """Something heard for the first time, in words, with who said it."""

    text: str
    organisations: tuple[str, ...]
    link: str


class TopicNews(Part):
    """A topic that appeared, with how many passages raise it."""

    name: str
    passages: int
    link: str


class DateAhead(Part):
    """A day or a run of days of the treaty's calendar (ISO dates)."""

    day: str
    until: str = ""
    title: str
    place: str = ""


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
    scope: str = ""
    """What the digest is about, as `pipeline.digest.scope` writes it; empty for the whole docket."""
    scope_words: str = ""
    organisations: tuple[Who, ...] = ()
    """Who published the new statements: exactly as many as the figure says. Likewise the next two."""
    objecting: tuple[Who, ...] = ()
    signers: tuple[SignerLine, ...] = ()
    """One line a signature; the figure counts each organisation once."""
    movement: tuple[MovementLine, ...] = ()
    topics: tuple[TopicNews, ...] = ()
    dates: tuple[DateAhead, ...] = ()

    @property
    def is_empty(self) -> bool:
        """No statement was new, found late, changed or published again."""
        return not (self.new or self.late or self.updated or self.reposted)


def content_to_json(content: DigestContent) -> str:
    """The digest as JSON, the same bytes for the same content."""
    return content.model_dump_json(indent=2)


def content_from_json(text: str) -> DigestContent:
    """The digest that was stored."""
    return DigestContent.model_validate_json(text)
