"""Reading everything: the canonical dump, and names for the ledger's units."""

import json
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, SQLModel, select

from db.models import (
    Ask,
    Attachment,
    Capture,
    ConcernWording,
    Decision,
    DraftText,
    FetchFailure,
    Label,
    Link,
    Mention,
    Organisation,
    OrganisationDecision,
    Pair,
    Passage,
    RelevanceDecision,
    Revision,
    Signature,
    StageRow,
    Statement,
    Topic,
    TopicPassage,
    Vector,
)

LEFT_OUT = {
    "id", "statement_id", "capture_id", "revision_id", "passage_id", "organisation_id", "topic_id",
    "at", "loaded_at", "captured_at", "stored_at", "undone_at", "first_seen", "warc_file", "warc_offset", "values",
    "unit", "input_hash", "found_at", "gone_at", "centre",
}  # fmt: skip
"""Row numbers, times and file offsets: they differ between two runs with the same content."""


def address_of_unit(session: Session, stage: str, unit: str) -> str:
    """What a unit of the ledger is, as a reader knows it: the address of its capture or statement."""
    if not unit.isdigit():
        return unit
    if stage == "extract":
        capture = session.get(Capture, int(unit))
        return capture_name(capture) if capture else unit
    revision = session.get(Revision, int(unit))
    statement = session.get(Statement, revision.statement_id) if revision else None
    return statement.address if statement else unit


def capture_name(capture: Capture) -> str:
    """The address of a capture, or the name of the imported file where it states none."""
    name = json.loads(capture.declared).get("file_name")
    return str(name) if name and capture.address.startswith("urn:") else capture.address


def canonical_lines(session: Session) -> Iterator[str]:
    """All content as sorted JSON lines, without what differs between two runs of the same content."""
    names = _names(session)
    for model in (Capture, FetchFailure, Organisation, OrganisationDecision, Statement, Revision, Signature,
                  Passage, Label, Link, Mention, Pair, Ask, Topic, TopicPassage, DraftText, Attachment,
                  RelevanceDecision, Decision, ConcernWording, StageRow):  # fmt: skip
        yield from sorted(_line(model, row, names) for row in session.exec(select(model)))
    yield from sorted(_vector_line(row) for row in session.exec(select(Vector)))


def _vector_line(row: Vector) -> str:
    return json.dumps({"table": "vector", "encoder": row.encoder, "of": row.text_sha256, "bytes": len(row.values)})


def _line(model: type[SQLModel], row: SQLModel, names: dict[str, dict[int, str]]) -> str:
    fields: dict[str, Any] = {key: value for key, value in row.model_dump().items() if key not in LEFT_OUT}
    for column, table in names.items():
        key = getattr(row, column, None)
        if key is not None:
            fields[column.removesuffix("_id")] = table.get(key, "?")
    if isinstance(row, StageRow):
        fields["unit"] = names["capture_id" if row.stage == "extract" else "revision_id"].get(int(row.unit), row.unit)
    return json.dumps({"table": model.__name__.lower(), **fields}, ensure_ascii=False, sort_keys=True)


def _names(session: Session) -> dict[str, dict[int, str]]:
    """Column → row number → a name that does not depend on the order of the run."""
    statements = {s.id or 0: s.address for s in session.exec(select(Statement))}
    revisions = {r.id or 0: f"{statements[r.statement_id]} {r.text_sha256}" for r in session.exec(select(Revision))}
    return {
        "capture_id": {c.id or 0: f"{c.address} {c.sha256}" for c in session.exec(select(Capture))},
        "statement_id": statements,
        "revision_id": revisions,
        "passage_id": {p.id or 0: f"{revisions[p.revision_id]} {p.start}" for p in session.exec(select(Passage))},
        "organisation_id": {o.id or 0: o.name for o in session.exec(select(Organisation))},
        "topic_id": {t.id or 0: t.key for t in session.exec(select(Topic))},
    }
