"""From a public id, as it stands in web addresses, to a citation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

import travaux  # noqa: TID251  (the tests come in by the front door)
from db.docket import load_docket
from db.models import Capture, Mention, Revision
from db.session import reading, writing
from db.settings import Settings
from pipeline.references.reading import (
    Target,
    UnknownReference,
    page_at,
    paragraph_at,
    parse_id,
    read_reference,
)
from pipeline.references.reference import Reference
from tests.builders import installation, organisation, statement

TEXTS = ("Sample heading", "12. Article 6 of the draft must be amended (sample).", "A closing word of the sample.")
BASE = "http://desk.example"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made, engine = installation(tmp_path)
    with writing(engine) as session:
        circle = organisation(session, "Sample Circle, Inc. (sample)")
        passages = statement(session, "https://sample.example/a", TEXTS, circle, published="2024-05-01")
        statement(session, "urn:sha256:00", ["Words without an author (sample)."], published="")
        session.add(_mention(passages[1].revision_id, passages[1].id or 0, passages[1].start + 4))
        capture = session.get_one(Capture, 1)
        capture.media_type = "text/html"
    yield made
    engine.dispose()


def _mention(revision_id: int, passage_id: int, start: int) -> Mention:
    return Mention(revision_id=revision_id, passage_id=passage_id, start=start, end=start + 9, text="Article 6",
                   instrument="un-cybercrime", unit="article", article="6", draft="rev3", status="resolved",
                   provision="7")  # fmt: skip


def read(settings: Settings, given: str) -> Reference:
    _, engine = installation(settings.data)
    with reading(engine) as session:
        return read_reference(session, load_docket("un-cybercrime"), BASE, parse_id(given))


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ("12", Target(12, None)),
        ("p345", Target(None, 345)),
        ("12#p345", Target(12, 345)),
        ("statements/12", Target(12, None)),
        ("/statements/12#p345", Target(12, 345)),
        (" https://desk.example/statements/12 ", Target(12, None)),
        ("https://desk.example/travaux/statements/12/?revision=2#p345", Target(12, 345, 2)),
    ],
)
def test_ids_and_addresses_are_understood(given: str, target: Target) -> None:
    assert parse_id(given) == target


@pytest.mark.parametrize("given", ["", "p", "x12", "https://desk.example/", "https://desk.example/articles/7", "12p",
                                   "-1", "٣", "9" * 40, "statements/"])  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected(given: str) -> None:
    with pytest.raises(UnknownReference, match="Expected the id of a statement"):
        parse_id(given)


def test_a_statement_is_cited_with_its_wording_and_copy(settings: Settings) -> None:
    found = read(settings, "1")
    assert (found.author, found.title, found.published) == (
        "Sample Circle, Inc. (sample)",
        "Sample statement",
        "2024-05-01",
    )
    assert found.permalink == f"{BASE}/statements/1?revision=1"
    assert len(found.sha256) == 64 and found.place is None


def test_a_passage_is_cited_with_paragraph_draft_and_a_link_to_its_words(settings: Settings) -> None:
    found = read(settings, "p2")
    assert found.place is not None
    assert found.place.text == TEXTS[1]
    assert found.place.paragraph == "para 12"
    assert found.permalink == f"{BASE}/statements/1?revision=1#p2"
    assert found.place.original.startswith("https://sample.example/a#:~:text=12.%20Article%206")
    sentence = found.place.provisions[0]
    assert sentence.startswith("Cites Article 6 of the draft “") and sentence.endswith("in the adopted text Article 7")
    assert "A/AC.291/22/Rev.3" in sentence
    assert read(settings, f"{BASE}/statements/1?revision=1#p2") == found


def test_a_passage_that_names_nothing_says_which_text_was_on_the_table(settings: Settings) -> None:
    place = read(settings, "p3").place
    assert place is not None and place.paragraph == "para 3 as counted"
    assert place.provisions[0].startswith("Text on the table that day: ")


def test_pages_are_counted_from_their_offsets(settings: Settings) -> None:
    starts = [(0, 1, "41"), (10, 2, "42"), (20, 1, "41")]
    assert [page_at(starts, offset) for offset in (0, 9, 10, 25)] == [41, 41, 42, 41]
    assert page_at([], 5) is None
    with writing(installation(settings.data)[1]) as session:
        session.get_one(Revision, 1).pages = '[[0, 1, "1"], [16, 2, "2"]]'
    place = read(settings, "p2").place
    assert place is not None and place.pinpoint == "p 2, para 12"


def test_paragraphs_are_by_their_printed_number_or_counted() -> None:
    assert paragraph_at("One\n\n[7] Two three", 9) == "para 7"
    assert paragraph_at("One\n\n\nTwo three", 10) == "para 2 as counted"


@pytest.mark.parametrize("given", ["99", "p99", "2#p1", "1#p4", "https://desk.example/statements/1?revision=7"])
def test_what_is_not_there_is_an_error_in_words(
    settings: Settings, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert travaux.run(["--data", str(settings.data), "cite-as", given]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    assert "There is no" in said.err or "is not in statement" in said.err


def test_the_command_prints_each_form(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    for form, start in (("footnote", "Sample Circle"), ("bibtex", "@techreport"), ("ris", "TY  - RPRT"), ("csl", "["),
                        ("markdown", "> 12\\.")):  # fmt: skip
        assert travaux.run(["--data", str(settings.data), "cite-as", "p2", "--format", form]) == 0
        assert capsys.readouterr().out.startswith(start)


def test_an_author_and_a_date_that_are_not_known_are_said(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert travaux.run(["--data", str(settings.data), "cite-as", "2"]) == 0
    assert capsys.readouterr().out.startswith("Author not known, ‘Sample statement’ (blog, no date) (no web address)")


def test_sessions_only_read(settings: Settings) -> None:
    _, engine = installation(settings.data)
    with Session(engine) as session:
        read_reference(session, load_docket("un-cybercrime"), BASE, Target(1, 2))
        assert not session.dirty and not session.new
