"""Rows of the exports as JSON: the same columns under the same names, lists as lists."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

from pipeline.exports.kinds import SEPARATOR, Column, Kind
from pipeline.exports.tables import Cell, Row

CLOSED = ConfigDict(extra="forbid")


def row_model(kind: Kind, name: str) -> type[BaseModel]:
    """A model with a field a column; a field may be null where nothing is known."""
    fields: dict[str, Any] = {
        column.name: (_type(column), Field(description=column.meaning)) for column in kind.columns
    }
    return cast(type[BaseModel], create_model(name, __config__=CLOSED, __doc__=kind.meaning, **fields))


def _type(column: Column) -> Any:
    return list[str] if column.several else column.holds | None


def page_model(row: type[BaseModel]) -> type[BaseModel]:
    """A page of a list of rows."""
    fields: dict[str, Any] = {
        "items": (list[row], Field(description="The entries of this page, in a fixed order")),  # type: ignore[valid-type]
        "next": (str | None, Field(description="The address of the next page; null on the last")),
    }
    return cast(type[BaseModel], create_model(f"{row.__name__}s", __config__=CLOSED, **fields))


def as_json(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    """A row as an object."""
    return {column.name: _value(column, cell) for column, cell in zip(columns, row, strict=True)}


def _value(column: Column, cell: Cell) -> Any:
    if column.several:
        return [part for part in str(cell or "").split(SEPARATOR) if part]
    if cell is None:
        return None
    return bool(cell) if column.holds is bool else cell


def as_items(kind: Kind, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as objects."""
    return [as_json(kind.columns, row) for row in rows]
