"""What can be exported: each kind's name, its columns with their meaning, and the rows, a few in memory at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session

from db.docket import Docket
from pipeline.exports.tables import Row, Table

BATCH = 1_000
"""Rows that are read at once."""
SEPARATOR = "; "
"""Between several values in one cell."""


@dataclass(frozen=True)
class Window:
    """A part of the rows: those that meet `conditions` and come after the key `after`, in the order of keys."""

    conditions: Sequence[ColumnElement[bool]] = ()
    after: int = 0
    most: int = BATCH


@dataclass(frozen=True)
class Source:
    """Where an export comes from. `base_url` begins the addresses of our pages; `persons` lets in private persons."""

    session: Session
    docket: Docket
    base_url: str
    persons: bool = False
    window: Window | None = None

    def page(self, path: str) -> str:
        """The full address of a page of ours."""
        return f"{self.base_url.rstrip('/')}/{path}"

    @cached_property
    def article_titles(self) -> dict[str, str]:
        """Adopted number → title."""
        return {lineage.adopted: lineage.title for lineage in self.docket.lineages}

    def batches(self, query: Select[Any], key: Any, *order: Any) -> Iterator[Sequence[Any]]:
        """The rows of a query, each begun by its key: all of them in this order, or those of the window."""
        keyed = query.add_columns(key.label("row_key"))
        if self.window is None:
            keyed = keyed.order_by(*order)
        else:
            inside = (key > self.window.after, *self.window.conditions)
            keyed = keyed.where(*inside).order_by(key).limit(self.window.most)
        yield from self.session.connection().execution_options(yield_per=BATCH).execute(keyed).partitions()


KeyedRow = tuple[int, Row]
"""A row after its key, a number that stays its own."""


@dataclass(frozen=True)
class Column:
    """A column, what stands in it, and as what: a text unless `holds` says otherwise. `several`: more than one."""

    name: str
    meaning: str
    holds: type[str] | type[int] | type[float] | type[bool] = str
    several: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of export. `keyed` gives as many cells as there are columns, in a fixed order."""

    name: str
    meaning: str
    columns: Sequence[Column]
    keyed: Callable[[Source], Iterator[KeyedRow]]

    def rows(self, source: Source) -> Iterator[Row]:
        """The rows without their keys."""
        return (row for _, row in self.keyed(source))

    def table(self, source: Source) -> Table:
        """The rows of an installation under the names of the columns."""
        return Table(self.name, [column.name for column in self.columns], self.rows(source))


Said = str | Column


def number(meaning: str) -> Column:
    """A column of whole numbers."""
    return Column("", meaning, int)


def share(meaning: str) -> Column:
    """A column of numbers between 0 and 1."""
    return Column("", meaning, float)


def yes_or_no(meaning: str) -> Column:
    """A column of true and false."""
    return Column("", meaning, bool)


def several(meaning: str) -> Column:
    """A column of lists: in one cell, joined by `SEPARATOR`."""
    return Column("", meaning, several=True)


def columns(**said: Said) -> tuple[Column, ...]:
    """Columns by name, in order; a bare meaning is a text's."""
    return tuple(
        Column(name, one) if isinstance(one, str) else Column(name, one.meaning, one.holds, one.several)
        for name, one in said.items()
    )
