"""The word side of the heads: weighted words, word pairs and letter sequences, stored without pickle.

Words of one or two and letter sequences of three to five inside a word, each weighted by 1 + log(count) and the
inverse document frequency (scikit-learn's smoothed form), each kind scaled to unit length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

_KINDS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "min_df": 2, "token_pattern": r"(?u)\b\w+\b"},
    {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 3},
)


@dataclass(frozen=True)
class WordFeatures:
    """Fitted vocabularies. `transform` gives one sparse row per text."""

    vectorizers: tuple[Any, ...]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "WordFeatures":
        """Vocabularies and weights of `texts`, in an order that depends on the texts alone."""
        return cls(tuple(TfidfVectorizer(sublinear_tf=True, **kind).fit(texts) for kind in _KINDS))

    @classmethod
    def load(cls, vocabularies: Sequence[Sequence[str]], weights: Sequence[NDArray[Any]]) -> "WordFeatures":
        """What `vocabularies` and `weights` of another instance describe."""
        rebuilt = []
        for kind, words, idf in zip(_KINDS, vocabularies, weights, strict=True):
            settings = {name: value for name, value in kind.items() if name != "min_df"}
            vectorizer = TfidfVectorizer(sublinear_tf=True, vocabulary=list(words), **settings)
            vectorizer.idf_ = np.asarray(idf, dtype=np.float64)
            rebuilt.append(vectorizer)
        return cls(tuple(rebuilt))

    @property
    def vocabularies(self) -> list[list[str]]:
        """The terms of each kind, in column order."""
        return [[str(term) for term in vectorizer.get_feature_names_out()] for vectorizer in self.vectorizers]

    @property
    def weights(self) -> list[NDArray[np.float64]]:
        """The inverse document frequencies of each kind, in column order."""
        return [np.asarray(vectorizer.idf_) for vectorizer in self.vectorizers]

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (n, words + letter sequences)."""
        return hstack([vectorizer.transform(texts) for vectorizer in self.vectorizers], format="csr")

    @cached_property
    def _words(self) -> list[str]:
        return self.vocabularies[0]

    def word_values(self, row: csr_matrix) -> dict[str, tuple[int, float]]:
        """Words and word pairs of one row of `transform` → their column and value."""
        known = len(self._words)
        places = zip(row.indices, row.data, strict=True)
        return {self._words[column]: (int(column), float(value)) for column, value in places if column < known}
