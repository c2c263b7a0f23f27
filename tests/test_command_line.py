"""The front door: every command has help with an example, and every error is a sentence with the right exit status."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

import travaux  # noqa: TID251  (the tests come in by the front door)

ROOT = Path(__file__).parents[1]


def loaded(name: str) -> click.Command:
    group = travaux.travaux
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", sorted(travaux.COMMANDS))
def test_every_command_has_help_with_an_example(name: str) -> None:
    text = loaded(name).get_help(click.Context(loaded(name), info_name=name))
    assert "Example" in text
    assert f"travaux {name}" in text or "travaux --data" in text


def test_the_summaries_are_of_the_commands() -> None:
    assert set(travaux.SUMMARIES) == set(travaux.COMMANDS)


def test_help_is_quick_to_print_because_it_loads_no_model() -> None:
    heavy = ("torch", "scrapy", "sklearn", "flask")
    code = f"import sys, travaux; travaux.run(['--help']); print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert out.strip().endswith("[]")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nonsense"], 2, "No such command"),
        (["search"], 2, "Missing argument"),
        (["status"], 1, "Expected an installation"),
        (["digest", "--week", "2024-32"], 1, "Expected a week"),
        (["digest", "--format", "pdf"], 2, "pdf"),
        (["--docket", "nowhere", "docket", "check"], 1, "No docket 'nowhere'"),
    ],
)
def test_errors_are_sentences_with_their_exit_status(
    arguments: list[str], status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert travaux.run(["--data", str(tmp_path / "none"), *arguments]) == status
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert not (tmp_path / "none").exists()


def test_an_unforeseen_error_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("db.docket_check.read_docket", broken)
    assert travaux.run(["--data", str(tmp_path), "docket", "check"]) == 1
    assert "a mistake of ours" in capsys.readouterr().err


def test_a_damaged_database_is_a_sentence_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from db.session import open_installation, writing
    from db.settings import Settings

    with writing(open_installation(Settings(data=tmp_path))) as session:
        session.connection().exec_driver_sql("DROP TABLE capture")
    assert travaux.run(["--data", str(tmp_path), "verify"]) == 1
    said = capsys.readouterr().err
    assert "The database could not be read or written" in said and "restore the folder from a backup" in said
    assert "SELECT" not in said and "sqlalche.me" not in said
