"""A docket: everything that makes one treaty this treaty, read from a folder of data files.

`load_docket(key)` returns a frozen `Docket` or raises `DocketError`, whose message names file, line and
remedy. The folder's layout is described in `docs/docket.md`. Nothing outside `db/dockets/` knows a treaty.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from db.docket_record import OrgKind as OrgKind
from db.docket_record import Record as Record
from db.docket_source import Source as Source

DOCKETS = Path(__file__).parent / "dockets"
PRELIMINARY = {"preamble"}
"""Lineages that are no article; chapters are written `ch.IV`."""

Stance = Literal["objection", "recommendation", "support", "neutral"]


class DocketError(ValueError):
    """A docket file breaks its contract. The message says file, line, what was expected and what to do."""


class Draft(Record):
    """One text of the treaty. Its dates bound the days whose statements mean it if they name no draft."""

    key: str
    name: str
    un_symbol: str = ""
    published: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    counts_as: str = ""
    session: str = ""
    verified: str
    note: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What readers call it, for headings and lists: its first other name, and its symbol in brackets."""
        called = next((alias for alias in self.aliases[:1] if alias != self.un_symbol), self.name)
        beside = f" ({self.un_symbol})" if self.un_symbol and self.un_symbol != called else ""
        return called[:1].upper() + called[1:] + beside


class ArticleTitle(Record):
    """The title of one article in one draft, with how sure the row is (`seen`, `inferred`, `unverified`)."""

    draft: str
    number: str
    chapter: str
    title: str
    certainty: Literal["seen", "inferred", "unverified"]


class Lineage(Record):
    """One provision through all drafts, named by its adopted number.

    `numbers` maps a draft's key to the numbers that the provision had there (none: unknown or absent).
    """

    adopted: str
    title: str
    numbers: dict[str, tuple[str, ...]]
    note: str = ""
    confidence: Literal["high", "medium", "low"]


class Concern(Record):
    """One theme of objection. `lead` concerns come first; `articles` are where it usually lands."""

    key: str
    name: str
    lead: bool = False
    definition: str
    includes: str = ""
    excludes: str = ""
    vocabulary: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


class Organisation(Record):
    """A known organisation, with the other names that it goes by and the hosts on which it publishes."""

    slug: str
    name: str
    kind: OrgKind
    country: str = ""
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Relevance(Record):
    """The words by which a page is known to be about this docket.

    `names` are names of the treaty or of its talks: one is enough. `hints` count only together.
    """

    names: tuple[str, ...]
    hints: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()


class Committee(Record):
    """The body that negotiates the treaty, in one language: its `name`, the name after "Chair" (`of`), its chair's
    usual title, and all words for its chair."""

    name: str
    of: str
    chair: str
    chairs: tuple[str, ...]


class ProcessDate(Record):
    """A day, or a run of days, in the treaty's own calendar: a session, a deadline."""

    key: str
    day: date
    until: date | None = None
    title: str
    place: str = ""
    verified: Literal["seen", "partly", "unverified"]
    note: str = ""

    @property
    def last(self) -> date:
        """The last of its days."""
        return self.until or self.day


class Docket(Record):
    """A whole docket. Tuples keep the order of the files; `committee` is keyed by language."""

    key: str
    name: str
    short_name: str
    began: date
    relevance: Relevance
    drafts: tuple[Draft, ...]
    titles: tuple[ArticleTitle, ...]
    lineages: tuple[Lineage, ...]
    concerns: tuple[Concern, ...]
    organisations: tuple[Organisation, ...] = ()
    sources: tuple[Source, ...] = ()
    dates: tuple[ProcessDate, ...] = ()
    committee: Mapping[str, Committee] = Field(default_factory=dict)
    folder: Path

    @cached_property
    def lineage_by_number(self) -> dict[str, Lineage]:
        """Adopted number → lineage."""
        return {lineage.adopted: lineage for lineage in self.lineages}

    @cached_property
    def concern_by_key(self) -> dict[str, Concern]:
        """Concern key → concern."""
        return {concern.key: concern for concern in self.concerns}

    @property
    def example_files(self) -> list[Path]:
        """The files of labelled examples, in order."""
        single = self.folder / "examples.jsonl"
        return ([single] if single.exists() else []) + sorted((self.folder / "examples").glob("*.jsonl"))

    @property
    def has_examples(self) -> bool:
        """Whether there is anything to learn labels from: a docket may be begun without."""
        return any(_has_words(path) for path in self.example_files)

    def ordered_concerns(self) -> tuple[Concern, ...]:
        """Concerns as they are shown: the leading ones first, then in file order."""
        return tuple(sorted(self.concerns, key=lambda concern: not concern.lead))

    def draft_on(self, day: date) -> Iterator[Draft]:
        """Drafts that a statement of `day` refers to unless it says otherwise: none, one, or two volumes."""
        for draft in self.drafts:
            if draft.in_force_from and draft.in_force_from <= day <= (draft.in_force_to or date.max):
                yield draft

    def chapters(self) -> dict[str, list[Lineage]]:
        """Chapter heading of the adopted text → its lineages in order."""
        grouped: dict[str, list[Lineage]] = {}
        for title in self.titles:
            if title.draft == "adopted":
                grouped.setdefault(title.chapter, []).append(self.lineage_by_number[title.number])
        return grouped


@lru_cache(maxsize=8)
def load_docket(key: str, root: Path = DOCKETS) -> Docket:
    """The docket `key`, validated. Raises `DocketError`."""
    from db.docket_files import read_docket

    return read_docket(root / key)


def _has_words(path: Path) -> bool:
    """Whether a file holds anything but blanks; read no further than that takes."""
    with path.open(encoding="utf-8") as lines:
        return any(line.strip() for line in lines)
