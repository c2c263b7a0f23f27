"""Topics: what organisations object to or ask for, in clusters named by their own words.

Leiden on a graph of nearest neighbours (docs/decisions/topics.md); names by class-based TF-IDF. Seeded:
the same passages give the same topics.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.everyday import everyday_words

VERSION = "2"
NEIGHBOURS = 15
FEWEST = 12
"""Below this many passages there is nothing to cluster."""
SMALLEST = 4
TERMS = 5
SEED = 1
WORD = re.compile(r"[^\W\d_]{3,}")
COMMON = 0.35
"""A term in more than this share of all passages names nothing."""


@dataclass(frozen=True)
class TopicPassageText:
    """A passage that may belong to a topic; `copy_of` names its form letter or republication group."""

    id: int
    text: str
    copy_of: str


@dataclass(frozen=True)
class FoundTopic:
    """A topic: `key` for its address, `name` to show, and passage ids with the most typical first."""

    key: str
    name: str
    terms: tuple[str, ...]
    passages: tuple[int, ...]


def find_topics(
    passages: Sequence[TopicPassageText], vectors: NDArray[np.float32], ignored: frozenset[str] = frozenset()
) -> list[FoundTopic]:
    """The topics of the passages, largest first; may be empty.

    `vectors`: one unit row a passage. `ignored`: words, in lower case, that never name a topic of this docket.
    """
    kept = first_copies(passages)
    if len(kept) < FEWEST:
        return []
    members = clusters(vectors[kept])
    texts = [[passages[kept[n]].text for n in rows] for rows in members]
    names = class_terms(texts, ignored | everyday_words())
    topics = []
    for rows, terms in zip(members, names, strict=True):
        order = most_typical(vectors[[kept[n] for n in rows]])
        ids = tuple(passages[kept[rows[n]]].id for n in order)
        topics.append(FoundTopic(key_of(terms), ", ".join(terms[:3]), terms, ids))
    return with_unique_keys(topics)


def first_copies(passages: Sequence[TopicPassageText]) -> list[int]:
    """Positions of the passages, each form letter's or republication's wording once."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for position, passage in enumerate(passages):
        wording = (passage.copy_of, " ".join(passage.text.casefold().split()))
        if wording not in seen:
            seen.add(wording)
            kept.append(position)
    return kept


def clusters(vectors: NDArray[np.float32]) -> list[list[int]]:
    """Rows in clusters of at least `SMALLEST`, largest first."""
    from graspologic_native import leiden

    _, found = leiden(neighbour_edges(vectors), seed=SEED, iterations=3, trials=3)
    by_label: dict[int, list[int]] = {}
    for row, label in sorted((int(node), label) for node, label in found.items()):
        by_label.setdefault(label, []).append(row)
    large = [rows for rows in by_label.values() if len(rows) >= SMALLEST]
    return sorted(large, key=lambda rows: (-len(rows), rows[0]))


def neighbour_edges(vectors: NDArray[np.float32]) -> list[tuple[str, str, float]]:
    """Each row joined to its nearest others, weighted by their cosine."""
    from sklearn.neighbors import NearestNeighbors

    near = NearestNeighbors(n_neighbors=min(NEIGHBOURS, len(vectors) - 1), metric="cosine").fit(vectors)
    distances, others = near.kneighbors()
    edges = {
        (min(row, int(o)), max(row, int(o))): round(1 - float(d), 4)
        for row in range(len(vectors))
        for o, d in zip(others[row], distances[row], strict=True)
    }
    return [(str(a), str(b), max(weight, 0.0)) for (a, b), weight in sorted(edges.items())]


def terms_of(text: str, ignored: frozenset[str]) -> list[str]:
    """The words that may name a topic, and pairs of neighbours among them."""
    words = [word for word in WORD.findall(text.lower()) if word not in ignored]
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]


def class_terms(texts: Sequence[Sequence[str]], ignored: frozenset[str]) -> list[tuple[str, ...]]:
    """The words that set each cluster apart (class-based TF-IDF, Grootendorst 2022), no word twice in a name."""
    from sklearn.feature_extraction.text import CountVectorizer

    flat = [text for group in texts for text in group]
    counter = CountVectorizer(analyzer=lambda text: terms_of(text, ignored), max_df=COMMON)
    try:
        counts = counter.fit_transform(flat)
    except ValueError:  # nothing but common words
        return [("no distinct words",)] * len(texts)
    starts = np.cumsum([0, *(len(group) for group in texts)])
    per_class = np.vstack([np.asarray(counts[a:b].sum(axis=0)) for a, b in pairwise(starts)])
    idf = np.log(1 + per_class.sum() / len(texts) / np.maximum(per_class.sum(axis=0), 1))
    words = counter.get_feature_names_out()
    return [distinct_terms(words, row) for row in per_class * idf]


def distinct_terms(words: Sequence[str], weights: NDArray[np.float64]) -> tuple[str, ...]:
    """The heaviest terms, skipping those that share a word with one already taken."""
    chosen: list[str] = []
    used: Counter[str] = Counter()
    for place in sorted(range(len(words)), key=lambda n: (-weights[n], words[n])):
        term = str(words[place])
        if not any(used[word] for word in term.split()):
            chosen.append(term)
            used.update(term.split())
        if len(chosen) == TERMS:
            break
    return tuple(chosen)


def most_typical(vectors: NDArray[np.float32]) -> list[int]:
    """Rows, the nearest to the cluster's centre first."""
    centre = vectors.mean(axis=0)
    return [int(n) for n in np.argsort(-np.round(vectors @ centre, 5), kind="stable")]


def key_of(terms: Sequence[str]) -> str:
    """A topic's address, from its terms."""
    from slugify import slugify

    return slugify("-".join(terms[:3]), max_length=60) or "topic"


def with_unique_keys(topics: Sequence[FoundTopic]) -> list[FoundTopic]:
    """The topics, with a number behind keys that occur twice."""
    seen: Counter[str] = Counter()
    unique = []
    for topic in topics:
        seen[topic.key] += 1
        key = topic.key if seen[topic.key] == 1 else f"{topic.key}-{seen[topic.key]}"
        unique.append(FoundTopic(key, topic.name, topic.terms, topic.passages))
    return unique
