"""Folders with links, closed folders and odd names: each is named with its reason, and stops no other file."""

import os
from pathlib import Path
from typing import Any

import pytest

from crawlers.importing import import_paths
from crawlers.ledger import SourceReport
from db.session import open_installation
from db.settings import Settings, load_settings
from tests.crawlers.crawling import failure_at


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data")


def imported(settings: Settings, folder: Path) -> SourceReport:
    engine = open_installation(settings)
    report = import_paths(engine, settings.captures, [folder])
    engine.dispose()
    return report


def test_links_that_lead_round_stop_no_other_file(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "text.txt").write_text("A text.")
    try:
        (folder / "a").symlink_to("b")
        (folder / "b").symlink_to("a")
    except OSError:
        pytest.skip("this system does not allow making symbolic links")
    report = imported(settings, folder)
    assert (report.seen, report.new, report.refused) == (3, 1, 2)
    assert "round in a circle" in failure_at(report, str(folder / "a")).reason


def test_a_folder_that_cannot_be_opened_is_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "files" / "closed"
    closed.mkdir(parents=True)
    (tmp_path / "files" / "text.txt").write_text("A text.")
    scandir = os.scandir

    def locked(path: str) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    report = imported(settings, tmp_path / "files")
    assert (report.new, report.refused) == (1, 1)
    assert failure_at(report, str(closed)).reason == "The folder could not be opened: Permission denied."


def test_a_name_that_is_no_utf8_stops_no_other_file(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("A text.")
        Path(os.fsdecode(os.fsencode(folder) + b"/vide\xe9.txt")).write_text("")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    report = imported(settings, folder)
    assert (report.new, report.failed) == (1, 1)
    assert failure_at(report, str(folder / "vide\ufffd.txt")).reason == "The file is empty."
