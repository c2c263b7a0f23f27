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
from db.teaching import Decided
from pipeline import heads as heads_module
from pipeline.encoders import Encoder, multilingual_encoder
from pipeline.examples import Example, read_examples
from pipeline.features import crafted
from pipeline.heads import (
    FLAGS,
    STANCE_COLUMNS,
    STANCES,
    VOICES,
    Heads,
    Inputs,
    Voice,
    columns_of,
    logit,
    stance_answers,
    voices_mean,
    voices_of,
    weighed,
)
from pipeline.lessons import Lessons, content_of, lessons_of
from pipeline.logistic import fit_logistic
from pipeline.nearest import taught
from pipeline.stance_mix import fit_mix
from pipeline.thresholds import bands_of
from pipeline.tuned_encoder import LabelEncoder, label_encoder
from pipeline.vocabulary import CUES
from pipeline.word_features import WordFeatures

FORMAT = "heads-5"
FOLDS = 4
STRENGTH = {"words": 3.0, "meaning": 0.3}
"""Inverse regularisation of each voice; chosen on folds of the examples."""
Folds = list[tuple[NDArray[Any], NDArray[Any]]]


def train_heads(
    docket: Docket,
    examples: Sequence[Example] | None = None,
    encoders: tuple[LabelEncoder, Encoder] | None = None,
    folder: Path | None = None,
    decided: Sequence[Decided] = (),
) -> Path:
    """Trains and stores the heads of a docket; returns their folder, by default beside the code.

    `examples` default to the docket's own, `encoders` to its tuned English one and the multilingual one. Raises
    `DocketError` where there is no usable example, `EncoderMissing` where a model is not installed.
    """
    examples = read_examples(docket) if examples is None else examples
    tuned, multilingual = encoders or (label_encoder(docket, columns_of(docket)), multilingual_encoder())
    keys = (tuned.key, multilingual.key)
    lessons = lessons_of(examples, targets_of(examples, docket), decided, columns_of(docket))
    vectors = (unseen_logits(tuned, lessons.texts, lessons.english), multilingual.encode(lessons.texts))
    heads = fit_lessons(docket, lessons, folds_of(examples), vectors, heads_version(docket, examples, keys, decided))
    base = heads_version(docket, examples, keys)
    return heads_module.save_heads(heads, folder or heads_module.FOLDER / docket.key, base, len(decided))


def unseen_logits(tuned: LabelEncoder, texts: Sequence[str], english_rows: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The tuned encoder's logits as if no example had taught it, shape (n, labels); zeros in other languages."""
    logits = np.zeros((len(texts), tuned.dimension), dtype=np.float32)
    logits[english_rows] = tuned.unseen([text for text, english in zip(texts, english_rows, strict=True) if english])
    return logits


def heads_version(
    docket: Docket, examples: Sequence[Example], keys: Sequence[str], decided: Sequence[Decided] = ()
) -> str:
    """A hash of all that decides the heads: examples, decisions, vocabulary, word lists, encoders, and this code's
    format."""
    content = [
        FORMAT,
        list(keys),
        [example.model_dump(mode="json") for example in examples],
        [concern.model_dump(mode="json") for concern in docket.concerns],
        docket.relevance.model_dump(mode="json"),
        CUES.read_text(encoding="utf-8"),
    ]
    if decided:
        content.append(content_of(decided))
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


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
    lessons = lessons_of(examples, targets_of(examples, docket), (), columns_of(docket))
    return fit_lessons(docket, lessons, folds_of(examples), vectors, version)


def fit_lessons(
    docket: Docket, lessons: Lessons, folds: Folds, vectors: tuple[NDArray[Any], NDArray[Any]], version: str
) -> Heads:
    """Heads fitted on all lessons, calibrated and banded on folds of the examples among them."""
    words = WordFeatures.fit(lessons.texts)
    inputs = Inputs(words.transform(lessons.texts), crafted(lessons.texts, docket), *vectors)
    own = slice(lessons.examples)
    targets, known, english_rows = lessons.targets[own], lessons.known[own], lessons.english[own]
    said = out_of_fold(inputs, lessons, folds)
    unseen = voices_mean(said, english_rows)
    parts = [known & ~english_rows[:, None], known & english_rows[:, None]]
    calibration = np.array([_platts(unseen, targets, part) for part in parts])
    mix = fit_mix(stance_answers(said, english_rows), targets[:, STANCE_COLUMNS])
    bands = bands_of(weighed(said, calibration, mix, english_rows), targets, known, columns_of(docket))
    nearest = taught(lessons.ids, lessons.texts, lessons.targets & lessons.known, inputs.multilingual)
    voices = _fit_voices(inputs, lessons.targets, lessons.known)
    return Heads(version, columns_of(docket), words, voices, calibration, mix, bands, nearest)


def groups_of(examples: Sequence[Example]) -> list[str]:
    """Examples that must not be parted by a fold: those of one genre and kind of speaker in one language."""
    return [f"{example.genre}/{example.org_kind}/{example.language}" for example in examples]


def folds_of(examples: Sequence[Example]) -> Folds:
    """Rows to learn from and rows to judge by, so that no group is in both; none where there is one group only."""
    groups = groups_of(examples)
    folds = min(FOLDS, len(set(groups)))
    return list(GroupKFold(folds).split(groups, groups=groups)) if folds > 1 else []


def out_of_fold(inputs: Inputs, lessons: Lessons, folds: Folds) -> list[NDArray[np.float64]]:
    """What each voice says of each example by models that saw nothing of its group, shape (examples, labels).

    What people decided is in no group: every one of these models learns from it.
    """
    own, decided = np.arange(lessons.examples), np.arange(lessons.examples, len(lessons.texts))
    scores = [np.zeros((len(own), lessons.targets.shape[1])) for _ in range(VOICES if inputs.tuned.shape[1] else 2)]
    for seen, unseen in folds or [(own, own)]:
        rows = np.concatenate([seen, decided])
        voices = _fit_voices(inputs.rows(rows), lessons.targets[rows], lessons.known[rows])
        for voice, said in zip(scores, voices_of(voices, inputs.rows(unseen)), strict=True):
            voice[unseen] = said
    return scores


def _fit_voices(inputs: Inputs, targets: NDArray[np.bool_], known: NDArray[np.bool_]) -> dict[str, Voice]:
    return {
        name: Voice(*fit_logistic(inputs.of(name), targets, strength, known)) for name, strength in STRENGTH.items()
    }


def _platts(
    scores: NDArray[np.float64], wanted: NDArray[np.bool_], known: NDArray[np.bool_]
) -> list[tuple[float, float]]:
    """The calibration of each label on the rows whose label is known. All have shape (n, labels)."""
    return [_platt(score[rows], truth[rows]) for score, truth, rows in zip(scores.T, wanted.T, known.T, strict=True)]


def _platt(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of Platt's calibration; (1, 0) where there is nothing to learn from."""
    if wanted.all() or not wanted.any():
        return 1.0, 0.0
    model = LogisticRegression(C=10.0, solver="lbfgs").fit(logit(scores).reshape(-1, 1), wanted)
    return float(model.coef_[0][0]), float(model.intercept_[0])
