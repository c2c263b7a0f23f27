"""Writing a docket folder: a snapshot of the database, then the files that it points into."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from db.docket import Docket
from db.session import HEAD as VERSION
from db.session import reading
from db.settings import Settings
from db.transfer import folder
from db.transfer.dictionary import entries, table_of, tables

BATCH = 500


def write_docket(engine: Engine, settings: Settings, docket: Docket, output: Path) -> dict[str, int]:
    """Write everything about the docket to a new folder; returns table → rows.

    The head is written last and holds the hash of every file: a folder that is cut short has none and is refused.
    Raises `TransferError` when the folder is not empty.
    """
    if output.exists() and any(output.iterdir()):
        raise folder.TransferError(f"Expected a new or empty folder, found files in {output}. Name another one.")
    (output / folder.TABLES).mkdir(parents=True, exist_ok=True)
    with reading(engine) as session:
        counts = {name: _write_table(session, name, output) for name in exported()}
    # Captures are only ever added to: what the snapshot points into is there.
    _copy_files(settings, docket, output)
    _write_dictionary(output)
    _write_head(docket, counts, output)
    return counts


def exported() -> list[str]:
    """The tables that belong to the docket, each after those that it points to."""
    return [name for name in tables() if name in folder.DOCKET_TABLES]


def _write_table(session: Session, name: str, output: Path) -> int:
    number = 0
    with (output / folder.TABLES / f"{name}.jsonl").open("w", encoding="utf-8") as handle:
        for row in _rows(session, name):
            handle.write(json.dumps(row, ensure_ascii=False) + "\n")
            number += 1
    return number


def _rows(session: Session, name: str) -> Iterator[dict[str, Any]]:
    table = table_of(tables()[name])
    chosen = session.connection().execution_options(yield_per=BATCH)
    for row in chosen.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield {column.name: folder.to_json(column, row[column]) for column in table.columns}


def _copy_files(settings: Settings, docket: Docket, output: Path) -> None:
    if settings.captures.exists():
        shutil.copytree(settings.captures, output / folder.CAPTURES, dirs_exist_ok=True)
    shutil.copytree(docket.folder, output / folder.DOCKET, ignore=shutil.ignore_patterns("__pycache__"))
    for name in folder.OWN_FILES:
        if (settings.data / name).exists():
            (output / folder.OWN).mkdir(exist_ok=True)
            shutil.copy2(settings.data / name, output / folder.OWN / name)


def _write_dictionary(output: Path) -> None:
    with (output / "dictionary.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["table", "column", "type", "points to", "meaning"])
        for name in exported():
            for entry in entries(tables()[name]):
                writer.writerow([entry.table, entry.column, entry.type, entry.points_to, entry.meaning])


def _write_head(docket: Docket, counts: dict[str, int], output: Path) -> None:
    files = sorted(path for path in output.rglob("*") if path.is_file())
    head = {
        "format": folder.FORMAT,
        "version": VERSION,
        "docket": docket.key,
        "tables": counts,
        "files": {path.relative_to(output).as_posix(): folder.sha256_of_file(path) for path in files},
    }
    made = output / f"{folder.HEAD}.part"
    made.write_text(json.dumps(head, indent=1, ensure_ascii=False), encoding="utf-8")
    made.replace(output / folder.HEAD)
