"""Weighing what the voices say of a stance: one choice among four."""

import numpy as np
import pytest

from pipeline.stance_mix import answers_of, fit_mix, mixed

DRAW = np.random.default_rng(7)
TRUE = np.eye(4, dtype=bool)[DRAW.integers(0, 4, 400)]


def voice(noise: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Answers that lean to the truth, the less the noisier."""
    odds = 2.0 * TRUE - 1 + DRAW.normal(0, noise, TRUE.shape)
    return np.asarray(1 / (1 + np.exp(-odds)))


ENGLISH = DRAW.random(400) < 0.5
GOOD, POOR, TUNED = voice(0.8), voice(3.0), voice(1.0)


def right(likely: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    return float((likely.argmax(axis=1) == TRUE.argmax(axis=1)).mean())


def test_the_answers_are_probabilities_of_one_choice() -> None:
    answers = answers_of([GOOD, POOR, TUNED], ENGLISH)
    likely = mixed(answers, fit_mix(answers, TRUE))
    assert likely.shape == (400, 4)
    np.testing.assert_allclose(likely.sum(axis=1), 1)


def test_a_poor_voice_weighs_less_than_in_the_mean() -> None:
    answers = answers_of([GOOD, POOR], ENGLISH)
    assert right(mixed(answers, fit_mix(answers, TRUE))) > right((GOOD + POOR) / 2) + 0.03


def test_the_tuned_voice_speaks_of_english_only() -> None:
    answers = answers_of([GOOD, POOR, TUNED], ENGLISH)
    assert not answers[~ENGLISH][:, 8:12].any() and answers[ENGLISH][:, 8:12].any()
    other = answers_of([GOOD, POOR, 1 - TUNED], ENGLISH)
    mix = fit_mix(answers, TRUE)
    np.testing.assert_array_equal(mixed(answers, mix)[~ENGLISH], mixed(other, mix)[~ENGLISH])


def test_certain_voices_do_not_overflow() -> None:
    answers = answers_of([TRUE.astype(float), TRUE.astype(float)], ENGLISH)
    assert np.isfinite(answers).all() and right(mixed(answers, fit_mix(answers, TRUE))) == 1


@pytest.mark.parametrize("voices", [[GOOD, POOR], [GOOD, POOR, TUNED]])
def test_with_a_stance_that_no_example_has_the_voices_count_alike(voices: list[np.ndarray]) -> None:
    answers, few = answers_of(voices, ENGLISH), TRUE.copy()
    few[:, 3] = False
    likely = mixed(answers, fit_mix(answers, few))
    np.testing.assert_allclose(likely.sum(axis=1), 1)
    assert right(likely) > 0.5
