"""Trainings on redrawn and on fewer examples: deterministic, within bounds, each tried on the same passages."""

import pytest

from pipeline.trainings import Lessons, Trial, drawn_trainings, learning_curve
from tests.pipeline.labelling import SAID, docket, examples, vectors_of

ROWS = [{"text": text, "language": "en", "concerns": [key], "stance": "objection"} for key, text in SAID.items()]


def lessons() -> Lessons:
    return Lessons(examples(), vectors_of([example.text for example in examples()]))


def trial() -> Trial:
    return Trial(ROWS, vectors_of([str(row["text"]) for row in ROWS]))


@pytest.fixture
def said() -> list[object]:
    return []


def test_redrawn_trainings_differ_and_are_the_same_again(said: list[object]) -> None:
    first = drawn_trainings(lessons(), [trial(), trial()], docket(), 2, said.append)
    assert first[0] == first[1]
    assert first == drawn_trainings(lessons(), [trial(), trial()], docket(), 2, said.append)
    found = first[0]
    assert found.count == 2 and len(said) == 4
    assert found.concerns_micro.low <= found.concerns_micro.mean <= found.concerns_micro.high <= 1
    assert 0 < found.concerns_agreement <= 1 and 0 < found.stance_agreement <= 1


def test_the_learning_curve_ends_with_all_examples(said: list[object]) -> None:
    curve = learning_curve(lessons(), [trial()], docket(), said.append)[0]
    assert [point.examples for point in curve] == sorted(point.examples for point in curve)
    assert curve[-1].examples == len(examples()) and len(curve) == 4
    assert curve[-1].concerns_micro > 0.5
