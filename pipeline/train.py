"""Training the heads of a docket from its examples and from the decisions of staff. Deterministic."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from db.docket import Docket
from pipeline import heads as heads_module
from pipeline.encoders import Encoder, english_encoder, multilingual_encoder
from pipeline.examples import Example, read_examples
from pipeline.features import crafted
from pipeline.heads import FLAGS, STANCES, Heads, Inputs, Voice, calibrate, columns_of, logit, voices_mean
from pipeline.logistic import fit_logistic
from pipeline.thresholds import bands_of
from pipeline.vocabulary import CUES
from pipeline.word_features import WordFeatures

FORMAT = "heads-2"
FOLDS = 4
STRENGTH = {"words": 3.0, "english": 0.3, "other": 0.3}
"""Inverse regularisation of each voice; chosen on folds of the examples."""


def train_heads(
    docket: Docket,
    examples: Sequence[Example] | None = None,
    encoders: tuple[Encoder, Encoder] | None = None,
    folder: Path | None = None,
) -> Path:
    """Trains and stores the heads of a docket; returns their folder, by default beside the code.

    `examples` default to the docket's own, `encoders` to the bundled (English, multilingual) ones. Raises
    `DocketError` where there is no usable example, `EncoderMissing` where a model is not installed.
    """
    examples = read_examples(docket) if examples is None else examples
    english, multilingual = encoders or (english_encoder(), multilingual_encoder())
    texts = [example.text for example in examples]
    vectors = (english.encode(texts), multilingual.encode(texts))
    version = heads_version(docket, examples, (english.key, multilingual.key))
    heads = fit_heads(docket, examples, vectors, version)
    return heads_module.save_heads(heads, folder or heads_module.FOLDER / docket.key)


def heads_version(docket: Docket, examples: Sequence[Example], keys: Sequence[str]) -> str:
    """A hash of all that decides the heads: examples, vocabulary, word lists, encoders, and this code's format."""
    content = json.dumps(
        [
            FORMAT,
            list(keys),
            [example.model_dump(mode="json") for example in examples],
            [concern.model_dump(mode="json") for concern in docket.concerns],
            docket.relevance.model_dump(mode="json"),
            CUES.read_text(encoding="utf-8"),
        ]
    )
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def targets_of(examples: Sequence[Example], docket: Docket) -> NDArray[np.bool_]:
    """The labels of each example, shape (n, labels), in the order of `columns_of`."""
    concerns = [[key in example.concerns for key in docket.concern_by_key] for example in examples]
    stances = [[example.stance == stance for stance in STANCES] for example in examples]
    flags = [[bool(getattr(example, flag)) for flag in FLAGS] for example in examples]
    return np.hstack([np.array(part, dtype=bool).reshape(len(examples), -1) for part in (concerns, stances, flags)])


def fit_heads(
    docket: Docket, examples: Sequence[Example], vectors: tuple[NDArray[Any], NDArray[Any]], version: str
) -> Heads:
    """Heads fitted on all examples, calibrated and banded on grouped folds of them."""
    texts = [example.text for example in examples]
    words = WordFeatures.fit(texts)
    inputs = Inputs(words.transform(texts), crafted(texts, docket), *vectors)
    targets = targets_of(examples, docket)
    english_rows = np.array([example.language == "en" for example in examples])
    unseen = out_of_fold(inputs, targets, english_rows, groups_of(examples))
    calibration = np.array([_platt(unseen[:, column], targets[:, column]) for column in range(targets.shape[1])])
    bands = bands_of(calibrate(unseen, calibration), targets, columns_of(docket))
    return Heads(version, columns_of(docket), words, _fit_voices(inputs, targets), calibration, bands)


def groups_of(examples: Sequence[Example]) -> list[str]:
    """Examples that must not be parted by a fold: those of one genre and kind of speaker in one language."""
    return [f"{example.genre}/{example.org_kind}/{example.language}" for example in examples]


def out_of_fold(
    inputs: Inputs, targets: NDArray[np.bool_], english_rows: NDArray[np.bool_], groups: Sequence[str]
) -> NDArray[np.float64]:
    """The voices' mean for each example by models that saw nothing of its group, shape (n, labels)."""
    scores = np.zeros(targets.shape, dtype=np.float64)
    folds = min(FOLDS, len(set(groups)))
    if folds < 2:
        return voices_mean(_fit_voices(inputs, targets), inputs, english_rows)
    for seen, unseen in GroupKFold(folds).split(targets, groups=groups):
        voices = _fit_voices(_rows(inputs, seen), targets[seen])
        scores[unseen] = voices_mean(voices, _rows(inputs, unseen), english_rows[unseen])
    return scores


def _rows(inputs: Inputs, rows: NDArray[Any]) -> Inputs:
    return Inputs(inputs.words[rows], inputs.shape[rows], inputs.english[rows], inputs.multilingual[rows])


def _fit_voices(inputs: Inputs, targets: NDArray[np.bool_]) -> dict[str, Voice]:
    return {name: Voice(*fit_logistic(inputs.of(name), targets, strength)) for name, strength in STRENGTH.items()}


def _platt(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of Platt's calibration; (1, 0) where there is nothing to learn from."""
    if wanted.all() or not wanted.any():
        return 1.0, 0.0
    model = LogisticRegression(C=10.0, solver="lbfgs").fit(logit(scores).reshape(-1, 1), wanted)
    return float(model.coef_[0][0]), float(model.intercept_[0])
