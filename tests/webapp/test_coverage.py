"""Coverage: what could not be read is named as its reader knows it, not by its number in the database."""

import csv
import io
from pathlib import Path

from flask.testing import FlaskClient

from crawlers.reporting import coverage_text
from db.coverage import as_csv, source_lines
from db.docket import Source
from db.reached import NEVER_REACHED, unreached
from db.session import reading, writing
from db.store.captures import NewCapture, add_capture, begin_run, finish_run, now
from db.store.ledger import Entry, record
from tests.builders import installation
from tests.webapp.pages import links, page
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
    assert [lines[key].finding for key in ("quiet", "lively", "seen")] == [NEVER_REACHED, "", ""]
    assert said == [NEVER_REACHED, "", "", NEVER_REACHED]


def _source(key: str, **given: object) -> Source:
    fields: dict[str, object] = {"organisation": f"=The {key} society", "kind": "ngo", "way": "feed"}
    return Source.model_validate({"key": key, "address": f"https://{key}.example/feed", **fields, **given})


def test_the_ledger_tells_expected_from_got_and_what_was_never_reached(tmp_path: Path) -> None:
    _settings, engine = installation(tmp_path)
    sources = (
        _source("good", expect_min=1, certainty="seen"),
        _source("few", expect_min=9),
        _source("walled"),
        _source("idle"),
        _source("old", certainty="seen"),
    )
    with writing(engine) as session:
        for key, counts, outcome in (
            ("good", {"seen": 2, "new": 2}, "ok"),
            ("few", {"seen": 2, "new": 2}, "ok"),
            ("walled", {"seen": 1, "failed": 1}, "Bot challenge: the site shows a check for robots."),
        ):
            finish_run(session, begin_run(session, key), counts, outcome)
    with reading(engine) as session:
        lines = {line.key: line for line in source_lines(session, sources)}
    engine.dispose()
    assert {key: line.finding for key, line in lines.items()} == {
        "good": "",
        "few": "Expected at least 9 items, found 2.",
        "walled": "Never reached. Bot challenge: the site shows a check for robots.",
        "idle": NEVER_REACHED,
        "old": "never visited",
    }
    assert lines["good"].last_success and not lines["walled"].last_success
    assert "as expected" in coverage_text(tuple(lines.values()))


def test_captures_that_no_stage_has_seen_are_counted_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    _settings, engine = installation(tmp_path)
    with writing(engine) as session:
        for number in range(3):
            address = f"https://good.example/{number}"
            add_capture(session, NewCapture(address, "00", "text/html", 1, now(), "crawl", "a", 0, source="good"))
        record(session, "extract", [Entry("1", "hash", "done"), Entry("2", "hash", "failed", "No text.")])
    with reading(engine) as session:
        lines = source_lines(session, (_source("good"),))
    engine.dispose()
    row = next(csv.DictReader(io.StringIO(as_csv(lines))))
    assert (row["kept"], row["unprocessed"]) == ("3", "1")
    assert row["organisation"] == "'=The good society"


def test_the_page_links_its_ledger_as_csv(client: FlaskClient) -> None:
    assert "/coverage.csv" in links(page(client, "/coverage"))
    answer = client.get("/coverage.csv")
    assert answer.mimetype == "text/csv"
    assert next(csv.reader(io.StringIO(answer.text)))[0] == "source"
