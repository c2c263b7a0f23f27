"""What a look was given, and what is to be kept of it: files with the names that people gave them, stated fields."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from db.installed import docket_of
from db.settings import Settings
from webapp.work.records import Work, WorkError, read_json, work_at

if TYPE_CHECKING:
    from crawlers.added import Item
    from crawlers.comments.importing import Export

LONGEST_NAME = 120
LAYOUT = "layout.toml"
PAGE = "page.json"


def safe_name(given: str) -> str:
    """A file name that names no folder, is not hidden, and holds no sign that could mislead; `file` for nothing."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    plain = "".join(one for one in last if one.isprintable() and unicodedata.category(one)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", plain).strip().lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[:LONGEST_NAME]}{dot}{ending[:10]}" if dot else plain[:LONGEST_NAME]
    return short.encode("utf-8", "ignore").decode() or "file"


def place_for(work: Work, number: int, given: str) -> Path:
    """Where a file that was given is put: each in a folder of its own, so that equal names do not meet."""
    folder = work.files / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / safe_name(given)


def staged_files(work: Work) -> list[Path]:
    """The files that were given, in their order."""
    folders = sorted((path for path in work.files.glob("[0-9]*") if path.is_dir()), key=lambda path: int(path.name))
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]


def look_of(work: Work, settings: Settings) -> Work:
    """The look whose files this work keeps. Raises `WorkError` where they are gone."""
    look = work_at(settings.data, int(work.order.get("look") or 0))
    if not look.files.is_dir():
        raise WorkError("What was looked at is not there any more. Give it again at /add.")
    return look


def items_of(work: Work, settings: Settings) -> "list[Item]":
    """What the order keeps: number of the file → what was stated of it; a page is number 0."""
    from crawlers.added import Item

    look = look_of(work, settings)
    chosen: Mapping[str, Any] = work.order.get("chosen") or {}
    page = fetched_page(look)
    if page is not None:
        return [Item(page.address, fetched=page, stated=chosen.get("0") or {})]
    files = staged_files(look)
    kept = [(path, chosen[path.parent.name]) for path in files if path.parent.name in chosen]
    return [Item(path.name, path=path, stated=stated) for path, stated in kept]


def fetched_page(look: Work) -> Any:
    """The page that a look fetched, as `crawlers.archive.Fetched`; None for other looks."""
    row = read_json(look.folder / PAGE)
    if not row:
        return None
    from crawlers.one_page import from_row

    return from_row(row)


def export_of(work: Work, settings: Settings, engine: Engine) -> "Export":
    """The export of comments that the order takes in, with the layout that was chosen."""
    from crawlers.comments.importing import Export
    from crawlers.importing import IMPORT
    from db.comment_layouts import named_layout
    from db.store.comments import SOURCE

    look = look_of(work, settings)
    path = table_of(staged_files(look))
    if path is None:
        raise WorkError("The export is not there any more. Give it again at /add.")
    own = look.folder / LAYOUT
    chosen = str(look.order.get("layout") or "")
    layout = named_layout(str(own)) if own.exists() else named_layout(chosen) if chosen else None
    source = IMPORT if work.order.get("judge") else SOURCE
    return Export(engine, docket_of(settings), path, source, layout)


def table_of(files: Sequence[Path]) -> Path | None:
    """The first of the files that is a table; the others came with its comments."""
    return next((path for path in files if path.suffix.lower() in TABLES), None)


TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
"""Endings of exports; a test holds them equal to those of `crawlers.comments.rows`."""
FILES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".eml", ".mbox")
"""Endings of files that are read; a test holds them equal to those of `crawlers.file_captures`."""


def layout_toml(columns: Mapping[str, str]) -> str:
    """A layout in which each piece of a comment comes from the column that was chosen for it."""
    lines = ['key = "own"', 'name = "Columns chosen by hand"', "", "[columns]"]
    lines += [f"{piece} = [{json.dumps(column, ensure_ascii=False)}]" for piece, column in columns.items() if column]
    return "\n".join(lines) + "\n"
