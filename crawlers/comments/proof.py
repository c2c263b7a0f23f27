"""Whether the rows of an export still give the texts that were taken from them, whatever layout read them."""

from collections.abc import Mapping, Sequence

from crawlers.comments.fields import comment_text
from crawlers.comments.rows import Row, rows_of


def missing_texts(body: bytes, media_type: str, taken: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Of the (row, text) pairs in `taken`, the places of those that the export does not give, with what is wrong.

    Raises `ExportError`, a `ValueError`, for a file that is no export.
    """
    wanted: dict[int, list[int]] = {}
    for place, (number, _) in enumerate(taken):
        wanted.setdefault(number, []).append(place)
    wrong = dict.fromkeys(range(len(taken)), "the export has no such row")
    for row in rows_of(body, media_type):
        for place in wanted.get(row.number, ()):
            del wrong[place]
            if problem := _what_is_wrong(row, taken[place][1]):
                wrong[place] = problem
    return wrong


def _what_is_wrong(row: Row, text: str) -> str:
    if row.trouble:
        return f"the row cannot be read: {row.trouble}"
    if text in row.cells.values() or _gives(row.cells, text):
        return ""
    return f"no cell of the row gives the stored text {text[:60]!r}"


def _gives(cells: Mapping[str, str], text: str) -> bool:
    """Whether one cell, or several joined in any order, are the text once they are cleaned as comments are."""
    parts = {comment_text(cell) for cell in cells.values()} - {""}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "", 1)
    return not text.strip()
