"""What can be exported: each kind's name, its columns with their meaning, and the rows, a few in memory at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from db.docket import Docket
from pipeline.exports.tables import Row, Table

BATCH = 1_000
"""Rows that are read at once."""
SEPARATOR = "; "
"""Between several values in one cell."""


@dataclass(frozen=True)
class Source:
    """Where an export comes from. `base_url` begins the addresses of our pages; `persons` lets in private persons."""

    session: Session
    docket: Docket
    base_url: str
    persons: bool = False

    def page(self, path: str) -> str:
        """The full address of a page of ours."""
        return f"{self.base_url.rstrip('/')}/{path}"

    @cached_property
    def article_titles(self) -> dict[str, str]:
        """Adopted number → title."""
        return {lineage.adopted: lineage.title for lineage in self.docket.lineages}


@dataclass(frozen=True)
class Column:
    """A column and what stands in it."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Kind:
    """One kind of export. `rows` gives as many cells as there are columns, in a fixed order."""

    name: str
    meaning: str
    columns: Sequence[Column]
    rows: Callable[[Source], Iterator[Row]]

    def table(self, source: Source) -> Table:
        """The rows of an installation under the names of the columns."""
        return Table(self.name, [column.name for column in self.columns], self.rows(source))


def columns(**meanings: str) -> tuple[Column, ...]:
    """Columns by name, in order."""
    return tuple(Column(name, meaning) for name, meaning in meanings.items())
