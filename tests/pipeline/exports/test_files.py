"""Exports of the sample installation: every kind in every format, read back by the programs' own libraries."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from openpyxl import load_workbook
from sqlalchemy import ColumnElement, exists, select
from sqlmodel import Session, col

from db.counting import believed, counted_pairs, passage_counts
from db.docket import load_docket
from db.models import Label, Organisation, Passage, Signature, Statement
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.standing import stands
from pipeline.exports.files import KINDS, TABLE_FORMS, reference_pieces
from pipeline.exports.kinds import Source
from tests.sample_story import HOSTILE_TITLE, fill
from tests.stories import Story

BASE = "https://travaux.example.org"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """The sample story, with people's labels against the machine's, and names like formulas."""
    engine = open_installation(Settings(data=tmp_path_factory.mktemp("exports")))
    with writing(engine) as session:
        fill(Story(session))
        labels = session.scalars(select(Label).order_by(col(Label.id)).limit(40)).all()
        for number, row in enumerate(labels):
            session.add(
                Label(passage_id=row.passage_id, kind=row.kind, key=row.key if number % 2 else "other", score=number % 3,
                      status="shown", origin="human", reason="A person's (sample).")
            )  # fmt: skip
        session.add(Organisation(slug="formula", name="=1+1"))
        session.add(Signature(revision_id=1, position=900, name="Private Sample Person", kind="individual"))
    with reading(engine) as session:
        yield Source(session, load_docket("un-cybercrime"), BASE)
    engine.dispose()


def exported(source: Source, kind: str, form: str) -> bytes:
    return b"".join(TABLE_FORMS[form](KINDS[kind].table(source)))


def csv_rows(source: Source, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(source, kind, "csv").decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_the_formats_say_the_same_and_nothing_runs(source: Source, kind: str) -> None:
    spread = csv_rows(source, kind)
    lines = [json.loads(line) for line in exported(source, kind, "jsonl").decode().splitlines()]
    book = load_workbook(io.BytesIO(exported(source, kind, "xlsx")))
    sheet = book.worksheets[0]
    assert len(spread) == len(lines) == sheet.max_row - 1 > 0
    assert list(spread[0]) == list(lines[0]) == [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert all(cell.data_type in ("s", "n", "b") for row in sheet.iter_rows() for cell in row)
    assert not [value for row in spread for value in row.values() if value and value[0] in "=+-@\t\r"]
    assert all(column.meaning for column in KINDS[kind].columns)


def test_a_title_like_a_formula_is_a_text_in_every_format(source: Source) -> None:
    assert [row["name"] for row in csv_rows(source, "organisations") if row["slug"] == "formula"] == ["'=1+1"]
    titles = {json.loads(line)["title"] for line in exported(source, "statements", "jsonl").decode().splitlines()}
    assert HOSTILE_TITLE in titles


def test_the_pairs_are_those_that_figures_count(source: Source) -> None:
    rows = csv_rows(source, "pairs")
    for origin, how in (("explicit", "named"), ("implicit", "described")):
        counted = counted_pairs(source.session, [origin])
        assert len([row for row in rows if row["how"] == how]) == len(counted)
        objecting = len([pair for pair in counted if pair.objects])
        assert len([row for row in rows if row["how"] == how and row["objects"] == "True"]) == objecting


def test_labels_stand_here_as_they_do_in_figures(source: Source) -> None:
    kinds: list[tuple[str, str]] = [
        tuple(row) for row in _all(source.session, select(col(Label.kind), col(Label.key)).distinct())
    ]
    assert len(kinds) > 10
    for kind, key in kinds:
        here = exists().where(col(Label.passage_id) == col(Passage.id), col(Label.kind) == kind, col(Label.key) == key)
        assert _passages(source, here.where(stands())) == _passages(source, believed(kind, key)), (kind, key)


def _passages(source: Source, condition: ColumnElement[bool]) -> list[int]:
    return [row[0] for row in _all(source.session, select(col(Passage.id)).where(condition).order_by(col(Passage.id)))]


def _all(session: Session, query: Any) -> list[Any]:
    return list(session.connection().execute(query).all())


def test_private_persons_are_left_out_unless_asked_for(source: Source) -> None:
    assert b"Private Sample Person" not in exported(source, "signatories", "csv")
    with_persons = Source(source.session, source.docket, BASE, persons=True)
    assert b"Private Sample Person" in exported(with_persons, "signatories", "csv")


def test_every_passage_is_what_stands_in_its_statement(source: Source) -> None:
    rows = csv_rows(source, "passages")
    assert len({row["passage"] for row in rows}) == len(rows)
    assert all(row["page"].startswith(f"{BASE}/statements/") for row in rows)
    counted = _all(source.session, _counting())
    assert [row["passage"] for row in rows if row["counts"] == "True"] == [str(row[0]) for row in counted]
    assert 0 < len(counted) < len(rows)


def _counting() -> Any:
    joined = select(col(Passage.id)).join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
    return joined.where(passage_counts()).order_by(col(Statement.id), col(Passage.position))


def test_references_are_reports_with_the_organisation_as_author(source: Source) -> None:
    about = len(_all(source.session, select(col(Statement.id)).where(col(Statement.on_topic).is_(True))))
    ris = rispy.loads(b"".join(reference_pieces(source, "ris")).decode())
    assert len(ris) == about
    assert {entry["type_of_reference"] for entry in ris} == {"RPRT"}
    assert len([entry for entry in ris if entry.get("authors")]) == _with_author(source.session)
    bib = parse_string(b"".join(reference_pieces(source, "bibtex")).decode())
    assert len(bib.entries) == about
    assert not bib.failed_blocks
    csl = json.loads(b"".join(reference_pieces(source, "csl")))
    assert len(csl) == about
    assert {entry["type"] for entry in csl} == {"report"}


def _with_author(session: Session) -> int:
    """Statements about the treaty whose organisation or author is known."""
    known = (col(Statement.organisation_id).is_not(None)) | (col(Statement.author) != "")
    return len(_all(session, select(col(Statement.id)).where(col(Statement.on_topic).is_(True), known)))


def test_an_empty_installation_gives_empty_files(tmp_path: Path) -> None:
    with reading(open_installation(Settings(data=tmp_path))) as session:
        nothing = Source(session, load_docket("un-cybercrime"), BASE)
        assert json.loads(b"".join(reference_pieces(nothing, "csl"))) == []
        assert exported(nothing, "statements", "jsonl") == b""
        assert exported(nothing, "pairs", "csv").decode("utf-8-sig").startswith("concern,")
