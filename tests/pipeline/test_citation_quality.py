"""The gate: figures on labelled texts may rise, never fall, and the part set aside is reported apart."""

import hashlib
import tomllib
from typing import Any

import pytest

from pipeline.evaluate_citations import predict, score
from tests.pipeline.citing import GOLD, docket, gold

FLOORS = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))["citations"]
SET_ASIDE = 30
PARTS = ["tuned", "set_aside", "all", "trial"]
SLACK = 0.02
"""A figure this far above its floor means that the floor was not raised."""


def set_aside(rows: list[dict[str, Any]]) -> set[str]:
    """The thirty texts whose ids have the smallest SHA-256: left unread while tuning."""
    ranked = sorted((row["id"] for row in rows), key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    return set(ranked[:SET_ASIDE])


def parts() -> dict[str, list[dict[str, Any]]]:
    rows = gold("citations.jsonl")
    aside = set_aside(rows)
    return {
        "tuned": [row for row in rows if row["id"] not in aside],
        "set_aside": [row for row in rows if row["id"] in aside],
        "all": rows,
        "trial": gold("citation_trial.jsonl"),
    }


def measured(rows: list[dict[str, Any]]) -> dict[str, float]:
    result = score(rows, [predict(row, docket()) for row in rows], docket())
    return {
        "finding_f1": result["all"]["finding_f1"]["value"],
        "status": result["all"]["status"]["value"],
        "draft": result["all"]["draft"]["value"],
        "paragraph": result["all"]["paragraph"]["value"],
        "provision": result["all"]["provision_recall"]["value"],
        "renumbered": result["renumbered"]["provision_recall"]["value"],
        "stable": result["stable"]["provision_recall"]["value"],
        "resolved_right": result["all"]["provision_precision"]["value"],
    }


@pytest.mark.parametrize("part", PARTS)
def test_no_figure_falls_below_its_floor(part: str) -> None:
    figures = measured(parts()[part])
    assert {name: value for name, value in figures.items() if value < FLOORS[part][name]} == {}


@pytest.mark.parametrize("part", PARTS)
def test_a_figure_that_rose_has_its_floor_raised(part: str) -> None:
    figures = measured(parts()[part])
    assert {name: value for name, value in figures.items() if value > FLOORS[part][name] + SLACK} == {}


def test_no_floor_lies_below_what_is_required() -> None:
    required = FLOORS["required"]
    held = {**FLOORS, "required": {}}
    assert [(part, name) for part in held for name, value in held[part].items() if value < required[name]] == []


@pytest.mark.parametrize("row", gold("citation_decoys.jsonl"), ids=lambda row: row["text"][:50])
def test_a_decoy_gives_nothing(row: dict[str, Any]) -> None:
    assert predict(row, docket()) == []


def test_there_are_enough_decoys() -> None:
    assert len({row["text"] for row in gold("citation_decoys.jsonl")}) >= 30
