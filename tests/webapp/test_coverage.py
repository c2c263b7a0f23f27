"""Coverage: what could not be read is named as its reader knows it, not by its number in the database."""

from pathlib import Path

from db.docket import Source
from db.reached import NEVER_REACHED, unreached
from db.session import reading, writing
from db.store.captures import NewCapture, add_capture, begin_run, finish_run, now
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


def test_an_assumed_source_is_never_reached_until_it_yields(tmp_path: Path) -> None:
    _settings, engine = installation(tmp_path)
    given = {"organisation": "The society", "kind": "ngo", "way": "feed", "address": "https://a.example/feed"}
    sources = [
        Source.model_validate({**given, "key": key, "certainty": certainty})
        for key, certainty in (("quiet", "assumed"), ("lively", "assumed"), ("seen", "seen"), ("waiting", "assumed"))
    ]
    with writing(engine) as session:
        for key, new in (("quiet", 0), ("lively", 3), ("lively", 0), ("seen", 0)):
            finish_run(session, begin_run(session, key), {"seen": new, "new": new}, "ok")
    with reading(engine) as session:
        lines = {line.key: line for line in read_coverage(session, sources).sources}
        said = [unreached(session, source, 0) for source in sources]
    engine.dispose()
    assert [line.never_reached for line in lines.values()] == [True, False, False, True]
    assert [lines[key].verdict for key in ("quiet", "lively", "seen")] == [NEVER_REACHED, "", ""]
    assert said == [NEVER_REACHED, "", "", NEVER_REACHED]
