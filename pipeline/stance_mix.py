"""How the voices' answers on the stance are weighed against each other: one choice among four, learnt on folds.

The mean of the voices takes "how likely is praise" no account of when it asks "how likely is blame"; a multinomial
logistic regression over all their answers does (stacking: Wolpert 1992). It is held close to an even guess, so that
no voice is trusted for an accident of the examples.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

STRENGTH = 0.002
"""Inverse regularisation; from 0.002 to 0.1 the folds of the examples cannot tell them apart, so the least."""
FARTHEST = 1e-4
"""Probabilities are read from here to one less it: beyond, a voice is no surer."""
Rows = NDArray[np.float64]
Mix = NDArray[np.float64]
"""Weights of each answer, and a last row of intercepts, shape (answers + 1, stances)."""


def answers_of(voices: Sequence[Rows], english_rows: NDArray[np.bool_]) -> Rows:
    """What the mix reads: log odds of the stances by each voice, and whether the passage is English.

    `voices` have shape (n, stances); the last one, the tuned encoder's, counts for English only, and may be missing.
    """
    odds = [_log_odds(voice) for voice in voices[:2]]
    odds += [_log_odds(voice) * english_rows[:, None] for voice in voices[2:]]
    return np.hstack([*odds, english_rows[:, None].astype(np.float64)])


def _log_odds(likely: Rows) -> Rows:
    inside = np.clip(likely, FARTHEST, 1 - FARTHEST)
    return np.asarray(np.log(inside / (1 - inside)), dtype=np.float64)


def fit_mix(answers: Rows, stances: NDArray[np.bool_]) -> Mix:
    """Weights from answers on unseen examples and their stances, shape (n, stances), of which each row has one.

    Where a stance has no example nothing can be learnt, and the mean of the voices' log odds decides.
    """
    count = stances.shape[1]
    if not stances.any(axis=0).all():
        voices = answers.shape[1] // count
        return np.vstack([np.tile(np.eye(count) / voices, (voices, 1)), np.zeros((2, count))])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(answers, stances.argmax(axis=1))
    return np.vstack([model.coef_.T, model.intercept_])


def mixed(answers: Rows, mix: Mix) -> Rows:
    """Probabilities that add up to one, shape (n, stances)."""
    return np.asarray(softmax(answers @ mix[:-1] + mix[-1], axis=1), dtype=np.float64)
