"""Which texts are copies of each other, edits and additions allowed: MinHash proposes, the shingles decide.

Every text is cut into runs of three words. A sketch of 128 permutations stands for the set of them; texts whose
sketches agree in one of 64 bands are candidates. The share of agreeing permutations, then the exact Jaccard index
of the sets, decides (docs/decisions/near-duplicates.md). All steps but the last are arrays over the whole
collection, so that time grows with the number of texts, not with the number of pairs in a form letter's copies.
"""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 128
BANDS = 64
SAME_TEXT = 0.4
"""Least Jaccard index of one text: edited copies of a form letter lie above it, answers to it below."""
CANDIDATE = 0.28
"""Least share of agreeing permutations that is worth an exact look: 0.4, less nearly three standard deviations."""
CERTAIN = 0.56
"""Share of agreeing permutations that needs no exact look: 0.4 and more than three standard deviations."""
GLANCE = 32
"""Permutations that are looked at first: most candidates fall there."""
SHINGLE = 3
NEIGHBOURS = 2
"""In a band, a text is compared with so many that follow it and with the first; a chain of copies needs no more."""
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_GAPS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""For texts of ASCII alone, the same as `WORD` and a third of the time."""
Hashes = NDArray[np.uint64]
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
"""Odd multipliers, so that the order of the three words matters."""


def words_of(text: str) -> list[str]:
    """The words without case and punctuation; a wide character is a word."""
    return text.translate(_GAPS).split() if text.isascii() else WORD.findall(text.casefold())


def shingles(text: str) -> frozenset[str]:
    """Runs of three words, without case and punctuation; a shorter text is one shingle."""
    words = words_of(text)
    if len(words) < SHINGLE:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared shingles over all shingles, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def copied_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that join all copies: enough of them to connect each group, not every pair of it."""
    firsts, same = _exact(texts)
    yield from same
    places, hashed = _shingled([texts[place] for place in firsts])
    for one, other in _joining(hashed, *_candidates(_sketches(hashed))):
        yield firsts[places[one]], firsts[places[other]]


def _joining(
    hashed: Sequence[Hashes], pairs: NDArray[np.int64], likeness: NDArray[np.float64]
) -> Iterator[tuple[int, int]]:
    """Pairs of rows that connect each group: the sure ones at a stroke, then those whose sets bear it out."""
    heads = _groups(len(hashed), pairs[likeness >= CERTAIN])
    joined = _Joined(heads)
    yield from ((row, head) for row, head in enumerate(heads) if row != head)
    for one, other in pairs[likeness < CERTAIN].tolist():
        if not joined.together(one, other) and _index(hashed[one], hashed[other]) >= SAME_TEXT:
            joined.join(one, other)
            yield one, other


def _groups(count: int, pairs: NDArray[np.int64]) -> list[int]:
    """For each row the first row of the group that the pairs make."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not count:
        return []
    graph = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    _, heads = np.unique(labels, return_index=True)
    return [int(row) for row in heads[labels]]


def _index(one: Hashes, other: Hashes) -> float:
    """The Jaccard index of two sets of shingles."""
    left, right = np.unique(one), np.unique(other)
    shared = len(np.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _exact(texts: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """Places of the first of each text, and each repetition paired with its first; texts without words stay alone."""
    first: dict[str, int] = {}
    pairs = []
    for place, text in enumerate(texts):
        known = first.setdefault(text, place)
        if known != place and text.strip():
            pairs.append((known, place))
    return list(first.values()), pairs


def _shingled(texts: Sequence[str]) -> tuple[list[int], list[Hashes]]:
    """The places of the texts that have words, and the shingles of each as 64-bit hashes, the same on every machine."""
    vocabulary = _Vocabulary()
    coded = []
    for text in texts:
        words = words_of(text)
        # A text of fewer words is one shingle: its last word stands for those that are missing.
        words += words[-1:] * (SHINGLE - len(words))
        coded.append(list(map(vocabulary.__getitem__, words)))
    places = [n for n, codes in enumerate(coded) if codes]
    return places, _runs([coded[n] for n in places])


class _Vocabulary(dict[str, int]):
    """Word → 64-bit hash, each word hashed once."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return self.setdefault(word, int.from_bytes(digest, "little"))


