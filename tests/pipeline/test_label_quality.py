"""The gate of the labels: figures on labelled passages that the heads never saw must not fall below their floors."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from db.docket import load_docket
from pipeline.annotate import annotate_passages
from pipeline.evaluate_passages import evaluate_passages
from pipeline.examples import read_examples
from pipeline.heads import HeadsMissing, load_heads

FLOORS = tomllib.loads((Path(__file__).parents[1] / "gold" / "floors_labels.toml").read_text(encoding="utf-8"))
GOLD = Path(__file__).parents[3] / "shared" / "gold"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the shared labelled passages are not beside the project")


def rows_of(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def figures(name: str) -> dict[str, float]:
    docket = load_docket("un-cybercrime")
    try:
        load_heads(docket)
    except HeadsMissing as missing:
        pytest.skip(str(missing))
    rows = rows_of(name)
    report = evaluate_passages(rows, list(annotate_passages(rows, docket)), docket)
    found, stance = report["all"], report["all"]["stance"]
    other = report.get("other_languages", found)
    return {
        "concerns_micro": found["concerns"]["micro"]["f1"],
        "concerns_macro": found["concerns"]["macro_f1"],
        "concerns_other_languages": other["concerns"]["micro"]["f1"],
        "stance_macro": stance["macro_f1"],
        "objection": stance["objection"]["f1"],
        "shown_objection_precision": stance["shown_objections"]["precision"],
        "shown_objection_recall": stance["shown_objections"]["recall"],
        "reject_call": found["flags"]["reject_call"]["f1"],
        "off_topic_or_boilerplate": found["flags"]["off_topic_or_boilerplate"]["f1"],
        "pairs_precision": found["pairs_on_cited"]["precision"],
        "pairs_recall": found["pairs_on_cited"]["recall"],
    }


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(name: str) -> None:
    found = figures(name)
    below = {key: (found[key], floor) for key, floor in FLOORS[name].items() if found[key] < floor}
    assert not below


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_passage_that_measures_is_an_example(name: str) -> None:
    taught = {" ".join(row.text.lower().split()) for row in read_examples(load_docket("un-cybercrime"))}
    assert not [row["id"] for row in rows_of(name) if " ".join(row["text"].lower().split()) in taught]
