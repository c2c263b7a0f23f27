"""Reading files of loose passages, one JSON object a line: to be labelled, or labelled by readers."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from db.docket import Docket
from pipeline.heads import FLAGS, STANCES

MONTH = 7
Row = dict[str, Any]


def read_passages(path: Path) -> Iterator[Row]:
    """The objects of a file, checked: `text`, and where given `published` and `language`, can be used. Half of a
    surrogate pair, which JSON can hold and no file can, becomes U+FFFD. Raises `ValueError` with line and remedy.
    """
    for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if row.strip():
            yield _passage(path, line, row)


def _passage(path: Path, line: int, row: str) -> Row:
    place = f"{path.name}, line {line}"
    try:
        cells = json.loads(row)
    except json.JSONDecodeError as error:
        raise ValueError(f"{place}: expected one JSON object, found {row[:40]!r}.") from error
    if not isinstance(cells, dict) or not isinstance(cells.get("text"), str):
        raise ValueError(f'{place}: expected an object with a "text", found {row[:40]!r}.')
    if not isinstance(cells.get("language") or "", str):
        raise ValueError(f'{place}: expected "language" as a code such as "en", found {cells["language"]!r}.')
    published = str(cells.get("published") or "")
    try:
        date.fromisoformat(published + "-01" if len(published) == MONTH else published[:10] or "2000-01-01")
    except ValueError as error:
        raise ValueError(f"{place}: expected a date YYYY-MM-DD, found {published!r}.") from error
    return {**cells, "text": cells["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")}


def read_labelled(path: Path, docket: Docket) -> list[Row]:
    """The passages of a file with the readers' labels. Raises `ValueError` with line and remedy."""
    rows = list(read_passages(path))
    if not rows:
        raise ValueError(f"{path.name}: expected labelled passages, one JSON object a line, found none.")
    for number, row in enumerate(rows, start=1):
        fault = _fault(row, docket)
        if fault:
            raise ValueError(f"{path.name}, passage {number}: {fault} docs/labels.md shows such a line.")
    return [{"language": "en", "reject_call": False, "on_topic": True, **row} for row in rows]


def _fault(row: Row, docket: Docket) -> str:
    """What is wrong with a labelled passage; empty when nothing is."""
    concerns = row.get("concerns")
    if not isinstance(concerns, list) or not set(map(str, concerns)) <= set(docket.concern_by_key):
        return f"expected “concerns” of concerns.toml, found {concerns!r}."
    if row.get("stance") not in STANCES:
        return f"expected a “stance” of {', '.join(STANCES)}, found {row.get('stance')!r}."
    unclear = [flag for flag in FLAGS if not isinstance(row.get(flag, False), bool)]
    return f"expected {unclear[0]!r} to be true or false, found {row[unclear[0]]!r}." if unclear else ""
