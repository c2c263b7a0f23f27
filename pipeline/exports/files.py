"""Exports as bytes: CSV, XLSX and JSON Lines of every kind, and references for reference managers."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from sqlmodel import Session, col, select

from db.models import Revision, Statement
from pipeline.exports.kinds import Kind, Source
from pipeline.exports.link_rows import ASKS, LINKS
from pipeline.exports.passage_rows import PAIRS, PASSAGES
from pipeline.exports.statement_rows import ORGANISATIONS, SIGNATORIES, STATEMENTS
from pipeline.exports.tables import Table, csv_lines, write_xlsx
from pipeline.references.formats import FORMS
from pipeline.references.reading import statement_reference
from pipeline.references.reference import Reference

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (PASSAGES, STATEMENTS, LINKS, PAIRS, ASKS, ORGANISATIONS, SIGNATORIES)
}
PIECE = 1 << 16
"""Bytes of a workbook that are handed on at once."""
REFERENCES = 200
"""References that are written at once."""


def csv_pieces(table: Table) -> Iterator[bytes]:
    """The table as CSV."""
    for line in csv_lines(table):
        yield line.encode()


def json_pieces(table: Table) -> Iterator[bytes]:
    """The table as JSON Lines: one object a row, keys in the order of the columns."""
    for row in table.rows:
        yield (json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False) + "\n").encode()


def xlsx_pieces(table: Table) -> Iterator[bytes]:
    """The table as a workbook, which is made on disk first."""
    with tempfile.TemporaryFile() as made:
        write_xlsx(table, made)
        made.seek(0)
        yield from iter(lambda: made.read(PIECE), b"")


TABLE_FORMS: Mapping[str, Callable[[Table], Iterator[bytes]]] = {
    "csv": csv_pieces,
    "xlsx": xlsx_pieces,
    "jsonl": json_pieces,
}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
REFERENCE_FORMS = ("ris", "bibtex", "csl")


def reference_pieces(source: Source, form: str) -> Iterator[bytes]:
    """Every statement about the treaty as a report of its organisation, in one of `REFERENCE_FORMS`."""
    made = _references(source)
    write = FORMS[form].write
    if form == "csl":
        yield from _one_json_list(made, write)
        return
    while some := list(islice(made, REFERENCES)):
        yield write(some).encode()


def _one_json_list(made: Iterable[Reference], write: Callable[[list[Reference]], str]) -> Iterator[bytes]:
    before = b"[\n"
    for reference in made:
        yield before + json.dumps(json.loads(write([reference]))[0], ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _references(source: Source) -> Iterator[Reference]:
    session: Session = source.session
    query = (
        select(Statement.revision_id)
        .where(col(Statement.on_topic).is_(True), col(Statement.revision_id).is_not(None))
        .order_by(col(Statement.id))
    )
    for key in session.exec(query).all():
        yield statement_reference(session, source.base_url, session.get_one(Revision, key))
        session.expunge_all()
