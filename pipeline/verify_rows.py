"""Proving comments: each stored text against its row of the export that was captured."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from crawlers.archive import ArchiveError, read_capture
from crawlers.comments.proof import missing_texts
from db.models import Capture, Revision, Statement
from db.proof import Checked, Wrong

RESTORE = "Restore the database and the archive from a backup."


def check_comments(session: Session, folder: Path) -> Iterator[Checked]:
    """Every text that an export's row gave, one `Checked` each; one export in memory at a time."""
    of_rows = select(col(Revision.capture_id)).where(col(Revision.capture_row) > 0)
    exports = select(Capture).where(col(Capture.id).in_(of_rows))
    for capture in session.execute(exports.order_by(col(Capture.id))).scalars().all():
        yield from _of_export(session, folder, capture)


def _of_export(session: Session, folder: Path, capture: Capture) -> Iterator[Checked]:
    rows = _texts(session, capture)
    try:
        body = read_capture(folder, capture.warc_file, capture.warc_offset)
        missing = missing_texts(body, capture.media_type, [(row.capture_row, row.text) for row in rows])
    except (ArchiveError, ValueError) as error:
        missing = dict.fromkeys(range(len(rows)), f"the export could not be read again ({error})")
    for place, row in enumerate(rows):
        problem = missing.get(place)
        yield Checked("comment row", _wrong(row, capture, problem) if problem else None)


def _texts(session: Session, capture: Capture) -> list[Any]:
    columns = (col(Revision.id), col(Revision.capture_row), col(Revision.text), col(Statement.address))
    query = select(*columns).join(Statement, col(Statement.id) == col(Revision.statement_id))
    of_export = (col(Revision.capture_id) == capture.id, col(Revision.capture_row) > 0)
    return list(session.execute(query.where(*of_export).order_by(col(Revision.id))))


def _wrong(row: Any, capture: Capture, problem: str) -> Wrong:
    name = json.loads(capture.declared).get("file_name") or capture.address
    return Wrong("revision", row.id, row.address, f"{name}, row {row.capture_row}", problem, RESTORE)
