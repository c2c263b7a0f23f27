"""`travaux read` and `travaux eval letters`: what they print, and that they store nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from db.settings import Settings
from pipeline.commands_read import letters, read

TRIAL = Path(__file__).parents[1] / "gold" / "letters_trial"
KEYS = ["path", "title", "published", "language", "doc_kind", "organisation", "org_kind", "addressee", "signatories"]
KEYS += ["body", "asks", "concerns", "provisions_explicit", "provisions_implicit", "groups"]


def run(tmp_path: Path, *arguments: object) -> Result:
    return CliRunner().invoke(
        read, [str(each) for each in arguments], obj=Settings(data=tmp_path / "none"), standalone_mode=False
    )


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A letter, its copy, its translation, a submission and its corrected version, and a file with nothing in it."""
    folder = tmp_path_factory.mktemp("read")
    (folder / "empty.txt").write_text("")
    names = ["t01_two_columns.txt", "t02_republished.html", "t03_traduccion.html", "t04_contribution.txt",
             "t05_contribution_corrected.txt"]  # fmt: skip
    result = run(folder, *(TRIAL / name for name in names), folder / "empty.txt", folder / "absent.txt", "--json")
    assert result.return_value == 1
    assert "empty.txt: The file is empty." in result.stderr
    assert "absent.txt: could not be opened" in result.stderr
    assert not (folder / "none").exists()
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return {Path(line["path"]).name: line for line in found}


def test_one_line_a_file_with_exactly_the_keys(lines: dict[str, dict[str, Any]]) -> None:
    assert len(lines) == 5
    assert all(list(line) == KEYS for line in lines.values())


def test_what_a_letter_says(lines: dict[str, dict[str, Any]]) -> None:
    letter = lines["t01_two_columns.txt"]
    assert (letter["published"], letter["doc_kind"], letter["language"]) == ("2024-07-19", "joint_letter", "en")
    assert letter["addressee"] == "Chair of the Ad Hoc Committee"
    assert letter["signatories"][0] == {"name": "Rookery Rights Network", "kind": "organisation", "country": None}
    assert letter["provisions_explicit"] == [str(n) for n in (4, 6, *range(7, 17), 24, 35)]
    assert {"verb": "delete", "target": "4"} in [{k: ask[k] for k in ("verb", "target")} for ask in letter["asks"]]
    assert "Rookery Rights Network" not in letter["body"]


def test_groups_are_told_once_by_the_later_file(lines: dict[str, dict[str, Any]]) -> None:
    told = {name: [(g["kind"], Path(g["of"]).name) for g in line["groups"]] for name, line in lines.items()}
    assert told == {
        "t01_two_columns.txt": [],
        "t02_republished.html": [("republication", "t01_two_columns.txt")],
        "t03_traduccion.html": [("translation", "t01_two_columns.txt")],
        "t04_contribution.txt": [],
        "t05_contribution_corrected.txt": [("revision", "t04_contribution.txt")],
    }


def test_a_date_and_an_address_may_be_given(tmp_path: Path) -> None:
    page = tmp_path / "note.txt"
    page.write_text(
        "A note on the draft\n\nArticle 5 of the draft says nothing of judges, and that is a pity for us all.\n"
    )
    address = "https://www.article19.org/resources/a-note"
    result = run(tmp_path, page, "--date", "2024-02", "--url", address, "--json")
    line = json.loads(result.stdout)
    assert (line["published"], line["organisation"], line["org_kind"]) == ("2024-02", "ARTICLE 19", "ngo")
    assert line["provisions_explicit"] == ["6"]


def test_a_summary_for_reading(tmp_path: Path) -> None:
    result = run(tmp_path, TRIAL / "t10_presse_de.html")
    assert "press release of 2024-08-12, language de" in result.stdout
    assert "names Articles: 18, 24, 27, 28" in result.stdout


def test_letters_are_measured(tmp_path: Path) -> None:
    for name in ("t10_presse_de.html", "t10_presse_de.json"):
        (tmp_path / name).write_bytes((TRIAL / name).read_bytes())
    wrong = json.loads((tmp_path / "t10_presse_de.json").read_text())
    (tmp_path / "t11_wrong.json").write_text(json.dumps({**wrong, "title": "Something else", "language": "it"}))
    (tmp_path / "t11_wrong.html").write_bytes((TRIAL / "t10_presse_de.html").read_bytes())
    result = CliRunner().invoke(letters, [str(tmp_path), "--json"], obj=Settings(data=tmp_path / "x"))
    report = json.loads(result.stdout)
    assert report["letters"] == 2
    assert report["fields"]["title"]["value"] == report["fields"]["language"]["value"] == 0.5
    assert report["fields"]["body_present"] == {"value": 1.0, "n": 2, "target": 0.97}
    assert any(
        mistake.startswith("title: expected 'Something else'") for mistake in report["mistakes"]["t11_wrong.html"]
    )


def test_a_folder_without_letters_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(letters, [str(tmp_path)], obj=Settings(data=tmp_path / "x"))
    assert isinstance(result.exception, ValueError)
    assert "found none" in str(result.exception)


def test_a_folder_and_a_file_without_end_are_told_in_words(tmp_path: Path) -> None:
    result = run(tmp_path, tmp_path, "/dev/zero")
    assert result.return_value == 1
    assert f"{tmp_path}: This is a folder. Name the files in it." in result.stderr
    assert "/dev/zero: The file has more than 50 MB" in result.stderr
