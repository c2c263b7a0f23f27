"""Which provisions a passage is about although it names none: learnt from the docket's labelled examples.

Two voices are added: a linear model over words and the multilingual encoder's vectors, one output a provision (kernel
ridge regression, Saunders et al. 1998), and the provisions of the nearest examples, weighted by similarity. Platt's
scaling, fitted on examples that the models had not seen, makes a probability of the sum. A link is shown from the
score on at which three in four were right there, unsure below that; a passage about the treaty as a whole implies
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.word_features import WordFeatures

VERSION = "1"
NEAREST = 10
SHARPNESS = 8.0
NEAREST_WEIGHT = 0.15
WORD_WEIGHT = 1.0
"""Weight of the words beside the vectors in the linear voice. These four were chosen on folds of the examples, the
weight of the nearest ones also by the labelled sets."""
MOST = 3
"""Links given of one passage: readers look at no more."""
LEAST = 0.03
"""Where no provision is as likely as this, the passage implies none: it is about the treaty as a whole, or nothing."""
FLOOR = 0.01
"""A provision less likely than this is not even proposed beside a likelier one."""
QUOTED = 70
Matrix = NDArray[np.float32]
WordValues = dict[str, tuple[int, float]]
Status = Literal["shown", "unsure"]


@dataclass(frozen=True)
class Implied:
    """A provision that a passage describes. `score` is a probability; `reason` is a sentence for the reader."""

    provision: str
    score: float
    status: Status
    reason: str


@dataclass(frozen=True)
class Rows:
    """What the model reads of n passages: sparse word features, and vectors of the multilingual encoder."""

    words: csr_matrix
    vectors: Matrix


@dataclass(frozen=True)
class ImpliedModel:
    """A trained model. `wanted` are the examples' provisions (examples, provisions); `calibration` slope and
    intercept; `shown_from` the probability from which a link is shown."""

    version: str
    provisions: tuple[str, ...]
    words: WordFeatures
    word_weights: Matrix
    vector_weights: Matrix
    vectors: Matrix
    wanted: NDArray[np.bool_]
    texts: tuple[str, ...]
    calibration: tuple[float, float]
    shown_from: float
    landing: dict[tuple[str, str], float] = field(default_factory=dict)
    """How often a concern and a provision belong together (`pipeline.implied_pairs.landing_of`)."""

    def rows(self, texts: Sequence[str], vectors: Matrix) -> Rows:
        """What the model reads of `texts`, given their vectors under the multilingual encoder."""
        return Rows(self.words.transform(texts), np.asarray(vectors, dtype=np.float32))

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """Shape (n, provisions)."""
        return self._likely(rows, rows.vectors @ self.vectors.T)

    def _likely(self, rows: Rows, alike: Matrix) -> NDArray[np.float64]:
        """`alike`: cosines to the examples, shape (n, examples)."""
        linear = np.asarray(rows.words @ self.word_weights) + rows.vectors @ self.vector_weights
        near, _ = nearest_votes(alike, self.wanted)
        return calibrated(linear + NEAREST_WEIGHT * near, self.calibration)

    def links(self, rows: Rows, apart_from: Sequence[frozenset[str]] = ()) -> list[tuple[Implied, ...]]:
        """The links of each passage, the surest first, at most three; `apart_from` are provisions that it names."""
        alike = rows.vectors @ self.vectors.T
        likely = self._likely(rows, alike)
        named = apart_from or [frozenset()] * len(likely)
        return [self._links_of(rows.words[row], alike[row], likely[row], named[row]) for row in range(len(likely))]

    def _links_of(
        self, words: csr_matrix, alike: Matrix, likely: NDArray[np.float64], named: frozenset[str]
    ) -> tuple[Implied, ...]:
        if likely.max(initial=0.0) < LEAST:
            return ()
        order = [int(column) for column in np.argsort(-likely, kind="stable")]
        kept = [c for c in order if likely[c] >= FLOOR and self.provisions[c] not in named][:MOST]
        known = self.words.word_values(words) if kept else {}
        return tuple(
            Implied(
                self.provisions[c],
                round(float(likely[c]), 3),
                "shown" if likely[c] >= self.shown_from else "unsure",
                self._reason(known, alike, c),
            )
            for c in kept
        )

    def _reason(self, known: WordValues, alike: Matrix, column: int) -> str:
        """The nearest example about the provision, and the words that speak most for it."""
        about = np.flatnonzero(self.wanted[:, column])
        nearest = about[int(np.argmax(alike[about]))]
        quoted = self.texts[nearest][:QUOTED].rsplit(" ", 1)[0]
        told = self.telling(known, column)
        words = f" Telling words: {', '.join(f'“{word}”' for word in told)}." if told else ""
        return f"Close in meaning to an example about it: “{quoted} …”.{words}"

    def telling(self, known: WordValues, column: int) -> list[str]:
        """The three words of a passage (see `WordFeatures.word_values`) that speak most for a provision."""
        weighed = {word: value * float(self.word_weights[place, column]) for word, (place, value) in known.items()}
        best = sorted((word for word in weighed if weighed[word] > 0 and len(word) > 2), key=lambda w: -weighed[w])
        return best[:MOST]


def nearest_votes(similarities: Matrix, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[Any]]:
    """For each row the provisions of its nearest examples, weighted by similarity to sum to one, and who they are."""
    order = np.argsort(-similarities, axis=1, kind="stable")[:, :NEAREST]
    close = np.take_along_axis(similarities, order, axis=1).astype(np.float64)
    weights = np.exp(SHARPNESS * (close - close[:, :1]))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkp->np", weights, wanted[order].astype(np.float64)), order


def calibrated(scores: NDArray[np.float64], calibration: tuple[float, float]) -> NDArray[np.float64]:
    """Platt's scaling."""
    slope, intercept = calibration
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(slope * scores + intercept, -30, 30))), dtype=np.float64)
