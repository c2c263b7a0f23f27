"""Files that a browser sends: bounded, named safely, and put where a look finds them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from webapp.desk import desk
from webapp.work.records import Work, new_record
from webapp.work.staged import place_for, safe_name

MOST_FILES = 50


class UploadError(ValueError):
    """What was sent cannot be taken. The message says why and what to do."""


def sent(name: str) -> list[FileStorage]:
    """The files of a form's field. Raises `UploadError` for none, and for too many."""
    files = [file for file in request.files.getlist(name) if file.filename]
    if not files:
        raise UploadError("No file was chosen. Choose one, or drop it on the field.")
    if len(files) > MOST_FILES:
        raise UploadError(f"Expected at most {MOST_FILES} files at once, found {len(files)}. Send them in portions.")
    return files


def sorted_out(files: Sequence[FileStorage], endings: Sequence[str]) -> tuple[list[FileStorage], list[str]]:
    """Files whose names end in one of `endings`, and sentences about the others."""
    good, refused = [], []
    for file in files:
        name = safe_name(file.filename or "")
        if Path(name).suffix.lower() in endings:
            good.append(file)
        else:
            refused.append(f"“{name}” was left out: files that end in {', '.join(endings)} can be read.")
    return good, refused


def staged(kind: str, by: str, files: Sequence[FileStorage], order: dict[str, object]) -> Work:
    """The record of a look, with the files in it; nothing runs yet."""
    work = new_record(desk().settings.data, kind, by, order)
    for number, file in enumerate(files, 1):
        with place_for(work, number, file.filename or "").open("xb") as kept:
            shutil.copyfileobj(file.stream, kept, 1024 * 1024)
    return work


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size // 1_000_000} MB"
