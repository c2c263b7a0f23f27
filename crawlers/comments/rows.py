"""The rows of an export: CSV and JSON Lines here, spreadsheets in `crawlers.comments.sheets`.

Every row of the file comes out, with its number as the file counts it (lines of JSON, records of CSV, rows of a
sheet; the header is row 1 of a table). A row that cannot be read carries the reason instead of cells.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from charset_normalizer import from_bytes

MIB = 1024 * 1024
CSV, JSONL, XLSX = "text/csv", "application/jsonl", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".csv": CSV, ".tsv": CSV, ".jsonl": JSONL, ".ndjson": JSONL, ".xlsx": XLSX}
EXPORTS = frozenset(TYPES.values())
LONGEST_CELL = MIB
"""Characters of one cell; nobody types a longer comment into a form."""
MOST_COLUMNS = 500
OPEN_QUOTE = "A quotation mark opens here and none closes it: all that follows stands in one cell."
SAMPLE = 64 * 1024
DELIMITERS = ",;\t|"
BROKEN = re.compile("[\udc80-\udcff]")
"""What stands for a byte that belongs to no character of the file's encoding (PEP 383)."""


class ExportError(ValueError):
    """The file as a whole is no export that can be read. The message says what to do."""


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, or in `trouble` why there are none."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


def rows_of(body: bytes, media_type: str) -> Iterator[Row]:
    """Every row of an export after its header. Raises `ExportError` for a file without a header or rows."""
    if media_type == XLSX:
        from crawlers.comments.sheets import sheet_rows

        return sheet_rows(body)
    return json_rows(body) if media_type == JSONL else csv_rows(body)


def encoding_of(body: bytes) -> str:
    """The encoding of a text file: UTF-8 if anything in it is, whatever single bytes are broken."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return name
    read = body.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    if not broken or sum(1 for sign in read if sign > "\x7f") > 2 * broken:
        return "utf-8"
    best = from_bytes(body[:SAMPLE]).best()
    return best.encoding if best and best.encoding not in {"ascii", "utf_8"} else "cp1252"


def opened(body: bytes) -> io.TextIOWrapper:
    """The file as text; a byte that cannot be read is kept as a mark that `trouble_in` finds."""
    return io.TextIOWrapper(io.BytesIO(body), encoding_of(body), errors="surrogateescape", newline="")


def trouble_in(cells: Mapping[str, str]) -> str:
    """Why cells cannot be used: a character that cannot be read, or one cell too long. Empty when all is well."""
    for name, value in cells.items():
        if len(value) > LONGEST_CELL:
            size = f"{len(value):,} characters"
            return f"The cell {name[:60]!r} holds {size}; at most {LONGEST_CELL:,} are read. Is a quotation mark open?"
        if not value.isascii() and BROKEN.search(value):
            return f"The cell {name[:60]!r} has bytes that are no text in the file's encoding. Save the file as UTF-8."
    return ""


def csv_rows(body: bytes) -> Iterator[Row]:
    """Records of a CSV file; the delimiter is found by the header."""
    csv.field_size_limit(max(csv.field_size_limit(), len(body) + 1))
    lines = _Lines(opened(body))
    reader = csv.reader(lines, delimiter=_delimiter(body))
    header = header_of(next(reader, []))
    for number, values in enumerate(_records(reader), 2):
        if isinstance(values, csv.Error):
            yield Row(number, trouble=f"The row is no CSV: {values}.")
        elif any(value.strip() for value in values):
            yield Row(number, trouble=OPEN_QUOTE) if lines.ended else record(number, header, values)


def _records(reader: Iterator[list[str]]) -> "Iterator[list[str] | csv.Error]":
    """What the reader yields; an error takes the place of its record, and the next one follows."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


class _Lines:
    """Lines of a file; `ended` tells a record that the file's end closed, and so a quotation mark that nothing did."""

    def __init__(self, source: io.TextIOWrapper) -> None:
        self._source, self.ended = source, False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._source.readline()
        self.ended = not line
        if not line:
            raise StopIteration
        return line.replace("\0", "")


def record(number: int, header: Sequence[str], values: Sequence[str]) -> Row:
    """A table's row: cells beyond the header, or far too few, are a trouble of the row."""
    extra = [value for value in values[len(header) :] if value.strip()]
    if extra or len(values) < len(header) // 2:
        return Row(number, trouble=f"The row has {len(values)} cells, the header {len(header)}.")
    cells = dict(zip(header, values, strict=False))
    return Row(number, cells, trouble_in(cells))


def _delimiter(body: bytes) -> str:
    first = next(iter(opened(body)), "")
    return max(DELIMITERS, key=first.count)


def header_of(names: Sequence[str]) -> tuple[str, ...]:
    """The column names. Raises `ExportError` where they are no header."""
    header = tuple(name.strip().lstrip("\ufeff") for name in names)
    named = [name for name in header if name]
    if not named or len(header) > MOST_COLUMNS:
        raise ExportError(f"Expected a first row of up to {MOST_COLUMNS} column names, found {len(header)} cells.")
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise ExportError(f"Expected each column once in the header, found twice: {', '.join(map(repr, twice))[:300]}.")
    return header


def json_rows(body: bytes) -> Iterator[Row]:
    """Objects of a JSON Lines file, one a line."""
    for number, line in enumerate(opened(body), 1):
        if line.strip():
            yield _object(number, line)


def _object(number: int, line: str) -> Row:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(number, trouble=f"Expected one JSON object on the line, found an error: {str(error)[:200]}.")
    if not isinstance(value, dict):
        return Row(number, trouble=f"Expected one JSON object on the line, found {type(value).__name__}.")
    cells = {str(name): cell_text(cell) for name, cell in list(value.items())[:MOST_COLUMNS]}
    return Row(number, cells, trouble_in(cells))


def cell_text(value: Any) -> str:
    """A cell as text: nothing is empty, a list is one line an element."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(cell_text(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
