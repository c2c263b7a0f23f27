"""Runs that stand on one line put together: as one line of text, as lines of their own, or as a row of a table.

A table is two or more lines in a row whose runs begin at the same places, wide gaps between them. A number with
its text behind a gap ("5.   The draft …") is a list and no table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from crawlers.extract.pdf_lines import HYPHEN, Line
from crawlers.extract.plain import BULLET

_CELL_GAP = 1.5
_APART = 3.0
"""Heights of type: runs of one line further apart than this are lines of their own, outside of tables."""
_SAME_PLACE = 5.0
_ROW_GAP = 3.0
"""Heights of type: rows further apart are not of one table."""
_SAME_TYPE = 1.4
_LABEL = re.compile(r"\(?\d{1,3}[a-z]?(?:\.\d{1,2}){0,3}[.)]?|\(?[^\W\d_][.)]?|[^\w\s]")

Row = list[Line]


def with_tables(runs: Sequence[Line]) -> Iterator[Line]:
    """The lines of one column; rows of tables have their `cells`."""
    rows = [_cells(row) for row in _rows(runs)]
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end > at:
            yield from _table(rows[at:end])
        else:
            yield from _outside(rows[at])
        at = max(end, at + 1)


def _rows(runs: Sequence[Line]) -> Iterator[Row]:
    """Runs on one base line, from left to right."""
    row: Row = []
    for run in runs:
        if row and not _beside(row[-1], run):
            yield row
            row = []
        row.append(run)
    if row:
        yield row


def _beside(before: Line, run: Line) -> bool:
    level = abs(run.bottom - before.bottom) < 0.35 * max(before.size, run.size)
    return level and (run.drawn == before.drawn or run.left >= before.right - 1.0)


def _cells(row: Row) -> Row:
    """The runs of a row, those with only a word's space between them joined."""
    cells: Row = [row[0]]
    for run in row[1:]:
        if _gap(cells[-1], run) < _CELL_GAP * max(run.size, 1.0):
            cells[-1] = _joined(cells[-1], run)
        else:
            cells.append(run)
    return cells


def _gap(before: Line, run: Line) -> float:
    return max(run.left - before.right, before.left - run.right)


def _joined(before: Line, run: Line) -> Line:
    return replace(
        before,
        text=f"{before.text.removesuffix(HYPHEN)} {run.text}",
        left=min(before.left, run.left),
        right=max(before.right, run.right),
        top=max(before.top, run.top),
        bottom=min(before.bottom, run.bottom),
        size=max(before.size, run.size),
    )


def _table_end(rows: Sequence[Row], start: int) -> int:
    """The index after the last row of the table that begins at `start`; `start` where none does."""
    if len(rows[start]) < 2 or _is_list_item(rows[start]) or not _is_of_one_type(rows[start]):
        return start
    places = [cell.left for cell in rows[start]]
    end, full = start + 1, 1
    while end < len(rows) and _belongs(rows[end], places, rows[end - 1]):
        places = places if len(places) >= len(rows[end]) else [cell.left for cell in rows[end]]
        full += len(rows[end]) > 1
        end += 1
    while len(rows[end - 1]) < 2 and not _continues(rows[end - 1], rows[end - 2]):
        end -= 1
    return end if full >= 2 else start


def _belongs(row: Row, places: Sequence[float], above: Row) -> bool:
    if row[0].bottom > above[0].top or above[0].bottom - row[0].top > _ROW_GAP * row[0].size:
        return False
    if _is_list_item(row) or not _is_of_one_type([*row, above[0]]):
        return False
    aligned = sum(any(abs(cell.left - place) < _SAME_PLACE for place in places) for cell in row)
    return (len(row) > 1 and aligned >= 2) or (len(row) == 1 and aligned == 1 and _continues(row, above))


def _is_of_one_type(row: Row) -> bool:
    """Cells of a table are set in about the same type; a letterhead and what stands beside it are not."""
    sizes = [cell.size for cell in row]
    return max(sizes) < _SAME_TYPE * max(min(sizes), 0.1)


def _continues(row: Row, above: Row) -> bool:
    """A single cell close under the row above, not in the first column: the rest of a cell of two lines."""
    close = above[0].bottom - row[0].top < 0.4 * row[0].size
    return len(row) == 1 and close and abs(row[0].left - above[0].left) >= _SAME_PLACE


def _is_list_item(row: Row) -> bool:
    first = row[0].text
    return len(row) == 2 and (bool(BULLET.match(f"{first} x")) or _is_label(first))


def _is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(text))


def _table(rows: Sequence[Row]) -> Iterator[Line]:
    places = [cell.left for cell in max(rows, key=len)]
    filled: list[list[str]] = []
    heads: list[Line] = []
    for above, row in pairwise([[], *rows]):
        cells = _filled(row, places)
        if above and _continues(row, above):
            filled[-1] = [f"{old} {new}".strip() for old, new in zip(filled[-1], cells, strict=True)]
            heads[-1] = replace(heads[-1], bottom=row[0].bottom)
        else:
            filled.append(cells)
            heads.append(row[0])
    for head, texts in zip(heads, filled, strict=True):
        yield replace(head, text=" | ".join(text for text in texts if text), cells=tuple(texts))


def _filled(row: Row, places: Sequence[float]) -> list[str]:
    """The texts of a row's cells, each in the column that begins nearest to it."""
    cells = [""] * len(places)
    for cell in row:
        nearest = min(range(len(places)), key=lambda at: abs(places[at] - cell.left))
        cells[nearest] = f"{cells[nearest]} {cell.text.removesuffix(HYPHEN)}".strip()
    return cells


def _outside(row: Row) -> Iterator[Line]:
    """The lines of a row that belongs to no table: one, or several where they stand far apart."""
    line = row[0]
    for run in row[1:]:
        far = _gap(line, run) > _APART * max(run.size, 1.0)
        if far and not (_is_list_item([line, run])):
            yield line
            line = run
        else:
            line = _joined(line, run)
    yield line
