"""`travaux cite` and `travaux eval citations`: what they print, and that they leave nothing behind."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.commands_cite import citations, cite
from tests.pipeline.citing import GOLD

FIELDS = ["start", "end", "text", "instrument", "article", "paragraph", "letter", "unit"]
FIELDS += ["draft", "status", "provision", "candidates", "reason", "confidence"]


def test_cite_prints_every_field_in_order() -> None:
    result = CliRunner().invoke(cite, ["--date", "2024-02-05", "--json"], input="Article 5 is weak.")
    (mention,) = json.loads(result.stdout)
    assert list(mention) == FIELDS
    assert (mention["draft"], mention["provision"], mention["candidates"]) == ("rev1", "6", [])


def test_the_title_is_heard() -> None:
    arguments = ["--date", "2024-11-05", "--title", "Comments on the zero draft", "--json"]
    (mention,) = json.loads(CliRunner().invoke(cite, arguments, input="Article 5 is weak.").stdout)
    assert mention["draft"] == "zero"


def test_a_table_for_reading() -> None:
    result = CliRunner().invoke(cite, ["--date", "2024-02"], input="Article 5 is weak. See Article 17 of the ICCPR.")
    assert "resolved, Article 6" in result.stdout
    assert "other_instrument, iccpr" in result.stdout
    assert CliRunner().invoke(cite, [], input="").stdout == "No provision is cited in this text.\n"


def test_one_line_out_for_each_line_in(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    rows = [
        {"id": "a", "text": "Article 5.", "published": "2024-02-05", "title_hint": None},
        {"id": "b", "text": "Nothing.", "published": "2024-02"},
        {"id": "c", "text": "Article 5.", "published": None},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    result = CliRunner().invoke(cite, ["--jsonl", str(file)])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["id"], len(line["mentions"])) for line in lines] == [("a", 1), ("b", 0), ("c", 1)]
    assert list(lines[0]["mentions"][0]) == FIELDS


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"id": 1, "text": "Article 5."}\n{"id": 2}\n', encoding="utf-8")
    result = CliRunner().invoke(cite, ["--jsonl", str(file)])
    assert result.exit_code == 1
    assert "texts.jsonl, line 2" in result.output


def test_a_wrong_date_is_refused_with_what_was_expected() -> None:
    result = CliRunner().invoke(cite, ["--date", "5 Feb"], input="Article 5.")
    assert result.exit_code == 2
    assert "YYYY-MM-DD or YYYY-MM" in result.output


def test_broken_bytes_are_read() -> None:
    result = CliRunner().invoke(cite, ["--date", "2024-02-05", "--json"], input=b"\xff\xfe Article 5 \xc3(")
    assert [mention["article"] for mention in json.loads(result.stdout)] == ["5"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(cite, ["--json"], input="Article 5.")
    assert list(tmp_path.iterdir()) == []


def test_scores_are_printed_beside_the_baseline() -> None:
    result = CliRunner().invoke(citations, [str(GOLD / "citations.jsonl"), "--json"])
    figures = json.loads(result.stdout)
    assert figures["texts"] == 90
    ours, bare = figures["travaux"]["renumbered"], figures["number_as_it_stands"]["renumbered"]
    assert ours["provision_recall"]["value"] > 0.95 > bare["provision_recall"]["value"]
    assert figures["travaux"]["by_language"]["ru"]["finding_f1"]["n"] > 0


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": 1}\n', encoding="utf-8")
    result = CliRunner().invoke(citations, [str(file)])
    assert result.exit_code == 1
    assert "gold.jsonl, line 1" in result.output
