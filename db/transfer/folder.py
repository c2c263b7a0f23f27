"""The layout of a docket folder, and how values of a table stand in it.

travaux.json          what it is: format, version of the database, docket, counts and hashes of every file
tables/NAME.jsonl     a table, one row a line, in the order of its key
dictionary.csv        what each table and column holds
captures/             the archived bytes (WARC)
docket/               the docket's own data files
own/                  sources.toml and organisations.csv of the installation, where it has them
"""

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary

from db.models import UtcDateTime

FORMAT = "travaux-docket-1"
HEAD = "travaux.json"
TABLES = "tables"
CAPTURES = "captures"
DOCKET = "docket"
OWN = "own"
OWN_FILES = ("sources.toml", "organisations.csv")
DOCKET_TABLES = frozenset(
    {
        *("installation", "capture", "crawl_run", "fetch_failure", "list_page", "source_page"),
        *("organisation", "organisation_decision", "statement", "revision", "signature", "attachment"),
        *("relevance_decision", "decision", "correction_request", "concern_wording"),
        *("draft_text", "draft_article", "draft_paragraph", "digest", "stage_row"),
        *("passage", "vector", "label", "mention", "pair", "link", "ask", "topic", "topic_passage"),
    }
)
"""The tables that are about the docket. What is about the people who use this installation is none of them, nor is
what is made again from the others; a new table stays here until it is named above."""
BLOCK = 1 << 20


class TransferError(ValueError):
    """A docket folder cannot be written or read. The message says what was expected, where, and what to do."""


def to_json(column: "Column[Any]", value: Any) -> Any:
    """A value of a column as JSON knows it: times in ISO, bytes in base64."""
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def from_json(column: "Column[Any]", value: Any) -> Any:
    """The value of a column from JSON."""
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value, validate=True) if isinstance(column.type, LargeBinary) else value


def sha256_of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
