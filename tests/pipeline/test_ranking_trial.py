"""How well search ranks, and that the trial measures what it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.docket import load_docket
from pipeline.encoders import multilingual_encoder
from pipeline.ranking_trial import Asked, Trial, ndcg, read_trial, run_trial
from tests.builders import WordEncoder

TRIAL = Path(__file__).parents[1] / "gold" / "ranking"
FLOORS = {"hybrid": {"all": 0.65, "chosen_on": 0.635, "held_out": 0.665, "across": 0.435}}
"""Raise them when a figure rises; never lower one."""


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return run_trial(read_trial(TRIAL), load_docket("un-cybercrime"), multilingual_encoder())


def test_both_together_beat_words_alone_and_meaning_alone(report: dict[str, Any]) -> None:
    figures = report["ndcg_at_10"]
    for half in ("all", "chosen_on", "held_out"):
        assert figures["hybrid"][half] > max(figures["words"][half], figures["meaning"][half]) + 0.03


@pytest.mark.parametrize(("half", "least"), FLOORS["hybrid"].items())
def test_no_figure_falls(report: dict[str, Any], half: str, least: float) -> None:
    assert report["ndcg_at_10"]["hybrid"][half] >= least


def test_every_answer_that_is_shown_was_graded(report: dict[str, Any]) -> None:
    assert report["ungraded"] == {"words": 0, "meaning": 0, "hybrid": 0}


def test_sixty_queries_fifteen_of_them_across_languages() -> None:
    trial = read_trial(TRIAL)
    language = {key: language for key, _, language in trial.passages}
    rows = [json.loads(line) for line in (TRIAL / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    asked_in = {row["id"]: row["language"] for row in rows}
    across = [asked for asked in trial.queries if asked.across]
    assert (len(trial.queries), len(across)) == (60, 15)
    for asked in across:
        best = [key for key, grade in asked.grades.items() if grade >= 2]
        assert any(language[key] != asked_in[asked.key] for key in best), asked.key


def test_a_perfect_order_is_one_and_an_empty_one_is_nothing() -> None:
    grades = {"a": 3, "b": 1, "c": 0}
    assert ndcg(["a", "b", "c"], grades) == 1
    assert 0 < ndcg(["c", "b", "a"], grades) < 1
    assert ndcg([], grades) == 0


def test_a_trial_on_words_finds_the_words() -> None:
    passages = [("p1", "Gag orders have no end.", "en"), ("p2", "A judge reads it.", "en"), ("p3", "Cake.", "en")]
    trial = Trial(passages, [Asked("q1", "gag orders", False, {"p1": 3, "p2": 0})])
    found = run_trial(trial, load_docket("un-cybercrime"), WordEncoder())
    assert found["ndcg_at_10"]["hybrid"]["all"] == 1
    assert found["tops"]["hybrid"]["q1"][0] == "p1"


def test_a_trial_without_grades_is_refused(tmp_path: Path) -> None:
    (tmp_path / "passages.jsonl").write_text('{"id": "p1", "language": "en", "text": "A."}\n')
    (tmp_path / "queries.jsonl").write_text('{"id": "q1", "language": "en", "query": "a"}\n')
    (tmp_path / "grades.jsonl").write_text('{"query": "q1", "grades": {"p9": 1}}\n')
    with pytest.raises(ValueError, match="for q1 grades of known passages"):
        read_trial(tmp_path)
    with pytest.raises(ValueError, match=r"passages\.jsonl: expected one JSON object a line"):
        read_trial(tmp_path / "nowhere")
