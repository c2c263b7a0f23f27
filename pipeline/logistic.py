"""Logistic regressions of many labels: the same loss as scikit-learn's (L2, balanced classes), one label a column.

Sparse rows go to scikit-learn's liblinear, label by label, which is quick there. Dense rows are solved for all labels
as one minimisation: label by label they took twenty times as long, and training has two minutes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import issparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

STEPS = 200
TOLERANCE = 1e-7
"""Relative gain of a step below which the search ends; a tighter one takes twice as long."""
SURE = 8.0
"""Intercept of a label that all or no rows have: nothing can be learnt, so it is given always or never."""
Solution = tuple[NDArray[Any], NDArray[Any]]
Known = NDArray[np.bool_]


def fit_logistic(rows: Any, wanted: Known, strength: float, known: Known | None = None) -> Solution:
    """Weights of shape (features, labels) and intercepts of shape (labels,), float32. Deterministic.

    `rows` has shape (n, features), `wanted` and `known` (n, labels): what is not known teaches its label nothing.
    `strength` is the inverse of the regularisation (C). One thread: the matrices are small, and sums then come in
    one order on every machine.
    """
    with threadpool_limits(1):
        return _fit(rows, wanted, strength, np.ones(wanted.shape, dtype=bool) if known is None else known)


def _fit(rows: Any, wanted: Known, strength: float, known: Known) -> Solution:
    always = (wanted | ~known).all(axis=0)
    mixed = (wanted & known).any(axis=0) & ~always
    weights = np.zeros((rows.shape[1], wanted.shape[1]), dtype=np.float32)
    bias = np.where(always & known.any(axis=0), SURE, -SURE).astype(np.float32)
    if mixed.any():
        solve = _label_by_label if issparse(rows) else _all_at_once
        weights[:, mixed], bias[mixed] = solve(rows, wanted[:, mixed], strength, known[:, mixed])
    return weights, bias


def _label_by_label(rows: Any, wanted: Known, strength: float, known: Known) -> Solution:
    models = [
        LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", tol=1e-3, random_state=0).fit(
            rows[taught], column[taught]
        )
        for column, taught in zip(wanted.T, known.T, strict=True)
    ]
    return np.array([model.coef_[0] for model in models]).T, np.array([model.intercept_[0] for model in models])


def _all_at_once(rows: NDArray[Any], wanted: Known, strength: float, known: Known) -> Solution:
    dense = np.asarray(rows, dtype=np.float64)
    size = (dense.shape[1] + 1, wanted.shape[1])
    signs = np.where(wanted, 1.0, -1.0)
    taught, positives = known.sum(axis=0), (wanted & known).sum(axis=0)
    balance = known * (strength * taught / 2 / np.where(wanted, positives, taught - positives))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        solution = flat.reshape(size)
        margins = signs * (dense @ solution[:-1] + solution[-1])
        slope = -signs * balance / (1 + np.exp(np.clip(margins, -30, 30)))
        gradient = np.vstack([dense.T @ slope + solution[:-1], slope.sum(axis=0)])
        value = float((balance * np.logaddexp(0, -margins)).sum() + 0.5 * (solution[:-1] ** 2).sum())
        return value, gradient.ravel()

    found = minimize(
        loss, np.zeros(size[0] * size[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "ftol": TOLERANCE}
    )
    solution = np.asarray(found.x).reshape(size)
    return solution[:-1], solution[-1]
