"""Folders and mailboxes as sources: new and changed files only, nothing outside, nothing silent."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawlers import mailboxes
from crawlers.importing import import_paths
from crawlers.ledger import SourceReport
from crawlers.on_disk import visit_on_disk
from crawlers.run import run_crawl
from db.docket import Source
from db.session import open_installation
from db.settings import Settings, load_settings
from tests.crawlers.crawling import failure_at, source, stored
from tests.crawlers.mails import LETTER, mail, mbox

PDF = b"%PDF-1.4\n% a paper of the Lighthouse Society\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data")


def visit(settings: Settings, one: Source) -> SourceReport:
    engine = open_installation(settings)
    report = visit_on_disk(engine, settings, one)
    engine.dispose()
    return report


def captures(settings: Settings) -> dict[str, dict[str, Any]]:
    return {row["address"]: row for row in stored(settings)["Capture"]}


def counts(report: SourceReport) -> tuple[int, ...]:
    return report.seen, report.new, report.changed, report.unchanged, report.refused, report.failed


@pytest.fixture
def inbox(settings: Settings) -> Path:
    folder = settings.data / "inbox"
    (folder / "2024").mkdir(parents=True)
    (folder / "letter.txt").write_text(LETTER)
    (folder / "2024" / "saved.md").write_text(f"---\nurl: https://lighthouse.example/a\n---\n\n{LETTER}")
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "message.eml").write_bytes(mail())
    return folder


def test_a_folder_yields_its_files_and_then_only_what_changed(
    settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = source("inbox", "inbox", "folder")
    assert counts(visit(settings, one)) == (4, 3, 0, 0, 1, 0)
    assert set(captures(settings)) == {
        "urn:folder:inbox:letter.txt",
        "https://lighthouse.example/a",
        "mid:one@lighthouse.example",
    }
    files = sorted(settings.captures.iterdir())
    opened: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    assert counts(visit(settings, one)) == (4, 0, 0, 3, 1, 0)
    assert opened == ["saved.md"]
    assert sorted(settings.captures.iterdir()) == files
    (inbox / "letter.txt").write_text(f"{LETTER}\nArticle 53 too.")
    assert counts(visit(settings, one)) == (4, 0, 1, 2, 1, 0)


def test_a_folder_is_crawled_like_any_other_source(settings: Settings, inbox: Path) -> None:
    report = run_crawl(settings, [source("inbox", str(inbox), "folder"), source("none", "absent", "folder")])
    assert counts(report[0]) == (4, 3, 0, 0, 1, 0)
    assert report[0].is_ok
    assert report[1].outcome.startswith("Expected a folder at ")
    assert [row["outcome"] for row in stored(settings)["CrawlRun"]] == ["ok", report[1].outcome]


def test_no_link_leads_out_of_the_folder(settings: Settings, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("A secret.")
    try:
        (inbox / "out.txt").symlink_to(tmp_path / "secret.txt")
        (inbox / "out").symlink_to(tmp_path)
    except OSError:
        pytest.skip("this system does not allow making symbolic links")
    report = visit(settings, source("inbox", "inbox", "folder"))
    assert "leads out" in failure_at(report, "out.txt").reason
    assert "leads out" in failure_at(report, "out").reason
    assert report.new == 3


def test_words_pattern_and_bounds_count_for_files_too(settings: Settings, inbox: Path) -> None:
    (inbox / "other.txt").write_text("On the price of fish.")
    report = visit(settings, source("inbox", "inbox", "folder", words=("cybercrime convention",), expect_min=9))
    assert (report.new, report.left_aside) == (3, 1)
    assert report.outcome == "Expected at least 9 items, found 3."
    only = visit(settings, source("some", "inbox", "folder", item_pattern=r"letter\.txt$"))
    assert (only.new, only.left_aside) == (1, 3)


def test_an_empty_folder_is_a_failure(settings: Settings) -> None:
    (settings.data / "empty").mkdir(parents=True)
    assert visit(settings, source("empty", "empty", "folder")).outcome.startswith("Empty listing")


def test_a_mailbox_yields_messages_and_what_came_with_them(settings: Settings) -> None:
    settings.data.mkdir(parents=True)
    text = f"{LETTER}\nFrom our point of view it is late.\n\nFrom here on, nothing helps.\n"
    second = mail(text, Message_ID="<two@lighthouse.example>", attached={"paper.pdf": PDF, "sheet.xlsx": b"PK\x03\x04"})
    (settings.data / "list.mbox").write_bytes(mbox(mail(), second))
    one = source("list", "list.mbox", "mailbox")
    report = visit(settings, one)
    assert counts(report) == (4, 3, 0, 0, 1, 0)
    assert "only PDF and DOCX files" in failure_at(report, "mid:two@lighthouse.example/sheet.xlsx").reason
    found = captures(settings)
    assert set(found) == {
        "mid:one@lighthouse.example",
        "mid:two@lighthouse.example",
        "mid:two@lighthouse.example/paper.pdf",
    }
    declared = json.loads(found["mid:two@lighthouse.example/paper.pdf"]["declared"])
    assert declared == {"file_name": "paper.pdf", "published": "2024-08-05"}
    assert counts(visit(settings, one)) == (4, 0, 0, 3, 1, 0)


def test_a_folder_of_messages_is_a_mailbox(settings: Settings, inbox: Path) -> None:
    (inbox / "no-mail.eml").write_text("Dear delegates,")
    report = visit(settings, source("list", "inbox", "mailbox"))
    assert counts(report) == (2, 1, 0, 0, 1, 0)


def test_mail_is_imported(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "list.mbox").write_bytes(mbox(mail(), mail(Message_ID="")))
    engine = open_installation(settings)
    report = import_paths(engine, settings.captures, [tmp_path / "list.mbox"])
    engine.dispose()
    assert counts(report) == (2, 2, 0, 0, 0, 0)
    assert sorted(address.partition(":")[0] for address in captures(settings)) == ["mid", "urn"]


def test_bounds_of_a_mailbox_are_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.data.mkdir(parents=True)
    (settings.data / "list.mbox").write_bytes(mbox(*(mail(Message_ID=f"<{n}@a.example>") for n in range(4))))
    monkeypatch.setattr(mailboxes, "MOST_MESSAGES", 2)
    report = visit(settings, source("list", "list.mbox", "mailbox"))
    assert (report.new, report.refused) == (2, 1)
    assert "more than 2 messages" in report.failures[0].reason
    monkeypatch.setattr(mailboxes, "MOST_MESSAGES", 9)
    monkeypatch.setattr(mailboxes, "MAIL_BYTES", 100)
    assert "larger than" in visit(settings, source("small", "list.mbox", "mailbox")).failures[0].reason


def test_a_hostile_message_id_stays_one_address(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(Message_ID="<../../x y\t?#<b>@a.example>"))
    engine = open_installation(settings)
    import_paths(engine, settings.captures, [tmp_path / "a.eml"])
    engine.dispose()
    address = next(iter(captures(settings)))
    assert address.startswith("mid:")
    assert not set(address) & set(" \t?#<>/")


def test_a_file_without_permission_is_named(settings: Settings, inbox: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the user of this test may read every file")
    (inbox / "letter.txt").chmod(0)
    report = visit(settings, source("inbox", "inbox", "folder"))
    assert "could not be opened" in failure_at(report, "urn:folder:inbox:letter.txt").reason
