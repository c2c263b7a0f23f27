"""The quality card: what it is made from, and that the page is made from it and by nobody's hand."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from db.docket import DOCKETS, load_docket
from db.quality import CurvePoint, QualityCard, Spread, Trainings, TrainingsOf, read_card
from db.settings import Settings
from pipeline import commands_quality, current_heads, evaluation_card
from pipeline.commands_quality import card as card_command
from pipeline.commands_quality import freshness, measure
from pipeline.evaluation_card import evaluation_of
from pipeline.passage_rows import read_labelled
from pipeline.quality_page import render_card
from tests.pipeline.labelling import SAID, docket, examples

KEY = "un-cybercrime"
PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
LABELLED = {"id": "a", "text": SAID["secrecy"], "language": "en", "concerns": ["secrecy"], "stance": "objection"}


def stored() -> QualityCard:
    found = read_card(DOCKETS / KEY)
    assert found
    return found


def file_of(folder: Path, *rows: Any) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_the_page_is_the_stored_card_and_nothing_was_written_by_hand() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_card(stored(), load_docket(KEY))


def test_the_page_names_the_models_and_every_concern() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert stored().heads in page and stored().measured.isoformat() in page
    assert all(concern.name in page for concern in load_docket(KEY).concerns)
    assert "language models" in page and "No lawyer" in page


def test_another_card_gives_another_page() -> None:
    other = stored().model_copy(update={"heads": "0123456789abcdef"})
    assert "0123456789abcdef" in render_card(other, load_docket(KEY))


def test_a_card_without_trainings_or_citations_has_a_page() -> None:
    bare = stored().model_copy(update={"trainings": (), "citations": ()})
    page = render_card(bare, load_docket(KEY))
    assert "Chance in one training" not in page and "None" not in page


def test_trainings_of_earlier_models_are_shown_as_such() -> None:
    spread = Spread(mean=0.71, low=0.7, high=0.72)
    drawn = Trainings(count=3, concerns_micro=spread, objection=spread, concerns_agreement=0.87, stance_agreement=0.81)
    tried = TrainingsOf(
        kind="real", heads="older", drawn=drawn, curve=(CurvePoint(examples=9, concerns_micro=0.5, objection=0.4),)
    )
    page = render_card(stored().model_copy(update={"trainings": (tried,)}), load_docket(KEY))
    assert "| real pages | 3 | 0.87 | 0.81 | 0.71 (0.70 to 0.72) |" in page and "earlier label models (older)" in page
    assert "| real pages | 9 | 0.50 | 0.40 |" in page


@pytest.mark.parametrize(
    ("trained", "said"), [("same", "are those that were measured"), ("other", "other"), ("", "none")]
)
def test_it_is_said_when_other_models_are_trained_now(trained: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.heads_folder.trained_version", lambda _key: trained)
    assert said in freshness(stored().model_copy(update={"heads": "same"}), load_docket(KEY))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("", "found none"),
        ("{", "line 1"),
        ([1], "text"),
        ({"concerns": [], "stance": "neutral"}, "text"),
        ({"text": "x", "stance": "neutral"}, "concerns"),
        ({"text": "x", "concerns": ["weather"], "stance": "neutral"}, "weather"),
        ({"text": "x", "concerns": [], "stance": "cross"}, "cross"),
        ({"text": "x", "concerns": [], "stance": "neutral", "on_topic": "yes"}, "on_topic"),
    ],
)
def test_a_labelled_line_that_cannot_be_used_says_where_and_why(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_labelled(file_of(tmp_path, row), docket())


def test_what_a_labelled_line_may_leave_out_is_filled_in(tmp_path: Path) -> None:
    row = read_labelled(file_of(tmp_path, {"text": "x", "concerns": [], "stance": "neutral"}), docket())[0]
    assert (row["language"], row["reject_call"], row["on_topic"]) == ("en", False, True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import annotate, evaluate_passages
    from pipeline.tuned_encoder import NoTunedEncoder
    from tests.pipeline.labelling import HashedWords, heads
    from tests.pipeline.trained import implied_from

    monkeypatch.setattr(annotate, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
    monkeypatch.setattr(evaluation_card, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
    monkeypatch.setattr(annotate, "load_implied", lambda known: implied_from(known, HashedWords()))
    monkeypatch.setattr(evaluation_card, "load_heads", lambda _docket, _data=None: heads())
    monkeypatch.setattr(evaluation_card, "read_examples", lambda _docket: examples())
    for module in (annotate, evaluate_passages, evaluation_card):
        monkeypatch.setattr(module, "multilingual_encoder", HashedWords)


@pytest.mark.usefixtures("quick")
def test_an_evaluation_has_figures_and_what_to_read_them_against(tmp_path: Path) -> None:
    report = evaluation_of(file_of(tmp_path, LABELLED, {**LABELLED, "concerns": [], "stance": "support"}), docket())
    figure = report["all"]["concerns"]["each"]["secrecy"]
    assert (figure["n"], figure["precision"], figure["recall"]) == (1, 0.5, 1.0)
    assert report["all"]["stance"]["objection"]["precision"] == 0.5
    assert report["heads"] == "test"
    assert {"keywords", "nearest_definition"} == set(report["baselines"])
    assert [found for found in report["readers"] if found.get("objections") == 0.95]
    assert any("language models" in sentence.lower() for sentence in report["labels_made"])


@pytest.mark.usefixtures("quick")
def test_pairs_on_cited_articles_are_scored_apart_from_all_pairs(tmp_path: Path) -> None:
    text = f"{SAID['safeguards']} Article 24 has no judge."
    cited = [{"provision": "24", "status": "resolved"}]
    row = {"text": text, "concerns": ["safeguards"], "stance": "objection", "cited": cited, "published": "2024-08-09",
           "pairs": [["safeguards", "24"], ["safeguards", "6"]]}  # fmt: skip
    report = evaluation_of(file_of(tmp_path, row), docket())["all"]
    assert (report["pairs_on_cited"]["n"], report["pairs_on_cited"]["recall"]) == (1, 1.0)
    assert (report["pairs"]["n"], report["pairs"]["recall"]) == (2, 0.5)


@pytest.mark.usefixtures("quick")
def test_a_card_is_made_from_labelled_files(tmp_path: Path) -> None:
    path = file_of(tmp_path, LABELLED)
    made = evaluation_card.make_card({"real": path}, (), docket(), date(2026, 1, 2))
    assert (made.heads, made.measured, made.sets[0].kind, made.sets[0].all.passages) == (
        "test",
        date(2026, 1, 2),
        "real",
        1,
    )
    assert made.examples.examples == len(examples())
    assert "2026-01-02" in render_card(made, docket())


def run(*arguments: str, docket_key: str = KEY) -> Any:
    return CliRunner().invoke(card_command, list(arguments), obj=Settings(docket=docket_key))


def test_the_command_writes_the_page_from_the_stored_card(tmp_path: Path) -> None:
    ran = run("--output", str(tmp_path / "page.md"))
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "page.md").read_bytes() == PAGE.read_bytes()


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    assert "never measured" in run(docket_key="budapest").output
    citations = run("--citations", str(file_of(tmp_path, LABELLED)))
    assert citations.exit_code == 2 and "--passages or --real" in citations.output
    assert run("--seeds", "1").exit_code == 2


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("before", [True, False])
def test_trainings_are_kept_where_there_are_some(before: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path, kept = file_of(tmp_path, LABELLED), stored().trainings
    monkeypatch.setattr(current_heads, "ensure_heads", lambda _docket, _say: False)
    monkeypatch.setattr(commands_quality, "read_card", lambda _folder: stored() if before else None)
    made = measure(docket(), {"real": path}, (), True, 2)
    assert made.trainings == (kept if before else ()) and made.heads == "test"
