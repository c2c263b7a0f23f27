"""Which statements are the same text, or the same statement in another language.

Republications are found by `pipeline.copies`. Translations: passages of two languages are each other's nearest, in
order; one text of each republication group speaks for its copies.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipeline.copies import copied_pairs, words_of

VERSION = "4"
SAME_MEANING = 0.55
"""Least share of passages that are each other's nearest and in order, for a translation."""
CLOSE = 0.6
"""Least mean cosine of those passages under the multilingual encoder."""
DAYS_APART = 400
FEWEST_WORDS = 15
"""A shorter text ("See attached", "I object") is many people's own: it is nobody's copy, however often it was sent."""
LONG_ENOUGH = 2_000
"""Characters that surely hold so many words, if there are any."""
LIKELY = 5
"""Statements of another language that are looked at as translations: those nearest as a whole."""


@dataclass(frozen=True)
class Wording:
    """A statement's current text: `address` names it, `vectors` are its passages' (n, dimension), in order."""

    key: int
    address: str
    published: str
    language: str
    text: str
    vectors: NDArray[np.float32]


def same_text_pairs(wordings: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    """Pairs of keys that join all copies of a text, edits and additions allowed; very short texts are in none."""
    telling = [wording for wording in wordings if can_be_copied(wording.text)]
    for one, other in copied_pairs([wording.text for wording in telling]):
        yield telling[one].key, telling[other].key


def can_be_copied(text: str) -> bool:
    """Whether a text is long enough that the same words elsewhere are a copy of it."""
    return len(words_of(text[:LONG_ENOUGH])) >= FEWEST_WORDS


def days_between(one: str, other: str) -> int:
    """Days between two dates `YYYY-MM-DD`; 0 where either is not that precise, because then nothing is known."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 0


def translation_score(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float]:
    """Share of passages that are each other's nearest and in order, and the mean cosine of those."""
    if not len(one) or not len(other):
        return 0.0, 0.0
    cosines = one @ other.T
    nearest, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    mutual = [(row, int(column)) for row, column in enumerate(nearest) if back[column] == row]
    in_order = longest_rise([column for _, column in mutual])
    mean = float(np.mean([cosines[row, column] for row, column in mutual])) if mutual else 0.0
    return in_order / max(len(one), len(other)), mean


def longest_rise(numbers: Iterable[int]) -> int:
    """Length of the longest increasing subsequence (patience sorting)."""
    tails: list[int] = []
    for number in numbers:
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
    return len(tails)


def is_translation(one: Wording, other: Wording) -> bool:
    """True when two texts of different languages say the same, passage by passage."""
    if one.language == other.language or days_between(one.published, other.published) > DAYS_APART:
        return False
    share, cosine = translation_score(one.vectors, other.vectors)
    return share >= SAME_MEANING and cosine >= CLOSE and min(len(one.vectors), len(other.vectors)) > 1


def translation_pairs(wordings: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    """Pairs of keys whose texts are translations of each other.

    Only the statements of another language whose mean vectors are nearest are compared passage by passage.
    """
    by_language: dict[str, list[Wording]] = {}
    for wording in wordings:
        if len(wording.vectors):
            by_language.setdefault(wording.language, []).append(wording)
    for one, other in itertools.combinations(sorted(by_language), 2):
        for left, right in likely_translations(by_language[one], by_language[other]):
            if is_translation(left, right):
                yield left.key, right.key


def likely_translations(ones: Sequence[Wording], others: Sequence[Wording]) -> Iterator[tuple[Wording, Wording]]:
    """For each statement of either side the few of the other whose mean vectors are nearest."""
    left, right = (np.stack([mean_vector(w.vectors) for w in side]) for side in (ones, others))
    forth = {(row, column) for row, columns in enumerate(nearest_rows(left, right)) for column in columns}
    back = {(row, column) for column, rows in enumerate(nearest_rows(right, left)) for row in rows}
    for row, column in sorted(forth | back):
        yield ones[row], others[column]


def mean_vector(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of unit vectors, of unit length."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def nearest_rows(left: NDArray[np.float32], right: NDArray[np.float32], block: int = 512) -> Iterator[list[int]]:
    """For each row of `left` the `LIKELY` rows of `right` with the highest cosine."""
    most = min(LIKELY, len(right))
    for start in range(0, len(left), block):
        cosines = left[start : start + block] @ right.T
        yield from np.argpartition(-cosines, most - 1, axis=1)[:, :most].tolist()


def groups(wordings: Sequence[Wording], pairs: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Key → address of the first member of its group: the earliest published, then the first address."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {wording.key: n for n, wording in enumerate(wordings)}
    edges = [(place[a], place[b]) for a, b in pairs]
    rows, columns = [a for a, _ in edges], [b for _, b in edges]
    size = len(wordings)
    graph = coo_array(([1] * len(edges), (rows, columns)), shape=(size, size))
    _, labels = connected_components(graph, directed=False) if size else (0, [])
    first: dict[int, Wording] = {}
    for wording, label in zip(wordings, labels, strict=True):
        first[label] = min(first.get(label, wording), wording, key=seniority)
    return {wording.key: first[label].address for wording, label in zip(wordings, labels, strict=True)}


def seniority(wording: Wording) -> tuple[str, str]:
    """Sorts the earliest publication first; undated ones last."""
    return wording.published or "9999", wording.address


def group_statements(wordings: Sequence[Wording]) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Republication group and translation group of each statement; the second contains whole groups of the first."""
    copies = list(same_text_pairs(wordings))
    same = groups(wordings, copies)
    first = {wording.address: wording for wording in wordings if wording.vectors.size}
    asked = [first.get(address) for address in dict.fromkeys(same.values())]
    return same, groups(wordings, [*copies, *translation_pairs([one for one in asked if one])])
