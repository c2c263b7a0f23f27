"""The labelled example that lies nearest to a passage in meaning: half of the reason for a label."""

from collections.abc import Sequence
from dataclasses import dataclass
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

    def nearest(self, vector: NDArray[Any], column: int) -> str:
        """A sentence that names and quotes the nearest example with the label of `column`; empty where none has it."""
        having = np.flatnonzero(self.given[:, column])
        if not len(having):
            return ""
        row = int(having[np.argmax(self.vectors[having].astype(np.float32) @ vector.astype(np.float32))])
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
