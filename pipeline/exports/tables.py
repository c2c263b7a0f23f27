"""Tables as CSV and XLSX: rows in, bytes out, one row in memory at a time.

What stands in a cell was often crawled. A spreadsheet program runs a cell of a CSV file that begins like a formula,
so such a cell gets an apostrophe in front (OWASP, "CSV injection"); in XLSX each cell says that it is text.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

Cell = str | int | float | bool | None
Row = Sequence[Cell]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters at which a spreadsheet program may take a cell for a formula."""
MARK = "\ufeff"
"""Byte order mark: without it Excel reads UTF-8 as another encoding."""
LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds (Microsoft, "Excel specifications and limits")."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of XLSX holds, the line of names among them (the same page)."""
CUT = " [cut: a cell holds no more]"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
"""Characters that no XML file may hold."""


@dataclass(frozen=True)
class Table:
    """`rows` under `columns`; each row has as many cells. `name` is the sheet's and the file's."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]


def csv_lines(table: Table) -> Iterator[str]:
    """The table as CSV (RFC 4180), line by line, after a byte order mark. To be sent as UTF-8."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    held.write(MARK)
    writer.writerow([harmless(name) for name in table.columns])
    yield _taken(held)
    for row in table.rows:
        writer.writerow([harmless(cell) for cell in row])
        yield _taken(held)


def _taken(held: io.StringIO) -> str:
    line = held.getvalue()
    held.seek(0)
    held.truncate()
    return line


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before a text that a spreadsheet program could run; numbers stay numbers."""
    if not isinstance(cell, str) or not cell:
        return cell
    printable = cell.replace("\0", "") if "\0" in cell else cell
    return "'" + printable if printable.startswith(FORMULA) else printable


def write_xlsx(table: Table, to: BinaryIO) -> None:
    """Write the table to `to` as a workbook, its first row fixed and made to filter by.

    Rows beyond `MOST_ROWS` go on in further sheets; a longer text than a cell holds is cut and says so.
    """
    from xlsxwriter import Workbook

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(to, {"constant_memory": True, **as_text})
    bold = book.add_format({"bold": True})
    place, sheet = 1, _new_sheet(book, table, bold)
    for row in table.rows:
        if place == MOST_ROWS:
            _make_filterable(sheet, table, place)
            place, sheet = 1, _new_sheet(book, table, bold)
        _write_row(sheet, place, row)
        place += 1
    _make_filterable(sheet, table, place)
    book.close()


def _make_filterable(sheet: Any, table: Table, rows: int) -> None:
    sheet.autofilter(0, 0, rows - 1, len(table.columns) - 1)


def _new_sheet(book: Any, table: Table, bold: Any) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(sheet_name(table.name, number))
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Any, place: int, row: Row) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(place, column, storable(cell))
        elif cell is not None:
            sheet.write(place, column, cell)


def storable(text: str) -> str:
    """The text as a cell of XLSX can hold it."""
    clean = UNPRINTABLE.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - len(CUT)] + CUT


def sheet_name(name: str, number: int = 1) -> str:
    """A sheet's name: 31 characters at most, without those that Excel refuses."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip() or "Table"
    ending = "" if number == 1 else f" {number}"
    return plain[: 31 - len(ending)] + ending
