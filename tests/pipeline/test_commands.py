"""Commands on an installation: what they refuse, and what they say of files that could not be read."""

from pathlib import Path

import pytest

import travaux  # noqa: TID251  (the tests come in by the front door)


def run(folder: Path, *arguments: str) -> int:
    return travaux.run(["--data", str(folder), *arguments])


@pytest.mark.parametrize("command", [["process"], ["status"], ["search", "judge"], ["digest"], ["dump"]])
def test_without_an_installation_nothing_is_made(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none", *command) == 1
    assert "Expected an installation in" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_an_unknown_docket_gets_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.txt").write_text("A text.")
    data = tmp_path / "data"
    assert travaux.run(["--data", str(data), "--docket", "nowhere", "import", str(tmp_path / "text.txt")]) == 1
    said = capsys.readouterr().err
    assert "Known dockets: " in said
    assert "un-cybercrime" in said
    assert not data.exists()


@pytest.mark.parametrize("query", ["", "  ", '"', "*:("])
def test_a_query_without_a_word_is_a_mistake_in_the_command(tmp_path: Path, query: str) -> None:
    assert run(tmp_path, "search", query) == 2


def test_status_lists_files_that_could_not_be_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run(tmp_path / "data", "import", str(tmp_path / "empty.txt")) == 1
    assert run(tmp_path / "data", "status") == 0
    assert "empty.txt: The file is empty." in capsys.readouterr().err
