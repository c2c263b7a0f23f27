"""Tables for spreadsheet programs: nothing in a cell runs, nothing is lost without a word."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.exports import tables
from pipeline.exports.tables import CUT, LONGEST_CELL, MARK, Cell, Row, Table, csv_lines, sheet_name, write_xlsx

HOSTILE = ["=HYPERLINK('x')", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


def read_back(table: Table) -> list[list[str]]:
    text = "".join(csv_lines(table)).removeprefix(MARK)
    return list(csv.reader(io.StringIO(text, newline="")))


def workbook(table: Table) -> list[list[tuple[Cell, ...]]]:
    held = io.BytesIO()
    write_xlsx(table, held)
    held.seek(0)
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(held).worksheets]


def test_a_csv_file_begins_with_a_mark_and_its_columns() -> None:
    first = next(csv_lines(Table("t", ("Who", "Words"), [])))
    assert first == MARK + "Who,Words\r\n"


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_a_csv_file_is_a_formula(cell: str) -> None:
    assert read_back(Table("t", ("a", "b"), [(cell, cell)]))[1] == ["'" + cell, "'" + cell]


def test_numbers_stay_numbers_even_below_zero() -> None:
    assert read_back(Table("t", ("a", "b"), [(-1, 0.5)]))[1] == ["-1", "0.5"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_what_goes_in_comes_out(rows: list[tuple[str, str]]) -> None:
    found = read_back(Table("t", ("a", "b"), rows))[1:]
    assert [tuple(row) for row in found] == [tuple(map(tables.harmless, row)) for row in rows]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula(cell: str) -> None:
    held = io.BytesIO()
    write_xlsx(Table("t", ("a",), [(cell,)]), held)
    found = load_workbook(io.BytesIO(held.getvalue())).active
    assert found is not None
    assert found["A2"].data_type == "s"


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    sheets = workbook(Table("Rows", ("n",), [(n,) for n in range(5)]))
    assert [[row[0] for row in sheet] for sheet in sheets] == [["n", 0, 1], ["n", 2, 3], ["n", 4]]


def test_a_text_too_long_for_a_cell_says_that_it_is_cut() -> None:
    text = workbook(Table("t", ("a",), [("x" * (LONGEST_CELL + 1),)]))[0][1][0]
    assert isinstance(text, str)
    assert len(text) == LONGEST_CELL
    assert text.endswith(CUT)


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    assert workbook(Table("t", ("a",), [("a\x00b\x0cc\ud800",)]))[0][1][0] == "abc"


def test_rows_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(3):
            taken.append(number)
            yield (number,)

    lines = csv_lines(Table("t", ("n",), rows()))
    next(lines), next(lines)
    assert taken == [0]


@pytest.mark.parametrize("name", ["", "a/b:c*?[x]'\\", "n" * 40])
def test_any_name_can_name_a_sheet(name: str) -> None:
    assert 0 < len(sheet_name(name, 12)) <= 31
    workbook(Table(name, ("a",), []))
