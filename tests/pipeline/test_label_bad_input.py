"""Passages nobody would write, files nobody should damage: each ends as labels that say what they are, or a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import travaux  # noqa: TID251  (errors are told by the front door)
from db.settings import Settings
from pipeline import annotate, current_heads, heads, train
from pipeline.commands_labels import annotate as annotate_command
from pipeline.commands_labels import train as train_command
from pipeline.heads import load_heads
from pipeline.tuned_encoder import NoTunedEncoder
from tests.pipeline.labelling import HashedWords, docket, examples
from tests.pipeline.labelling import heads as trained
from tests.pipeline.trained import implied_from

SETTINGS = Settings(docket="un-cybercrime")
PASSAGES = {
    "5,000 words": "States must not spy on people by " * 833,
    "one word": "Surveillance",
    "emoji": "🙂🙂🔥",
    "mixed scripts": "The convention ждёт 监控 المراقبة powers without any judge.",
    "nothing": "",
    "controls": "\x00\x01\u202e",
    "half a character": "\ud800 surveillance",
    "no spaces": "a" * 20_000,
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
    monkeypatch.setattr(annotate, "multilingual_encoder", HashedWords)
    monkeypatch.setattr(annotate, "load_heads", lambda _docket, _data=None: trained())
    monkeypatch.setattr(annotate, "load_implied", lambda known: implied_from(known, HashedWords()))


def annotated(folder: Path, *texts: str) -> list[dict[str, Any]]:
    path = folder / "passages.jsonl"
    rows = [json.dumps({"id": str(n), "text": text, "published": "2024-07-01"}) for n, text in enumerate(texts)]
    path.write_text("\n".join(rows), encoding="utf-8")
    ran = CliRunner().invoke(annotate_command, ["--jsonl", str(path), "--as-passages"], obj=SETTINGS)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.usefixtures("quick")
def test_every_odd_passage_gives_its_line_and_spoils_no_other(tmp_path: Path) -> None:
    found = annotated(tmp_path, *PASSAGES.values())
    assert [row["id"] for row in found] == [str(n) for n in range(len(PASSAGES))]
    assert all({"concerns", "stance", "on_topic", "provisions", "pairs"} <= set(row) for row in found)


@pytest.mark.usefixtures("quick")
def test_a_whole_text_of_odd_passages_is_quoted_exactly() -> None:
    text = "\n\n".join(value for name, value in PASSAGES.items() if name != "half a character")
    ran = CliRunner().invoke(annotate_command, ["--date", "2024-07-01", "--json"], input=text, obj=SETTINGS)
    assert ran.exit_code == 0, ran.output
    for row in map(json.loads, ran.stdout.splitlines()):
        assert text[row["start"] : row["end"]] == row["text"]


@pytest.mark.usefixtures("quick")
def test_a_language_that_no_model_knows_is_not_labelled_and_says_so(tmp_path: Path) -> None:
    text = "Η σύμβαση δεν προστατεύει τα ανθρώπινα δικαιώματα και επιτρέπει την παρακολούθηση."
    found = annotated(tmp_path, text)[0]
    assert (found["language"], found["concerns"], found["pairs"]) == ("el", [], [])
    assert found["stance"]["status"] == "unsure" and "do not know this language" in found["stance"]["reason"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("row", "said"),
    [("{", "line 1"), ("[]", "text"), ('{"text": "x", "language": 7}', "language"),
     ('{"text": "x", "published": "soon"}', "soon")],
)  # fmt: skip
def test_a_line_that_is_no_passage_is_a_sentence(
    row: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rows.jsonl").write_text(row, encoding="utf-8")
    assert travaux.run(["annotate", "--jsonl", str(tmp_path / "rows.jsonl"), "--as-passages"]) == 1
    printed = capsys.readouterr()
    assert said in printed.err and "Traceback" not in printed.err


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `travaux annotate` says when it cannot use the heads."""
    (folder / "rows.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    assert travaux.run(["annotate", "--jsonl", str(folder / "rows.jsonl"), "--as-passages"]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "damage"),
    [("heads.npz", b""), ("heads.npz", b"\x00" * 100), ("heads.json", b"{"), ("heads.json", b"[]"), ("heads.json", b"\xff")],
)  # fmt: skip
def test_a_damaged_model_is_a_sentence(
    name: str, damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(heads, "FOLDER", tmp_path)
    (heads.save_heads(trained(), tmp_path / docket().key) / name).write_bytes(damage)
    said = refused(tmp_path, capsys)
    assert "`travaux --docket un-cybercrime train`" in said and "HeadsMissing" not in said


def test_one_command_mends_a_damaged_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(heads, "FOLDER", tmp_path)
    for module in (current_heads, train):
        monkeypatch.setattr(module, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
        monkeypatch.setattr(module, "multilingual_encoder", HashedWords)
    monkeypatch.setattr(current_heads, "read_examples", lambda _docket: examples())
    (heads.save_heads(trained(), tmp_path / docket().key) / "heads.npz").write_bytes(b"damaged")
    said = [CliRunner().invoke(train_command, [], obj=SETTINGS).stdout for _ in range(2)]
    assert "are trained" in said[0] and "up to date" in said[1]
    assert load_heads(docket()).columns == trained().columns


def test_a_docket_without_examples_is_not_said_to_be_trained(capsys: pytest.CaptureFixture[str]) -> None:
    assert travaux.run(["--docket", "budapest", "train"]) == 1
    printed = capsys.readouterr()
    assert "expected labelled passages" in printed.err and printed.out == ""