def _runs(coded: Sequence[Sequence[int]]) -> list[Hashes]:
    """Runs of three in each list, computed over all at once; those that would cross into the next are cut away."""
    if not coded:
        return []
    flat = np.fromiter(itertools.chain.from_iterable(coded), np.uint64, sum(map(len, coded)))
    runs = np.zeros(len(flat) - SHINGLE + 1, np.uint64)
    for place in range(SHINGLE):
        runs = (runs ^ flat[place : place + len(runs)]) * _ODD[place]
        runs ^= runs >> np.uint64(29)
    ends = np.cumsum([len(codes) for codes in coded]).tolist()
    return [runs[start : end - SHINGLE + 1] for start, end in itertools.pairwise([0, *ends])]


def _sketches(hashed: Sequence[Hashes]) -> NDArray[np.uint32]:
    """One row of `PERMUTATIONS` values a text."""
    from rensa import RMinHash

    if not hashed:
        return np.empty((0, PERMUTATIONS), np.uint32)
    offsets = np.concatenate([[0], np.cumsum([len(found) for found in hashed])]).astype(np.uint64)
    flat = np.concatenate(list(hashed))
    return np.asarray(
        RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, PERMUTATIONS, 1).to_rows(), dtype=np.uint32
    )


def _candidates(sketches: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs (n, 2) of rows that agree in a band and in enough permutations, and the share in which they do; those
    that agree most first."""
    pairs = _banded(sketches)
    few = np.ascontiguousarray(sketches[:, :: PERMUTATIONS // GLANCE])
    pairs = pairs[_agreeing(few, pairs) >= CANDIDATE / 2]
    likeness = _agreeing(sketches, pairs)
    order = np.argsort(-likeness, kind="stable")
    order = order[likeness[order] >= CANDIDATE]
    return pairs[order], likeness[order]


def _agreeing(sketches: NDArray[np.uint32], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of permutations in which both rows of each pair have the same value."""
    shares = [(sketches[part[:, 0]] == sketches[part[:, 1]]).mean(axis=1) for part in _parts(pairs)]
    return np.concatenate([np.empty(0), *shares])


def _parts(pairs: NDArray[np.int64], size: int = 100_000) -> Iterator[NDArray[np.int64]]:
    return (pairs[start : start + size] for start in range(0, len(pairs), size))


def _banded(sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Distinct pairs (n, 2) of rows that share a band, among neighbours in it and with its first."""
    count, width = len(sketches), PERMUTATIONS // BANDS
    found = [np.empty(0, np.int64)]
    for band in range(BANDS):
        keys = np.ascontiguousarray(sketches[:, band * width : (band + 1) * width]).view(np.uint64)[:, 0]
        order = np.argsort(keys)
        found += [np.minimum(a, b) * count + np.maximum(a, b) for a, b in _neighbours(keys[order], order)]
    # Sorting by hand: `np.unique` hashes here, which takes ten times as long on millions of near-consecutive codes.
    codes = np.sort(np.concatenate(found))
    codes = codes[np.concatenate([[True], codes[1:] != codes[:-1]])] if len(codes) else codes
    return np.stack([codes // max(count, 1), codes % max(count, 1)], axis=1)


def _neighbours(keys: Hashes, order: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    for step in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        equal = keys[:-step] == keys[step:]
        yield order[:-step][equal], order[step:][equal]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    lengths = np.diff(np.append(starts, len(keys)))
    heads = np.repeat(order[starts], lengths)
    yield heads[heads != order], order[heads != order]


class _Joined:
    """Which rows are in one group so far (union-find); `above` is each row's first fellow to begin with."""

    def __init__(self, above: list[int]) -> None:
        self._above = list(above)

    def _root(self, row: int) -> int:
        while self._above[row] != row:
            self._above[row] = self._above[self._above[row]]
            row = self._above[row]
        return row

    def together(self, one: int, other: int) -> bool:
        """True when both rows are in one group."""
        return self._root(one) == self._root(other)

    def join(self, one: int, other: int) -> None:
        """Make one group of both rows' groups."""
        self._above[self._root(one)] = self._root(other)
