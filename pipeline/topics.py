"""Topics: what organisations object to or ask for beside the docket's concerns, in clusters named by their own words.

Seeded: the same passages with the same earlier topics give the same topics. Keys and names stay from run to run
(`pipeline.topic_history`); how passages are joined: `pipeline.topic_graph`; names: `pipeline.topic_names`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.topic_graph import NOWHERE, clusters
from pipeline.topic_history import History, centre_of, gone_topics, history_of
from pipeline.topic_map import places
from pipeline.topic_names import key_of, name_of, names_of
from pipeline.topic_parts import FoundTopic, StoredTopic, TopicPassageText, Topics, Vector
from pipeline.topic_weights import first_copies

VERSION = "3"
FEWEST = 12
"""Below this many passages there is nothing to cluster."""


def find_topics(
    passages: Sequence[TopicPassageText],
    vectors: NDArray[np.float32],
    ignored: frozenset[str] = frozenset(),
    stored: Sequence[StoredTopic] = (),
) -> Topics:
    """The topics of the passages, largest first; may be none.

    `vectors`: one unit row a passage. `ignored`: words, in lower case, that never name a topic of this docket.
    `stored`: the topics of the run before, which keep their keys and names.
    """
    kept, copies = first_copies(passages, vectors)
    few = len(kept) < FEWEST
    members = [] if few else clusters(vectors[kept], _before([passages[n] for n in kept], stored))
    groups = [[kept[n] for n in _most_typical(rows, vectors[kept])] for rows in members]
    centres = [centre_of(vectors[group]) for group in groups]
    history = history_of([frozenset(passages[n].sha256 for n in group) for group in groups], centres, stored)
    terms = names_of([[passages[n] for n in group] for group in groups], ignored) if groups else []
    keys, names = _keys_and_names(history, terms, stored)
    mapped = places(centres, [_place(history, n, stored) for n in range(len(groups))])
    copied = _copies_by_group(groups, copies)
    found = tuple(
        FoundTopic(
            key=keys[n],
            name=names[n],
            terms=terms[n],
            passages=tuple(passages[p].id for p in group),
            copies=tuple(passages[p].id for p in copied[n]),
            centre=centres[n],
            place=mapped[n],
            came_from=stored[history.split_from[n]].key if n in history.split_from else "",
        )
        for n, group in enumerate(groups)
    )
    return Topics(found, gone_topics(history, stored, keys))


def _before(kept: Sequence[TopicPassageText], stored: Sequence[StoredTopic]) -> list[int]:
    """For each passage the number of its earlier topic, or `NOWHERE`."""
    known = {sha256: number for number, topic in enumerate(stored) for sha256 in topic.members}
    return [known.get(passage.sha256, NOWHERE) for passage in kept]


def _most_typical(rows: Sequence[int], vectors: Vector) -> list[int]:
    """The rows of one cluster, the nearest to its centre first."""
    own = vectors[list(rows)]
    return [rows[int(n)] for n in np.argsort(-np.round(own @ own.mean(axis=0), 5), kind="stable")]


def _keys_and_names(
    history: History, terms: Sequence[tuple[str, ...]], stored: Sequence[StoredTopic]
) -> tuple[list[str], list[str]]:
    """Those of the topic that a cluster continues, else new ones; no key is ever given twice."""
    taken = {topic.key for topic in stored}
    keys, names = [], []
    for number, own in enumerate(terms):
        earlier = stored[history.continues[number]] if number in history.continues else None
        keys.append(earlier.key if earlier else key_of(own, taken))
        names.append(earlier.name if earlier else name_of(own))
        taken.add(keys[-1])
    return keys, names


def _place(history: History, cluster: int, stored: Sequence[StoredTopic]) -> tuple[float, float] | None:
    return stored[history.continues[cluster]].place if cluster in history.continues else None


def _copies_by_group(groups: Sequence[Sequence[int]], copies: Mapping[int, int]) -> list[list[int]]:
    """For each group the positions of its passages' copies, in order."""
    of = {position: number for number, group in enumerate(groups) for position in group}
    found: list[list[int]] = [[] for _ in groups]
    for position, first in sorted(copies.items()):
        if first in of:
            found[of[first]].append(position)
    return found
