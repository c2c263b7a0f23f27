"""Reading and checking a docket's files. Every complaint names file, line and remedy."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from db.docket import (
    ArticleTitle,
    Concern,
    Docket,
    DocketError,
    Draft,
    Lineage,
    Organisation,
    ProcessDate,
    Relevance,
    Source,
)

Row = TypeVar("Row", bound=BaseModel)
COLUMNS_NOT_DRAFTS = {"adopted_article", "adopted_title", "note", "confidence"}


def complain(path: Path, line: int, expected: str, came: str, remedy: str) -> DocketError:
    """A `DocketError` in the house's four parts: where, what was expected, what came, what to do."""
    return DocketError(f"{path.name}, line {line}: expected {expected}, found {came}. {remedy}")


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV file; raises `DocketError` where it is missing or ragged."""
    if not path.exists():
        raise complain(path, 0, "the file", "nothing", f"Create {path.name}; docs/docket.md shows its columns.")
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            if None in row or None in row.values():
                raise complain(
                    path,
                    reader.line_num,
                    f"{len(reader.fieldnames or [])} cells",
                    "another count",
                    "Quote cells that contain a comma.",
                )
            yield reader.line_num, row


def parse(model: type[Row], path: Path, line: int, cells: dict[str, Any]) -> Row:
    """`cells` as a `model`; empty strings count as absent. Raises `DocketError`."""
    present = {key: value for key, value in cells.items() if value not in ("", None)}
    try:
        return model.model_validate(present)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise complain(
            path,
            line,
            f"a valid {column!r} ({said[:1].lower()}{said[1:]})",
            repr(first.get("input")),
            f"Correct the {column!r} cell.",
        ) from error


def split_cells(cells: dict[str, str], columns: tuple[str, ...]) -> dict[str, Any]:
    """`cells` with each of `columns` split at bars."""
    parts = {name: tuple(p.strip() for p in cells[name].split("|") if p.strip()) for name in columns if name in cells}
    return {**cells, **parts}


def read_table(model: type[Row], path: Path, lists: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """All rows of a CSV file as `model`; cells of `lists` are split at bars."""
    return tuple(parse(model, path, line, split_cells(cells, lists)) for line, cells in read_rows(path))


def read_lineages(path: Path) -> tuple[Lineage, ...]:
    """The concordance: one lineage a row, its numbers in each draft split at bars."""
    return tuple(_lineage(path, line, cells) for line, cells in read_rows(path))


def _lineage(path: Path, line: int, cells: dict[str, str]) -> Lineage:
    numbers = {
        draft: tuple(part.strip() for part in value.split("|"))
        for draft, value in cells.items()
        if draft not in COLUMNS_NOT_DRAFTS and value.strip()
    }
    numbers["adopted"] = (cells["adopted_article"],)
    return parse(
        Lineage,
        path,
        line,
        {
            "adopted": cells["adopted_article"],
            "title": cells["adopted_title"],
            "numbers": numbers,
            "note": cells["note"],
            "confidence": cells["confidence"],
        },
    )


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; raises `DocketError` with the parser's line."""
    if not path.exists():
        raise complain(path, 0, "the file", "nothing", f"Create {path.name}; docs/docket.md shows its keys.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DocketError(f"{path.name}: expected TOML, found an error: {error}. Correct that line.") from error


def line_of(path: Path, needle: str) -> int:
    """The first line of the file that holds `needle`, or 0."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if needle in line:
            return number
    return 0


def entry_lines(path: Path, table: str) -> list[int]:
    """The line on which each `[[table]]` of a TOML file begins, in order."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [number for number, line in lines if re.fullmatch(rf"\s*\[\[\s*{re.escape(table)}\s*]]\s*(?:#.*)?", line)]


def read_entries(model: type[Row], path: Path, table: str) -> tuple[Row, ...]:
    """The array of tables `[[table]]` of a TOML file as `model`. Raises `DocketError`."""
    found = read_toml(path)
    unknown = sorted(set(found) - {table})
    if unknown:
        raise complain(path, line_of(path, unknown[0]), f"only [[{table}]]", repr(unknown[0]), "Rename or remove it.")
    entries = found.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise complain(path, line_of(path, table), f"[[{table}]]", f"[{table}]", "Write it with two brackets.")
    places = entry_lines(path, table)
    lines = places if len(places) == len(entries) else [0] * len(entries)
    return tuple(parse(model, path, line, entry) for line, entry in zip(lines, entries, strict=True))


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a file, each key once. Raises `DocketError`."""
    found = read_entries(Source, path, "source")
    first: dict[str, int] = {}
    for source, line in zip(found, entry_lines(path, "source"), strict=False):
        if source.key in first:
            came = f"{source.key!r} here and in line {first[source.key]}"
            raise complain(path, line, "each key once", came, "Rename or remove one.")
        first[source.key] = line
    return found


def read_dates(path: Path) -> tuple[ProcessDate, ...]:
    """The treaty's calendar in the order of its days; empty where the docket has none."""
    found = read_table(ProcessDate, path) if path.exists() else ()
    return tuple(sorted(found, key=lambda date: (date.day, date.key)))


def read_docket(folder: Path) -> Docket:
    """The docket in `folder`, validated as a whole. Raises `DocketError`."""
    if not (folder / "docket.toml").exists():
        known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/docket.toml"))) or "none"
        raise DocketError(
            f"No docket {folder.name!r} in {folder.parent}. Known dockets: {known}. Choose one with --docket."
        )
    head = read_toml(folder / "docket.toml")
    relevance = parse(Relevance, folder / "docket.toml", 0, head.pop("relevance", {}))
    parts: dict[str, Callable[[], Any]] = {
        "drafts": lambda: read_table(Draft, folder / "drafts.csv", ("aliases",)),
        "titles": lambda: read_table(ArticleTitle, folder / "articles.csv"),
        "lineages": lambda: read_lineages(folder / "concordance.csv"),
        "concerns": lambda: read_entries(Concern, folder / "concerns.toml", "concern"),
        "organisations": lambda: read_table(Organisation, folder / "organisations.csv", ("aliases", "hosts")),
        "sources": lambda: read_sources(folder / "sources.toml"),
        "dates": lambda: read_dates(folder / "dates.csv"),
    }
    tables = {name: read() for name, read in parts.items()}
    return parse(Docket, folder / "docket.toml", 1, {**head, **tables, "relevance": relevance, "folder": folder})
