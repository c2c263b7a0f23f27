"""The copies of 2,000 letters: the floors are those of the whole benchmark; its time is measured by hand."""

import json

import pytest

from benchmarks.letters import letters
from benchmarks.republications import TARGETS, main, measured


def test_copies_are_found_and_nothing_else() -> None:
    figures = measured(2_000, seed=7)
    assert figures["precision"] >= TARGETS["precision"]
    assert figures["recall"] >= TARGETS["recall"]
    assert figures["pairs"] > 10_000


def test_it_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--letters", "200"])
    assert {"precision", "recall", "seconds", "met"} <= json.loads(capsys.readouterr().out).keys()


def test_the_letters_are_the_same_for_the_same_seed() -> None:
    assert letters(50, seed=3) == letters(50, seed=3) != letters(50, seed=4)
