"""From run to run: which topic of today is which of last week, and what became of the others.

A cluster continues the earlier topic with which it has most passages in common. Where no passage of a topic is left
(all texts were cut anew), or it was gone for a while, the centre decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.topic_parts import GoneTopic, StoredTopic, Vector

KEEPS = 0.3
"""Least share of an earlier topic's passages in a cluster that continues or takes up the topic."""
MOST = 0.5
"""A cluster with this share of its passages from one earlier topic split off from it."""
CENTRES = 0.9
"""Least cosine of two centres that are one topic."""


@dataclass
class History:
    """Cluster → earlier topic (numbers of both) that it continues, and cluster → the one it split off from."""

    continues: dict[int, int] = field(default_factory=dict)
    split_from: dict[int, int] = field(default_factory=dict)
    shares: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    """Earlier topic → cluster → share of the topic's passages that it holds."""


def history_of(members: Sequence[frozenset[str]], centres: Sequence[Vector], stored: Sequence[StoredTopic]) -> History:
    """Join clusters (`members`: hashes of their passages' texts) to the topics of an earlier run."""
    counts = {n: _overlaps(topic, members) for n, topic in enumerate(stored)}
    history = History(shares={n: _shares(found) for n, found in counts.items()})
    by_count = sorted((-count, topic, cluster) for topic, found in counts.items() for cluster, count in found.items())
    for _, topic, cluster in by_count:
        if history.shares[topic][cluster] >= KEEPS:
            _join(history, cluster, topic)
    by_centre(history, centres, stored)
    for cluster, own in enumerate(members):
        if cluster not in history.continues:
            _split_off(history, cluster, len(own), counts)
    return history


def _overlaps(topic: StoredTopic, members: Sequence[frozenset[str]]) -> dict[int, int]:
    found = {cluster: len(topic.members & own) for cluster, own in enumerate(members)}
    return {cluster: count for cluster, count in found.items() if count}


def _shares(found: Mapping[int, int]) -> dict[int, float]:
    total = sum(found.values())
    return {cluster: count / total for cluster, count in found.items()}


def _join(history: History, cluster: int, topic: int) -> None:
    if cluster not in history.continues and topic not in history.continues.values():
        history.continues[cluster] = topic


def by_centre(history: History, centres: Sequence[Vector], stored: Sequence[StoredTopic]) -> None:
    """Join what is left by the cosine of centres, where the topic has no passage in any cluster."""
    likely = []
    for number, topic in enumerate(stored):
        for cluster, centre in enumerate(centres):
            if not history.shares[number] and topic.centre is not None and topic.centre.shape == centre.shape:
                likely.append((-round(float(topic.centre @ centre), 3), number, cluster))
    for negative, number, cluster in sorted(likely):
        if -negative >= CENTRES:
            _join(history, cluster, number)


def _split_off(history: History, cluster: int, size: int, counts: Mapping[int, Mapping[int, int]]) -> None:
    most, topic = max(((found.get(cluster, 0), -n) for n, found in counts.items()), default=(0, 0))
    if most >= MOST * size:
        history.split_from[cluster] = -topic


def gone_topics(history: History, stored: Sequence[StoredTopic], keys: Sequence[str]) -> tuple[GoneTopic, ...]:
    """What became of the topics that were current and that no cluster continues. `keys`: of the clusters."""
    left = set(range(len(stored))) - set(history.continues.values())
    return tuple(_gone(stored[n].key, history.shares[n], keys) for n in sorted(left) if stored[n].current)


def _gone(key: str, shares: Mapping[int, float], keys: Sequence[str]) -> GoneTopic:
    became = tuple(keys[cluster] for cluster, share in sorted(shares.items()) if share >= KEEPS)
    return GoneTopic(key, "vanished" if not became else "merged" if len(became) == 1 else "split", became)


def centre_of(vectors: Vector) -> Vector:
    """The mean of unit rows, of unit length."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)
