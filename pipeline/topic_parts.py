"""What topics are made of: passages, topics of this run, and topics of an earlier one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class TopicPassageText:
    """A passage that may belong to a topic.

    `copy_of` names its form letter, republication or translation group; `sha256` is of its text and is what a
    passage is known by from run to run.
    """

    id: int
    text: str
    copy_of: str
    language: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class StoredTopic:
    """A topic of an earlier run: hashes of its passages' texts, its centre (None where not known), its place."""

    key: str
    name: str
    members: frozenset[str] = frozenset()
    centre: Vector | None = None
    place: tuple[float, float] | None = None
    current: bool = True


@dataclass(frozen=True)
class FoundTopic:
    """A topic: `key` for its address, `name` to show; both stay from run to run.

    `passages` that weigh, the most typical first; `copies` of them, which weigh nothing; `centre` of unit length;
    `place` on the map; `came_from` is the key of the topic that it split off from.
    """

    key: str
    name: str
    terms: tuple[str, ...]
    passages: tuple[int, ...]
    copies: tuple[int, ...]
    centre: Vector
    place: tuple[float, float]
    came_from: str = ""


@dataclass(frozen=True)
class GoneTopic:
    """A topic of an earlier run that is none any more. `state` is `merged`, `split` or `vanished`."""

    key: str
    state: str
    became: tuple[str, ...] = ()
    """Keys of the topics that hold its passages now."""


@dataclass(frozen=True)
class Topics:
    """All topics of a run, largest first, and those that it found no more."""

    found: tuple[FoundTopic, ...] = ()
    gone: tuple[GoneTopic, ...] = ()
