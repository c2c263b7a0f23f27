"""Exports of invented consultations: every row accounted for, nothing lost, nothing twice."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from crawlers.comments import importing
from crawlers.comments.importing import Export, import_comments
from crawlers.comments.rows import ExportError
from crawlers.ledger import SourceReport
from db.comment_layouts import named_layout
from db.docket import DocketError, load_docket
from db.models import Attachment, Capture, FetchFailure, Organisation, Revision, Statement
from db.quotations import check_quotations
from db.session import reading
from tests.builders import installation

HEADER = ("Document ID", "Docket ID", "Title", "Comment", "First Name", "Last Name", "Organization Name", "Received Date",
          "Attachment Files")  # fmt: skip
Line = Sequence[str]


def line(number: int, text: str, first: str = "Ann", last: str = "Sample", organisation: str = "",
         day: str = "2024-05-01T04:00Z", files: str = "") -> Line:  # fmt: skip
    return (f"SAMPLE-{number:04}", "SAMPLE-2024", f"Comment {number}", text, first, last, organisation, day, files)


LINES = [
    line(1, "Article 24 needs a judge.<br/><br/>Don&rsquo;t adopt it."),
    line(2, "Ratify it.", "Anonymous", "Anonymous", "Sample Chamber of Clocks", "05/02/2024"),
    line(3, "Ratify it.", "anonymous", "", "n/a"),
]


@dataclass
class Place:
    """A folder with an installation and an export in it."""

    folder: Path
    engine: Engine

    def export(self, lines: Sequence[Line], name: str = "export.csv", header: Line = HEADER) -> Path:
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows([header, *lines])
        return path

    def take(self, path: Path, columns: str = "") -> tuple[SourceReport, ...]:
        layout = named_layout(columns) if columns else None
        export = Export(self.engine, load_docket("un-cybercrime"), path, "comments", layout)
        return import_comments(self.engine, self.folder / "data" / "captures", export)

    def rows(self) -> list[tuple[Statement, Revision]]:
        with reading(self.engine) as session:
            query = select(Statement, Revision).where(Revision.id == Statement.revision_id)
            return list(session.exec(query.order_by(Statement.address)).all())

    def failures(self) -> dict[str, str]:
        with reading(self.engine) as session:
            return {row.address: row.reason for row in session.exec(select(FetchFailure))}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    _, engine = installation(tmp_path / "data")
    return Place(tmp_path, engine)


def counted(report: SourceReport) -> tuple[int, int, int, int, int]:
    assert report.seen == report.new + report.changed + report.unchanged + report.refused + report.failed
    return report.seen, report.new, report.changed, report.unchanged, report.failed


def test_rows_become_statements_that_name_their_row(place: Place) -> None:
    (report,) = place.take(place.export(LINES))
    assert counted(report) == (3, 3, 0, 0, 0)
    first, _, third = place.rows()
    assert first[1].text == "Article 24 needs a judge.\n\nDon’t adopt it."
    assert [revision.capture_row for _, revision in place.rows()] == [2, 3, 4]
    assert first[0].address == "https://www.regulations.gov/comment/SAMPLE-0001"
    assert [row.published for row, _ in place.rows()] == ["2024-05-01", "2024-05-02", "2024-05-01"]
    assert [row.author for row, _ in place.rows()] == ["Ann Sample", "", ""]
    assert third[0].organisation_id is None
    with reading(place.engine) as session:
        assert session.exec(select(Organisation.name)).all() == ["Sample Chamber of Clocks"]
        assert len(session.exec(select(Capture)).all()) == 1
        assert [found.wrong for found in check_quotations(session)] == [None] * 3


def test_importing_again_writes_nothing(place: Place) -> None:
    path = place.export(LINES)
    place.take(path)
    before = place.rows()
    assert counted(place.take(path)[0]) == (3, 0, 0, 3, 0)
    assert place.rows() == before


def test_a_longer_export_adds_only_what_is_new_and_keeps_what_changed(place: Place) -> None:
    place.take(place.export(LINES))
    changed = [line(1, "Article 24 names no judge."), *LINES[1:], line(4, "Do not ratify it.")]
    assert counted(place.take(place.export(changed, "later.csv"))[0]) == (4, 1, 1, 2, 0)
    assert place.rows()[0][1].number == 2


def test_comments_without_a_name_or_number_are_never_merged(place: Place) -> None:
    lines = [("", "Say no.", ""), ("Anonymous", "Say no.", ""), ("", "Say no.", "")]
    path = place.export(lines, header=("Name", "Comment", "Date"))
    assert counted(place.take(path)[0]) == (3, 3, 0, 0, 0)
    assert counted(place.take(path)[0]) == (3, 0, 0, 3, 0)
    assert {row.author for row, _ in place.rows()} == {""}


BAD = {
    "a broken date": (line(9, "Text.", day="soon"), "Expected a date"),
    "an empty text": (line(9, " <br/> "), "no text"),
    "a cell of 5 MB": (line(9, "a" * 5_000_000), "5,000,000 characters"),
    "too many cells": ((*line(9, "Text."), "more"), "10 cells"),
    "an id that is taken": (line(1, "Another text."), "same id"),
}


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD)
def test_a_bad_row_is_a_failure_with_its_number_and_stops_no_other(place: Place, bad: Line, said: str) -> None:
    path = place.export([LINES[0], bad, LINES[1]])
    assert counted(place.take(path)[0]) == (3, 2, 0, 0, 1)
    ((address, reason),) = place.failures().items()
    assert address.endswith("export.csv row 3")
    assert said in reason
    place.export(LINES)
    place.take(path)
    assert place.failures() == {}


def test_broken_bytes_fail_their_row_and_another_encoding_is_read(place: Place) -> None:
    path = place.export([line(1, "Où est le juge ? Né à l’été."), line(2, "Broken BYTE."), line(3, "Last.")])
    path.write_bytes(path.read_bytes().replace(b"BYTE", b"\xff\xfe"))
    assert counted(place.take(path)[0]) == (3, 2, 0, 0, 1)
    assert "no text in the file's encoding" in next(iter(place.failures().values()))
    latin = place.folder / "latin.csv"
    latin.write_bytes(
        "Name;Kommentar Nr;Comment\nJörg;1;Für Bürger gefährlich. Größere Prüfung nötig.\n".encode("cp1252")
    )
    place.take(latin)
    assert any("Größere Prüfung" in revision.text for _, revision in place.rows())


def test_an_open_quotation_mark_is_told(place: Place) -> None:
    path = place.export(LINES[:1])
    path.write_text(path.read_text() + 'SAMPLE-0002,S,T,"It begins\nand never ends,Ann\n')
    assert counted(place.take(path)[0]) == (2, 1, 0, 0, 1)
    assert "none closes it" in next(iter(place.failures().values()))


def test_spreadsheets_and_json_lines_say_the_same_as_csv(place: Place) -> None:
    place.take(place.export(LINES))
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in (HEADER, *LINES):
        sheet.append(list(cells))
    book.save(place.folder / "export.xlsx")
    objects = [json.dumps(dict(zip(HEADER, cells, strict=True))) for cells in LINES]
    (place.folder / "export.jsonl").write_text("\n".join(objects) + "\n{broken\n[1]\n")
    assert counted(place.take(place.folder / "export.xlsx")[0]) == (3, 0, 0, 3, 0)
    assert counted(place.take(place.folder / "export.jsonl")[0]) == (5, 0, 0, 3, 2)


def test_attachments_are_statements_of_their_own_and_never_outside_the_folder(place: Place) -> None:
    inside = place.folder / "portal"
    (inside / "files").mkdir(parents=True)
    (place.folder / "secret.txt").write_text("A secret.")
    (inside / "files" / "annex.txt").write_text("Annex. Article 24 names no judge, and we ask that it does.")
    names = "files/annex.txt,../secret.txt,/etc/passwd,files/gone.pdf,https://files.example/a.pdf"
    path = place.export([line(1, "See our annex.", files=names)], "portal/export.csv")
    rows, files = place.take(path)
    assert counted(rows) == (1, 1, 0, 0, 0)
    assert (files.new, files.refused, files.failed) == (1, 3, 1)
    assert len(place.failures()) == 4
    with reading(place.engine) as session:
        kept = {row.name: row.capture_id for row in session.exec(select(Attachment))}
        text = session.exec(select(Capture).where(col(Capture.media_type) == "text/plain")).one()
    assert [name for name, capture in kept.items() if capture] == ["files/annex.txt"]
    assert text.source == "comments"
    assert place.take(path)[1].unchanged == 1


def test_a_table_of_other_columns_is_refused_with_the_columns_found(place: Place) -> None:
    with pytest.raises(DocketError, match="'Fruit', 'Price'"):
        place.take(place.export([("Apple", "2")], header=("Fruit", "Price")))
    with pytest.raises(DocketError, match="layout plain"):
        place.take(place.export([("Apple", "2")], header=("Fruit", "Price")), "plain")


def test_a_layout_of_ones_own(place: Place) -> None:
    mine = place.folder / "mine.toml"
    mine.write_text('key = "mine"\nname = "Mine"\n[columns]\ntext = ["Wortlaut"]\nauthor = ["Vorname + Nachname"]\n')
    path = place.export([("Ann", "Sample", "Nein.")], header=("Vorname", "Nachname", "Wortlaut"))
    place.take(path, str(mine))
    assert place.rows()[0][0].author == "Ann Sample"
    mine.write_text('key = "mine"\nname = "Mine"\n[columns]\nwords = ["Wortlaut"]\n')
    with pytest.raises(DocketError, match=r"mine\.toml"):
        named_layout(str(mine))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"\n\n"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_what_is_no_export_is_one_sentence(place: Place, content: bytes, ending: str) -> None:
    path = place.folder / f"broken.{ending}"
    path.write_bytes(content)
    with pytest.raises((ExportError, DocketError)):
        place.take(path)


def test_a_workbook_with_entities_is_not_opened(place: Place) -> None:
    import zipfile

    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    path = place.folder / "bomb.xlsx"
    path.write_bytes(body.getvalue())
    with pytest.raises(ExportError, match="entities"):
        place.take(path)


def test_a_killed_import_goes_on_where_it_stopped(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    path = place.export([line(n, f"Comment number {n}.") for n in range(1, 6)])
    stored = importing._store
    batches: list[int] = []

    def killed(session: Session, *rest: object) -> None:
        stored(session, *rest)  # type: ignore[arg-type]
        batches.append(1)
        if len(batches) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        place.take(path)
    assert len(place.rows()) == 2
    assert counted(place.take(path)[0]) == (5, 3, 0, 2, 0)
