"""Reading a docket folder into an installation that holds nothing yet."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine, func, insert, select
from sqlmodel import Session

from db.models import Passage
from db.session import HEAD as VERSION
from db.session import writing
from db.settings import Settings
from db.transfer import folder
from db.transfer.dictionary import table_of, tables
from db.transfer.writing import exported
from db.words import word_index

BATCH = 500
Rows = list[dict[str, Any]]


class Head(BaseModel):
    """`travaux.json` of a docket folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: str
    version: str
    docket: str
    tables: dict[str, int]
    files: dict[str, str]


def read_head(source: Path) -> Head:
    """What the folder is. Raises `TransferError` where it is no docket folder, or one of another version."""
    path = source / folder.HEAD
    try:
        head = Head.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise folder.TransferError(
            f"Expected a folder that `travaux export docket` wrote, found no usable {folder.HEAD} in {source}. "
            "An export that was interrupted has none: make it again."
        ) from error
    if (head.format, head.version) != (folder.FORMAT, VERSION):
        raise folder.TransferError(
            f"Expected a docket folder of version {VERSION}, found {head.version} ({head.format}). "
            "Export and import with the same version of Travaux."
        )
    return head


def check_files(source: Path, head: Head) -> None:
    """Every file is there and as it was written. Raises `TransferError`."""
    for name, sha256 in head.files.items():
        path = (source / name).resolve()
        if not path.is_relative_to(source.resolve()) or not path.is_file():
            raise folder.TransferError(f"Expected the file {name} in {source}, found none. Copy the folder again.")
        if folder.sha256_of_file(path) != sha256:
            raise folder.TransferError(f"{name} is not as it was written. Copy the folder again, whole.")


def read_docket(engine: Engine, settings: Settings, source: Path, head: Head) -> dict[str, int]:
    """Take the folder in, all of it or nothing; returns table → rows. Raises `TransferError`.

    The files are copied before the rows that point into them are stored.
    """
    if head.docket != settings.docket:
        raise folder.TransferError(f"The folder holds the docket {head.docket!r}. Use --docket {head.docket}.")
    _copy_files(source, settings)
    with writing(engine) as session:
        _refuse_what_is_in_use(session)
        counts = {name: _read_table(session, name, source) for name in exported() if name != "installation"}
        _compare(counts, head)
        _index_words(session)
    return counts


def _refuse_what_is_in_use(session: Session) -> None:
    for name in exported():
        table = table_of(tables()[name])
        if name != "installation" and session.connection().execute(select(func.count()).select_from(table)).scalar():
            raise folder.TransferError(
                f"Expected a data folder that holds nothing, found rows of {name!r}. Name a new one with --data."
            )


def _read_table(session: Session, name: str, source: Path) -> int:
    table = table_of(tables()[name])
    number = 0
    lines = _lines(source / folder.TABLES / f"{name}.jsonl")
    while rows := list(islice(lines, BATCH)):
        made: Rows = [
            {column.name: folder.from_json(column, row[column.name]) for column in table.columns} for row in rows
        ]
        session.connection().execute(insert(table), made)
        number += len(made)
    return number


def _index_words(session: Session) -> None:
    """The word index is no table of ours and is made again."""
    chosen = session.connection().execution_options(yield_per=BATCH).execute(select(_PASSAGE.c.id, _PASSAGE.c.text))
    for rows in chosen.partitions():
        word_index(session).add(session, [(row.id, row.text) for row in rows])


_PASSAGE = table_of(Passage)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def _compare(counts: dict[str, int], head: Head) -> None:
    expected = {name: number for name, number in head.tables.items() if name != "installation"}
    if counts != expected:
        raise folder.TransferError(f"Expected {expected} rows, found {counts}. Export the docket again.")


def _copy_files(source: Path, settings: Settings) -> None:
    if (source / folder.CAPTURES).exists():
        shutil.copytree(source / folder.CAPTURES, settings.captures, dirs_exist_ok=True)
    for name in folder.OWN_FILES:
        if (source / folder.OWN / name).exists():
            shutil.copy2(source / folder.OWN / name, settings.data / name)
