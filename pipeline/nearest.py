"""The labelled example that lies nearest to a passage in meaning: half of the reason for a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHOWN = 90
"""Characters of an example that a reason quotes."""


@dataclass(frozen=True)
class Taught:
    """The examples that heads learnt from: `given` has shape (n, labels), `vectors` are unit rows (n, dimension)."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    given: NDArray[np.bool_]
    vectors: NDArray[Any]

    @cached_property
    def _exact(self) -> NDArray[np.float32]:
        return self.vectors.astype(np.float32)

    @cached_property
    def _having(self) -> list[NDArray[np.intp]]:
        """Rows that have the label of each column."""
        return [np.flatnonzero(column) for column in self.given.T]

    def cosines(self, vectors: NDArray[Any]) -> NDArray[np.float32]:
        """How near n passages are to each example, shape (n, examples): computed once for all their labels."""
        return np.asarray(vectors.astype(np.float32) @ self._exact.T, dtype=np.float32)

    def nearest(self, cosines: NDArray[np.float32], column: int) -> str:
        """A sentence that names and quotes the nearest example with the label of `column`; empty where none has it."""
        having = self._having[column]
        if not len(having):
            return ""
        row = int(having[np.argmax(cosines[having])])
        return f"Nearest labelled example, {self.ids[row]}: ‘{shortened(self.texts[row])}’"


def shortened(text: str) -> str:
    """The opening of a text, cut at a word where it has words."""
    text = " ".join(text.split())
    if len(text) <= SHOWN:
        return text
    opening = text[:SHOWN]
    return f"{opening[: opening.rfind(' ')] if ' ' in opening[SHOWN // 2 :] else opening} …"


def taught(ids: Sequence[str], texts: Sequence[str], given: NDArray[np.bool_], vectors: NDArray[Any]) -> Taught:
    """Examples with their vectors in sixteen bits, as they are stored."""
    return Taught(tuple(ids), tuple(texts), given, vectors.astype(np.float16))
