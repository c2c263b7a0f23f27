"""Files as captures: what they state of themselves counts, and one bad file stops no other."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.archive import read_capture
from crawlers.file_captures import ENDINGS
from crawlers.importing import import_paths
from crawlers.ledger import SourceReport
from db.session import open_installation
from db.settings import Settings, load_settings
from tests.crawlers.crawling import failure_at, stored

SHARED = Path(__file__).resolve().parents[3] / "shared"
STATEMENT = """---
title: A text without a judge: why we object
url: https://org.example/statements/judge?utm_source=list#top
date: 2024-08-09
---

The draft names no judge.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data")


def _import(settings: Settings, *paths: Path) -> SourceReport:
    engine = open_installation(settings)
    report = import_paths(engine, settings.captures, paths)
    engine.dispose()
    return report


def _captures(settings: Settings) -> list[dict[str, Any]]:
    return stored(settings)["Capture"]


def test_front_matter_gives_address_title_and_day_of_archiving(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "judge.md"
    path.write_text(STATEMENT, encoding="utf-8")
    assert _import(settings, path).new == 1
    row = _captures(settings)[0]
    assert row["address"] == "https://org.example/statements/judge"
    assert row["captured_at"] == datetime(2024, 8, 9, tzinfo=UTC)
    assert (row["origin"], row["source"], row["media_type"]) == ("import", "import", "text/markdown")
    declared = json.loads(row["declared"])
    assert declared["title"] == "A text without a judge: why we object"
    assert (declared["url"], declared["file_name"]) == (row["address"], "judge.md")
    assert "published" not in declared
    body = read_capture(settings.captures, row["warc_file"], row["warc_offset"])
    assert body == path.read_bytes()


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://org.example/a?utm_medium=x">', "https://org.example/a"),
        ('<meta property="og:url" content="https://org.example/b">', "https://org.example/b"),
        ('<link rel="canonical" href="javascript:x"><meta property="og:url" content="https://org.example/c">',
         "https://org.example/c"),
    ],
)  # fmt: skip
def test_a_web_page_states_its_own_address(settings: Settings, tmp_path: Path, head: str, address: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body><p>Text.</p></body></html>", encoding="utf-8")
    _import(settings, path)
    assert [row["address"] for row in _captures(settings)] == [address]


def test_a_file_without_an_address_is_known_by_its_content(settings: Settings, tmp_path: Path) -> None:
    for name in ("one.txt", "copy.txt"):
        (tmp_path / name).write_text("The same letter.", encoding="utf-8")
    report = _import(settings, tmp_path / "one.txt", tmp_path / "copy.txt")
    assert (report.seen, report.new, report.unchanged) == (2, 1, 1)
    row = _captures(settings)[0]
    assert row["address"] == f"urn:sha256:{row['sha256']}"


def test_the_same_address_with_another_text_is_a_change(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "judge.md"
    path.write_text(STATEMENT, encoding="utf-8")
    _import(settings, path)
    path.write_text(STATEMENT.replace("no judge.", "a judge."), encoding="utf-8")
    assert _import(settings, path).changed == 1
    assert len(_captures(settings)) == 2
    assert _import(settings, path).unchanged == 1


def _bad_files(folder: Path) -> dict[str, tuple[str, str]]:
    (folder / "empty.txt").write_text(" \n")
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "archive.docx").write_bytes(b"PK\x03\x04 a zip of something else")
    (folder / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old file")
    (folder / "day.md").write_text("---\ndate: the ninth\n---\n\nText.\n")
    (folder / "huge.pdf").write_bytes(b"%PDF-1.4")
    os.truncate(folder / "huge.pdf", 201 * 1024 * 1024)
    return {
        "empty.txt": ("failed", "The file is empty."),
        "table.xlsx": ("refused", "Not a kind of file that can be read"),
        "archive.docx": ("refused", "Named .docx, but the content is application/zip"),
        "old.docx": ("refused", "Named .docx, but the content is"),
        "day.md": ("failed", "Expected the date between the --- lines as YYYY-MM-DD, found 'the ninth'."),
        "huge.pdf": ("refused", "Larger than 200 MB (201 MB)."),
        "absent.txt": ("failed", "There is no such file."),
    }


def test_bad_files_are_kept_as_failures_and_stop_no_other(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    expected = _bad_files(folder)
    (folder / "zz-good.txt").write_text("A good text.")
    report = _import(settings, folder, folder / "absent.txt")
    assert (report.seen, report.new) == (len(expected) + 1, 1)
    for name, (kind, words) in expected.items():
        found = failure_at(report, str(folder / name))
        assert (found.kind, found.reason[: len(words)]) == (kind, words)
    rows = {(row["address"], row["reason"]) for row in stored(settings)["FetchFailure"]}
    assert rows == {(one.address, one.reason) for one in report.failures}
    assert not report.is_ok


def test_a_file_that_was_mended_is_no_failure_any_more(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("")
    _import(settings, path)
    path.write_text("Now with words.")
    assert _import(settings, path).is_ok
    assert not stored(settings)["FetchFailure"]


def test_invalid_utf8_is_kept_as_it_is(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Le traité à réviser".encode("latin-1"))
    assert _import(settings, path).new == 1
    row = _captures(settings)[0]
    assert read_capture(settings.captures, row["warc_file"], row["warc_offset"]) == path.read_bytes()


def test_an_unreadable_file_says_so(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Text.")

    def locked(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    report = _import(settings, path)
    assert failure_at(report, str(path)).reason == "The file could not be opened: Permission denied."


def test_links_out_of_the_folder_are_not_followed(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("A secret.")
    folder = tmp_path / "files"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "inside.txt").write_text("Inside.")
    (folder / ".hidden.txt").write_text("Not content.")
    try:
        (folder / "file.txt").symlink_to(tmp_path / "outside" / "secret.txt")
        (folder / "folder").symlink_to(tmp_path / "outside")
        (folder / "round").symlink_to(folder)
    except OSError:
        pytest.skip("this system does not allow making symbolic links")
    report = _import(settings, folder)
    assert (report.seen, report.new, report.refused) == (4, 1, 3)
    assert "leads out" in failure_at(report, str(folder / "file.txt")).reason
    assert "leads out" in failure_at(report, str(folder / "folder")).reason


def test_an_empty_folder_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    report = _import(settings, tmp_path / "nothing")
    assert (report.seen, report.is_ok, report.outcome) == (0, False, "No files were found there.")


def test_each_file_is_stored_before_the_next_is_opened(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Text {name}.")
    engine = open_installation(settings)

    def killed_at_c(path: Path) -> None:
        if path.name == "c.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(engine, settings.captures, [tmp_path / n for n in ("a.txt", "b.txt", "c.txt")], killed_at_c)
    engine.dispose()
    assert len(_captures(settings)) == 2
    report = _import(settings, *(tmp_path / name for name in ("a.txt", "b.txt", "c.txt")))
    assert (report.new, report.unchanged) == (1, 2)


def test_the_real_pages_become_79_captures(settings: Settings) -> None:
    if not SHARED.exists():
        pytest.skip("the real pages beside the project (../shared) are absent")
    report = _import(settings, SHARED / "statements" / "eff", SHARED / "seeds")
    assert (report.seen, report.new, report.changed, report.is_ok) == (79, 78, 1, True)
    titled = [row for row in _captures(settings) if "title" in json.loads(row["declared"])]
    assert len(titled) == 74
    assert all(row["address"].startswith(("https://www.eff.org/", "urn:sha256:")) for row in _captures(settings))


def test_every_ending_that_is_promised_is_read() -> None:
    assert set(ENDINGS) >= {".txt", ".md", ".html", ".pdf", ".docx", ".eml", ".mbox"}
