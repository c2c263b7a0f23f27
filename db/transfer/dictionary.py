"""The data dictionary: what each table and column holds, from the docstrings of the models themselves."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

import db.models as models
from db.docket import Docket
from db.transfer.folder import DOCKET_TABLES


@dataclass(frozen=True)
class Entry:
    """One column: its table, type, meaning (empty where its name says all), and the column that it points to."""

    table: str
    column: str
    type: str
    meaning: str
    points_to: str


def tables() -> dict[str, type[SQLModel]]:
    """Table → model, so that a table comes after those that it points to."""
    by_table = {table_of(model).name: model for model in _models()}
    return {table.name: by_table[table.name] for table in SQLModel.metadata.sorted_tables if table.name in by_table}


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _models() -> Iterator[type[SQLModel]]:
    for name in models.__all__:
        found = getattr(models, name)
        if inspect.isclass(found) and issubclass(found, SQLModel):
            yield found


def entries(model: type[SQLModel]) -> list[Entry]:
    """The columns of a model in order."""
    meanings = column_meanings(model)
    return [
        Entry(
            table=table_of(model).name,
            column=column.name,
            type=str(column.type).lower(),
            meaning=meanings.get(column.name, ""),
            points_to=next((key.target_fullname for key in column.foreign_keys), ""),
        )
        for column in table_of(model).columns
    ]


def table_meaning(model: type[SQLModel]) -> str:
    """The first paragraph of a model's docstring."""
    return " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())


@lru_cache(maxsize=64)
def column_meanings(model: type[SQLModel]) -> dict[str, str]:
    """Column → the text below it in the model's source."""
    body: list[Any] = ast.parse(inspect.getsource(model).lstrip()).body[0].body  # type: ignore[attr-defined]
    found = {}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)  # noqa: S101  (a model's fields are plain names)
            found[field.target.id] = " ".join(str(text.value.value).split())
    return found


def datasette_metadata(docket: Docket) -> dict[str, Any]:
    """What Datasette reads beside the database (its `metadata.json`); what is private is shown to nobody."""
    described = {
        table: {
            "description": table_meaning(model),
            "columns": {entry.column: entry.meaning for entry in entries(model) if entry.meaning},
            **({} if table in DOCKET_TABLES else {"hidden": True, "allow": False}),
        }
        for table, model in tables().items()
    }
    return {
        "title": f"Travaux: {docket.name}",
        "description": "What organisations say about the treaty. A missing organisation means that no statement was "
        "found, never that it has no position.",
        "databases": {"travaux": {"tables": described}},
    }
