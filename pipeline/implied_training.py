"""Training the model of implied provisions from a docket's examples, in a few seconds. Deterministic."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from db.docket import Docket
from pipeline.examples import Example
from pipeline.implied import (
    NEAREST_WEIGHT,
    WORD_WEIGHT,
    ImpliedModel,
    Matrix,
    calibrated,
    nearest_votes,
)
from pipeline.implied_pairs import landing_of
from pipeline.train import groups_of
from pipeline.word_features import WordFeatures

FORMAT = "implied-3"
FEWEST = 4
"""A provision is learnt from so many examples on; others stay unknown to the model."""
FOLDS = 4
RIDGE = 1.5
"""Settled, like the weight of the nearest examples, with both labelled sets at hand."""
AIM = 0.75
"""A link is shown from the probability on at which, on unseen examples, this share was right."""
GRID = np.arange(0.2, 0.96, 0.01)


def implied_version(docket: Docket, examples: Sequence[Example], encoder: str) -> str:
    """A hash of all that decides the model: examples and their provisions, encoders, and this code's format."""
    rows = [(e.text, e.language, e.concerns, e.provisions, e.pairs) for e in examples]
    content = json.dumps([FORMAT, encoder, [lineage.adopted for lineage in docket.lineages], rows, _concerns(docket)])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _concerns(docket: Docket) -> list[tuple[str, tuple[str, ...]]]:
    return [(concern.key, concern.articles) for concern in docket.concerns]


def fit_implied(docket: Docket, examples: Sequence[Example], vectors: Matrix, version: str) -> ImpliedModel:
    """The model fitted on all examples and their vectors under the multilingual encoder.

    Calibrated on grouped folds of them. Sums come in one order: one thread.
    """
    with threadpool_limits(1):
        texts = [example.text for example in examples]
        provisions = _learnt(docket, examples)
        wanted = np.array([[p in e.provisions for p in provisions] for e in examples], dtype=bool).reshape(
            len(examples), len(provisions)
        )
        words = WordFeatures.fit(texts)
        rows = words.transform(texts)
        kernel = WORD_WEIGHT * (rows @ rows.T).toarray() + vectors @ vectors.T
        unseen = _out_of_fold(kernel, vectors, wanted, groups_of(examples))
        calibration = _platt(unseen, wanted)
        share = _solve(kernel, wanted)
        return ImpliedModel(
            version, provisions, words,
            np.asarray(WORD_WEIGHT * (csr_matrix(rows).T @ share), dtype=np.float32),
            np.asarray(vectors.T @ share, dtype=np.float32),
            vectors, wanted, tuple(text[:200] for text in texts), calibration,
            _shown_from(calibrated(unseen, calibration), wanted), landing_of(docket, examples),
        )  # fmt: skip


def labelled_with_provisions(examples: Sequence[Example]) -> list[Example]:
    """The examples of batches in which any has provisions; elsewhere an empty list says nothing.

    The batch of an example is the part of its id before the number ("xa-0001").
    """
    batches = {_batch(example) for example in examples if example.provisions}
    return [example for example in examples if _batch(example) in batches]


def _batch(example: Example) -> str:
    return example.id.rstrip("0123456789")


def _learnt(docket: Docket, examples: Sequence[Example]) -> tuple[str, ...]:
    counts = [(lineage.adopted, sum(lineage.adopted in e.provisions for e in examples)) for lineage in docket.lineages]
    return tuple(number for number, count in counts if count >= FEWEST)


def _solve(kernel: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of the examples, shape (examples, provisions)."""
    solved = np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), wanted.astype(np.float64))
    return np.asarray(solved, dtype=np.float64)


def _out_of_fold(
    kernel: NDArray[np.float64], vectors: Matrix, wanted: NDArray[np.bool_], groups: Sequence[str]
) -> NDArray[np.float64]:
    """Scores of each example by a model that saw nothing of its group."""
    scores = np.zeros(wanted.shape)
    folds = min(FOLDS, len(set(groups)))
    if folds < 2:
        return np.asarray(kernel @ _solve(kernel, wanted))
    for seen, unseen in GroupKFold(folds).split(wanted, groups=groups):
        near, _ = nearest_votes(vectors[unseen] @ vectors[seen].T, wanted[seen])
        share = _solve(kernel[np.ix_(seen, seen)], wanted[seen])
        scores[unseen] = kernel[np.ix_(unseen, seen)] @ share + NEAREST_WEIGHT * near
    return scores


def _platt(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> tuple[float, float]:
    if wanted.all() or not wanted.any():
        return 1.0, 0.0
    model = LogisticRegression(C=10.0).fit(scores.reshape(-1, 1), wanted.ravel())
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _shown_from(likely: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """The lowest probability from which on the share `AIM` is right; 1 where it never is, so that nothing is shown."""
    for threshold in GRID:
        given = likely >= threshold
        if given.any() and wanted[given].mean() >= AIM:
            return float(threshold)
    return 1.0
