"""Rows of a spreadsheet, by openpyxl in its streaming mode. A workbook is a ZIP of XML: bounded before it is opened."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from crawlers.comments.rows import ExportError, Row, cell_text, header_of, record

UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 1_048_576
"""Rows that a sheet can have; the file's own statement of its size is not believed."""


def sheet_rows(body: bytes) -> Iterator[Row]:
    """Rows of the first sheet. Raises `ExportError` for what is no workbook or swells beyond reason."""
    import openpyxl

    _check_archive(body)
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except Exception as error:
        raise _unreadable(error) from error
    yield from _rows(sheet.iter_rows(values_only=True, max_row=MOST_ROWS))


def _check_archive(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > UNPACKED:
                raise ExportError(
                    f"The workbook unpacks to {size // 1024**2:,} MB; at most {UNPACKED // 1024**2:,} are read."
                )
            if any(b"<!DOCTYPE" in archive.open(part).read(2000) for part in archive.infolist()):
                raise ExportError(
                    "The workbook defines XML entities, which no spreadsheet program writes. It was not read."
                )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> ExportError:
    return ExportError(f"The file is no workbook that can be read ({type(error).__name__}: {str(error)[:200]}).")


def _rows(values: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """Rows as text. A workbook that breaks off in the middle yields its good rows, then one with the reason."""
    number, header = 0, None
    try:
        for number, cells in enumerate(values, 1):
            texts = [_text(cell) for cell in cells]
            if not any(text.strip() for text in texts):
                continue
            if header is None:
                header = header_of(_without_tail(texts))
                continue
            yield record(number, header, texts)
    except ExportError:
        raise
    except Exception as error:
        yield Row(
            number + 1,
            trouble=f"The workbook cannot be read from here on ({type(error).__name__}: {str(error)[:200]}).",
        )


def _without_tail(texts: list[str]) -> list[str]:
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell_text(cell)
