"""What the label stages exchange: a passage with its surroundings, a label, and the scores of one passage."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.heads import Heads

Kind = Literal["concern", "stance", "reject_call", "on_topic", "boilerplate"]
Status = Literal["shown", "unsure"]
_LITTLE_WORDS = re.compile(r"\b(?:the|and|of|to|has|have|is|are|we|our|not|by|with|must|should)\b", re.IGNORECASE)


def is_english(text: str, language: str | None) -> bool:
    """Whether the tuned encoder is asked: also for a text too short to tell that has an English little word."""
    unknown = not language and text.isascii()
    return language == "en" or (unknown and bool(_LITTLE_WORDS.search(text)))


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

    `words` is the passage's sparse row of word features, `shape` its row of `pipeline.features.crafted`, `alike` its
    cosines to the examples that the heads learnt from.
    """

    heads: Heads
    row: NDArray[np.float64]
    words: csr_matrix
    shape: NDArray[np.float32]
    alike: NDArray[np.float32]

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
        return self.heads.taught.nearest(self.alike, self.heads.columns.index(label))

    @cached_property
    def _words(self) -> dict[str, tuple[int, float]]:
        return self.heads.words.word_values(self.words)

    def word_weights(self, label: str) -> dict[str, float]:
        """How much each word or word pair of the passage adds to the word voice's score of a label."""
        weights = self.heads.voices["words"].weights[:, self.heads.columns.index(label)]
        return {word: value * float(weights[column]) for word, (column, value) in self._words.items()}

    def shape_weights(self, label: str) -> NDArray[np.float32]:
        """How much each column of the shape adds to the word voice's score of a label."""
        weights = self.heads.voices["words"].weights[-len(self.shape) :, self.heads.columns.index(label)]
        return np.asarray(weights * self.shape, dtype=np.float32)
