"""Naming clusters by their own words: class-based TF-IDF (Grootendorst 2022) with maximal marginal relevance.

Maximal marginal relevance (Carbonell and Goldstein 1998) takes the term that tells most and repeats least. Two terms
repeat each other as far as they stand in the same passages; terms that share a word are never both taken.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.everyday import everyday_words
from pipeline.topic_parts import TopicPassageText

TERMS = 5
IN_NAME = 3
CANDIDATES = 40
RELEVANCE = 0.7
"""How much telling counts against not repeating."""
COMMON = 0.35
"""A term in more than this share of all passages names nothing."""
SPREAD = 0.1
"""A term names a topic from this share of its passages on, and from two passages on."""
PAIR_BONUS = 1.4
"""Pairs of words say more than words, but stand in fewer passages: tuned by reading names (docs/topics.md)."""
WORD = re.compile(r"[^\W\d_]{3,}")
UNSPACED = frozenset(("zh", "ja", "th"))
"""Languages without spaces between words: their passages name a topic only where it has no others."""
NAMELESS = ("no distinct words",)


def names_of(
    groups: Sequence[Sequence[TopicPassageText]], ignored: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """For each group up to `TERMS` terms, the one that tells most first. `ignored`: words that never name."""
    texts = [[passage.text for passage in in_one_language(group)] for group in groups]
    counter = _counter(ignored | everyday_words())
    try:
        counts = counter.fit_transform([text for group in texts for text in group])
    except ValueError:  # nothing but common words
        return [NAMELESS] * len(groups)
    starts = np.cumsum([0, *(len(group) for group in texts)])
    parts = [counts[a:b] for a, b in pairwise(starts)]
    weights = class_weights(np.vstack([np.asarray(part.sum(axis=0)).ravel() for part in parts]))
    words = [str(word) for word in counter.get_feature_names_out()]
    return [chosen_terms(words, row, part) or NAMELESS for row, part in zip(weights, parts, strict=True)]


def _counter(ignored: frozenset[str]) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer=lambda text: terms_of(text, ignored), max_df=COMMON)


def in_one_language(group: Sequence[TopicPassageText]) -> list[TopicPassageText]:
    """The passages in the language that most of the group are in: a name in two languages reads as a mistake."""
    spaced = [passage for passage in group if passage.language not in UNSPACED] or list(group)
    counted = Counter(passage.language for passage in spaced)
    leading = min(counted, key=lambda language: (-counted[language], language))
    return [passage for passage in spaced if passage.language == leading]


def terms_of(text: str, ignored: frozenset[str]) -> list[str]:
    """The words that may name a topic, and pairs of words that stand side by side."""
    found = list(WORD.finditer(text.lower()))
    words = [match.group() for match in found if match.group() not in ignored]
    pairs = [
        f"{one.group()} {other.group()}"
        for one, other in pairwise(found)
        if not text[one.end() : other.start()].strip("- ") and not {one.group(), other.group()} & ignored
    ]
    return [*words, *pairs]


def class_weights(per_class: NDArray[np.int64]) -> NDArray[np.float64]:
    """Class-based TF-IDF: frequency in the class × log(1 + mean words of a class / frequency in all).

    The root of the frequency, so that a word that few passages repeat does not lead.
    """
    frequency = np.maximum(per_class.sum(axis=0), 1)
    return np.asarray(np.sqrt(per_class) * np.log(1 + per_class.sum() / len(per_class) / frequency))


def chosen_terms(words: Sequence[str], weights: NDArray[np.float64], counts: Any) -> tuple[str, ...]:
    """The terms of one class by maximal marginal relevance. `counts`: its passages × `words`."""
    occurs = (counts > 0).astype(np.float64)
    spread = np.asarray(occurs.sum(axis=0)).ravel()
    bonus = np.asarray([PAIR_BONUS if " " in word else 1.0 for word in words])
    telling = np.where(spread >= max(2, SPREAD * counts.shape[0]), weights * bonus, 0.0)
    places = [int(n) for n in np.flatnonzero(telling)]
    order = sorted(places, key=lambda n: (-round(float(telling[n]), 6), words[n]))[:CANDIDATES]
    if not order:
        return ()
    stands = occurs[:, order].toarray()
    alike = stands.T @ stands / np.sqrt(np.outer(spread[order], spread[order]))
    taken = marginal([words[n] for n in order], telling[order] / telling[order[0]], alike)
    return tuple(words[order[n]] for n in taken)


def marginal(words: Sequence[str], relevance: NDArray[np.float64], alike: NDArray[np.float64]) -> list[int]:
    """Places of up to `TERMS` words, each the one with the most relevance beyond those taken."""
    taken: list[int] = []
    left = list(range(len(words)))
    while left and len(taken) < TERMS:
        repeats = alike[:, taken].max(axis=1) if taken else np.zeros(len(words))
        score = RELEVANCE * relevance - (1 - RELEVANCE) * repeats
        best = min(left, key=lambda n: (-round(float(score[n]), 6), words[n]))
        taken.append(best)
        left = [n for n in left if not share_a_word(words[n], words[best])]
    return taken


def share_a_word(one: str, other: str) -> bool:
    """True where two terms have a word in common, also in another form ("researcher", "researchers")."""
    return any(same_word(a, b) for a in one.split() for b in other.split())


def same_word(one: str, other: str) -> bool:
    """True for two forms of a word, in any language: all but up to three last letters are the same."""
    common = min(len(one), len(other)) - 1
    return one == other or (common >= 4 and one[:common] == other[:common] and abs(len(one) - len(other)) <= 3)


def key_of(terms: Sequence[str], taken: set[str]) -> str:
    """A topic's address, from its terms; numbered where `taken` has it."""
    from slugify import slugify

    key = slugify("-".join(terms[:IN_NAME]), max_length=60) or "topic"
    numbered = (key if n == 1 else f"{key}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate not in taken)


def name_of(terms: Sequence[str]) -> str:
    """What a topic is called: its first terms."""
    return ", ".join(terms[:IN_NAME])
