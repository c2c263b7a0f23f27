"""What `travaux verify` proves: any byte, word or offset that was changed after it was stored is named."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

import travaux  # noqa: TID251  (the tests come in by the front door)
from crawlers.archive import Archive, Fetched
from crawlers.archive_check import read_record
from crawlers.importing import import_paths
from db.models import Ask, Capture, Digest, Mention, Pair, Passage, Revision
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store.findings import replace_pairs
from db.store.ledger import issue_digest
from pipeline.flow import process
from tests.builders import AUGUST
from tests.pipeline.trained import quick_workshop

LETTERS = {
    "one.txt": "Sample letter one\n\nThe Sample Circle objects to Article 7 of the UN Convention against Cybercrime. "
    "Security researchers need Article 7 to be amended.\n",
    "two.txt": "Sample letter two\n\nArticle 28 of the UN Convention against Cybercrime should be deleted.\n",
}


@dataclass(frozen=True)
class Report:
    """What the command printed and returned."""

    status: int
    exceptions: list[dict[str, Any]]
    totals: dict[str, Any]
    progress: str

    @property
    def said(self) -> str:
        return " ".join(f"{one['kind']} {one['name']} {one['where']} {one['problem']}" for one in self.exceptions)


@dataclass(frozen=True)
class Installation:
    """Two letters, imported and processed."""

    settings: Settings
    capsys: pytest.CaptureFixture[str]

    def verify(self, *options: str) -> Report:
        self.capsys.readouterr()
        status = travaux.run(["--data", str(self.settings.data), "verify", "--json", *options])
        printed = self.capsys.readouterr()
        found = json.loads(printed.out)
        return Report(status, found["exceptions"], found["totals"], printed.err)

    def change(self, statement: str, **values: object) -> None:
        with writing(open_installation(self.settings)) as session:
            session.connection().execute(text(statement), values)

    def archive(self) -> Path:
        return next(self.settings.captures.glob("*.warc.gz"))

    def first(self, model: type[Any]) -> Any:
        with reading(open_installation(self.settings)) as session:
            return session.exec(select(model).order_by(col(model.id))).first()


@pytest.fixture
def stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    folder, settings = tmp_path / "letters", Settings(data=tmp_path / "data")
    folder.mkdir()
    for name, words in LETTERS.items():
        (folder / name).write_text(words)
    engine = open_installation(settings)
    import_paths(engine, settings.captures, [folder], lambda _: None)
    process(engine, quick_workshop(settings))
    return Installation(settings, capsys)


def test_what_is_as_it_was_stored_is_100_per_cent(stored: Installation) -> None:
    report = stored.verify()
    assert (report.status, report.exceptions, report.totals["wrong"]) == (0, [], 0)
    assert report.totals["kinds"]["capture"] == {"checked": 2, "wrong": 0}
    assert report.totals["kinds"]["quotation"]["checked"] >= 4
    assert "Reading captures again: 2" in report.progress
    assert travaux.run(["--data", str(stored.settings.data), "verify"]) == 0
    assert "captures: 2 read again, 100 % as stored" in stored.capsys.readouterr().out


def test_every_byte_of_a_record_that_carries_content_is_covered(stored: Installation) -> None:
    capture = sorted(_captures(stored), key=lambda c: c.warc_offset)[1]
    whole = stored.archive().read_bytes()
    content = gzip.decompress(whole[capture.warc_offset :])
    for place in range(capture.warc_offset, len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]
        stored.archive().write_bytes(changed)
        # A time stamp in the gzip header, or a bit of padding, changes nothing that was stored.
        assert not _reads(stored, capture) or gzip.decompress(changed[capture.warc_offset :]) == content


def _captures(stored: Installation) -> list[Capture]:
    with reading(open_installation(stored.settings)) as session:
        return list(session.exec(select(Capture)))


def _reads(stored: Installation, capture: Capture) -> bool:
    try:
        seen = read_record(stored.archive(), capture.warc_offset)
    except (OSError, ValueError):
        return False
    return (seen.address, seen.sha256, seen.size) == (capture.address, capture.sha256, capture.size)


def test_a_changed_byte_names_the_capture_its_place_and_the_remedy(stored: Installation) -> None:
    capture, whole = sorted(_captures(stored), key=lambda c: c.warc_offset)[1], stored.archive().read_bytes()
    middle = (capture.warc_offset + len(whole)) // 2
    stored.archive().write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    report = stored.verify()
    assert report.status == 1
    assert [(one["kind"], one["id"], one["name"]) for one in report.exceptions] == [
        ("capture", capture.id, capture.address)
    ]
    assert f"{capture.warc_file} at byte {capture.warc_offset}" in report.said
    assert f"Restore {capture.warc_file} from a backup" in report.exceptions[0]["remedy"]
    assert report.totals["kinds"]["capture"] == {"checked": 2, "wrong": 1}


def test_other_bytes_in_a_sound_record_are_found_by_their_hash(stored: Installation) -> None:
    archive = Archive(stored.settings.captures)
    capture = _captures(stored)[0]
    file, offset = archive.write(Fetched(capture.address, b"Other words.", "text/plain", AUGUST))
    archive.close()
    stored.change("UPDATE capture SET warc_file = :f, warc_offset = :o WHERE id = :i", f=file, o=offset, i=capture.id)
    said = stored.verify().said
    assert "the bytes are not those that were captured: expected SHA-256 " + capture.sha256 in said


def test_a_record_of_another_address_is_no_proof(stored: Installation) -> None:
    capture = _captures(stored)[0]
    stored.change("UPDATE capture SET address = 'https://sample.example/other' WHERE id = :i", i=capture.id)
    assert "is of another address" in stored.verify("--only", "captures").said


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda path: path.unlink(), "the archive file is missing"),
        (lambda path: path.write_bytes(b""), "the file ends in the middle of the record"),
        (lambda path: path.write_bytes(path.read_bytes()[:-20]), "the file ends in the middle of the record"),
        (lambda path: path.write_bytes(b"x" * 9000), "the compressed bytes are damaged"),
        (lambda path: (path.unlink(), path.mkdir()), "the archive file could not be read"),
    ],
)
def test_a_lost_or_cut_archive_file_is_named(
    stored: Installation, damage: Callable[[Path], object], problem: str
) -> None:
    name = stored.archive().name
    damage(stored.archive())
    report = stored.verify()
    assert report.status == 1
    assert problem in report.said
    assert name in report.said


def test_a_database_that_names_a_path_outside_the_archive_is_not_followed(stored: Installation) -> None:
    stored.change("UPDATE capture SET warc_file = '../../letters/one.txt' WHERE id = 1")
    assert "the database names no file of the archive" in stored.verify().said


def test_changed_words_name_passage_revision_and_place(stored: Installation) -> None:
    passage = stored.first(Passage)
    stored.change("UPDATE passage SET text = 'Not ' || text WHERE id = :i", i=passage.id)
    report = stored.verify()
    assert report.status == 1
    named = next(one for one in report.exceptions if one["kind"] == "passage")
    assert (named["id"], named["where"]) == (
        passage.id,
        f"revision 1, characters {passage.start} to {passage.end}",
    )
    assert "do not quote it" in named["remedy"]


def test_a_changed_text_of_a_revision_is_named_with_every_quotation_in_it(stored: Installation) -> None:
    stored.change("UPDATE revision SET text = 'A ' || text WHERE id = :i", i=stored.first(Revision).id)
    kinds = {one["kind"] for one in stored.verify("--only", "quotations").exceptions}
    assert {"revision", "passage", "mention"} <= kinds


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (0, 10**9), (7, 3), (1, 8)])
def test_a_moved_offset_is_named(stored: Installation, start: int, end: int) -> None:
    mention = stored.first(Mention)
    stored.change('UPDATE mention SET start = :s, "end" = :e WHERE id = :i', s=start, e=end, i=mention.id)
    exceptions = stored.verify().exceptions
    assert [(one["kind"], one["id"]) for one in exceptions] == [("mention", mention.id)]


def test_asks_and_pairs_are_held_against_their_passage(stored: Installation) -> None:
    passage = stored.first(Passage)
    ask = {"passage_id": passage.id, "verb": "amend", "target": "7", "start": 0, "end": 3, "text": "Tho", "reason": ""}
    pair = {"passage_id": passage.id, "concern": "researchers", "provision": "7", "origin": "explicit",
            "status": "shown", "start": 0, "end": 10**6, "reason": ""}  # fmt: skip
    with writing(open_installation(stored.settings)) as session:
        replace_pairs(session, [passage.id], [pair], [ask])
    exceptions = stored.verify().exceptions
    assert {one["kind"] for one in exceptions} == {Ask.__tablename__, Pair.__tablename__}


def test_a_piece_whose_text_is_gone_is_named(stored: Installation) -> None:
    with closing(sqlite3.connect(stored.settings.data / "travaux.db")) as raw, raw:
        raw.execute("UPDATE mention SET revision_id = 999")
    assert "the text that it is a piece of is not in the database" in stored.verify().said


def test_an_issued_quotation_stands_in_a_wording_of_its_statement(stored: Installation) -> None:
    passage = stored.first(Passage)
    quoted = {"statement_id": 1, "passage_id": passage.id, "text": passage.text}
    invented = {"link": "http://desk.example/statements/2#p9", "text": "Words that nobody wrote."}
    with writing(open_installation(stored.settings)) as session:
        issue_digest(session, "2024-W32", json.dumps({"sections": [{"quotations": [quoted, invented]}]}))
    report = stored.verify()
    assert [(one["kind"], one["name"]) for one in report.exceptions] == [(Digest.__tablename__, "week 2024-W32")]
    assert "--reissue" in report.exceptions[0]["remedy"]
    assert report.totals["kinds"]["issued quotation"] == {"checked": 2, "wrong": 1}


def test_the_old_command_checks_the_quotations(stored: Installation) -> None:
    assert travaux.run(["--data", str(stored.settings.data), "check-quotations"]) == 0
    stored.change("UPDATE passage SET text = 'No.' WHERE id = 1")
    assert travaux.run(["--data", str(stored.settings.data), "check-quotations"]) == 1
    # The passage itself, and the link that points into its words.
    assert "2 are not an exact piece of their text" in stored.capsys.readouterr().out


def test_an_empty_installation_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_installation(Settings(data=tmp_path))
    assert travaux.run(["--data", str(tmp_path), "verify"]) == 0
    assert "Nothing is stored yet." in capsys.readouterr().out
