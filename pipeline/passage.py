"""What the label stages exchange: a passage with its surroundings, a label, and the scores of one passage."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.heads import Heads

Kind = Literal["concern", "stance", "reject_call", "on_topic", "boilerplate"]
Status = Literal["shown", "unsure"]


@dataclass(frozen=True)
class PassageText:
    """A passage and what stands around it. `language` is a two-letter code or None where it is not known."""

    text: str
    language: str | None
    heading: str = ""
    before: str = ""
    after: str = ""
    org_kind: str | None = None


@dataclass(frozen=True)
class Label:
    """One label. `key` is a concern, a stance, or `true` / `false` for a flag; `score` is a probability;
    `reason` is one sentence for the reader."""

    kind: Kind
    key: str
    score: float
    status: Status
    origin: Literal["model", "rule"]
    reason: str


@dataclass(frozen=True)
class Scores:
    """Calibrated probabilities of one passage, by label, with the band of each and what the heads read.

    `words` is the passage's sparse row of word features, `shape` its row of `pipeline.features.crafted`, `vector` the
    multilingual encoder's.
    """

    heads: Heads
    row: NDArray[np.float64]
    words: csr_matrix
    shape: NDArray[np.float32]
    vector: NDArray[np.float32]

    def of(self, label: str) -> float:
        """Probability of a label."""
        return round(float(self.row[self.heads.columns.index(label)]), 4)

    def band(self, label: str) -> tuple[float, float]:
        """Lower and upper edge of a label's band (see `pipeline.thresholds`)."""
        lower, upper = self.heads.bands[self.heads.columns.index(label)]
        return float(lower), float(upper)

    def status(self, label: str) -> Status | None:
        """`shown`, `unsure`, or None where the label is not given."""
        score, (lower, upper) = self.of(label), self.band(label)
        return "shown" if score >= upper else "unsure" if score >= lower else None

    def nearest(self, label: str) -> str:
        """See `Taught.nearest`."""
        return self.heads.taught.nearest(self.vector, self.heads.columns.index(label))

    def word_weights(self, label: str) -> dict[str, float]:
        """How much each word or word pair of the passage adds to the word voice's score of a label."""
        weights = self.heads.voices["words"].weights[:, self.heads.columns.index(label)]
        known = self.heads.words.word_values(self.words)
        return {word: value * float(weights[column]) for word, (column, value) in known.items()}

    def shape_weights(self, label: str) -> NDArray[np.float32]:
        """How much each column of the shape adds to the word voice's score of a label."""
        weights = self.heads.voices["words"].weights[-len(self.shape) :, self.heads.columns.index(label)]
        return np.asarray(weights * self.shape, dtype=np.float32)
