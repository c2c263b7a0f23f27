"""Coverage: what could not be read is named as its reader knows it, not by its number in the database."""

from pathlib import Path

from db.session import reading, writing
from db.store.captures import NewCapture, add_capture, now
from db.store.ledger import Entry, record
from tests.builders import installation
from webapp.queries.coverage import read_coverage


def test_an_unreadable_document_is_shown_by_its_file_name(tmp_path: Path) -> None:
    _settings, engine = installation(tmp_path)
    with writing(engine) as session:
        add_capture(
            session,
            NewCapture(
                address="urn:sha256:00",
                sha256="00",
                media_type="application/pdf",
                size=1,
                captured_at=now(),
                origin="import",
                warc_file="a.warc.gz",
                warc_offset=0,
                declared={"file_name": "scan.pdf"},
            ),
        )
        record(session, "extract", [Entry("1", "hash", "failed", "The PDF has no text layer.")])
    with reading(engine) as session:
        found = read_coverage(session, ()).unreadable
    engine.dispose()
    assert [(one.where, one.what, one.reason) for one in found] == [
        ("extract", "scan.pdf", "The PDF has no text layer.")
    ]
