"""How steady topics are from week to week: `python -m benchmarks.topics`.

Passages are made from the docket's own examples: a vector of one or two of them with noise, a text of their
sentences. A first run finds topics, a second one starts from them with 5 % more passages. Prints one JSON object:
`passages`, `topics`, `adjusted_rand_index` over the passages of both runs (those of no topic are one group),
`kept_names` (share of the first run's topics that are there afterwards under the same key and name), `repeatable`
(both runs again, byte for byte), processor seconds of both, `targets` and `met`. Exit status 1 where one is missed.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from db.docket import load_docket
from pipeline.encoders import Encoder, multilingual_encoder
from pipeline.segment import segment
from pipeline.topic_parts import StoredTopic, TopicPassageText, Topics, Vector
from pipeline.topics import find_topics

TARGETS = {"adjusted_rand_index": 0.9, "kept_names": 0.9}
NEW = 0.05
NOISE = 0.35
"""Length of the noise beside a vector of length 1."""
CLUSTERED = ("objection", "recommendation")


@dataclass(frozen=True)
class Made:
    """Passages with their vectors, in the order of time."""

    passages: list[TopicPassageText]
    vectors: Vector

    def first(self, count: int) -> "Made":
        """The oldest of them."""
        return Made(self.passages[:count], self.vectors[:count])


def examples(docket: str, most: int) -> list[dict[str, Any]]:
    """Rows of the docket's examples that object or ask, spread evenly over its files."""
    lines = [line for path in load_docket(docket).example_files for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in map(json.loads, lines) if row["stance"] in CLUSTERED]
    return rows[:: max(1, len(rows) // most)][:most]


def made(count: int, seed: int, rows: Sequence[dict[str, Any]], encoder: Encoder) -> Made:
    """`count` passages, mixed from examples."""
    rng = np.random.default_rng(seed)
    own = encoder.encode([row["text"] for row in rows])
    one, other = rng.integers(0, len(rows), count), rng.integers(0, len(rows), count)
    share = rng.uniform(0.6, 1.0, (count, 1))
    noise = rng.normal(0, NOISE / own.shape[1] ** 0.5, (count, own.shape[1]))
    mixed = share * own[one] + (1 - share) * own[other] + noise
    sentences = [[row["text"][s.start : s.end] for s in segment(row["text"])] for row in rows]
    texts = [f"{sentences[a][0]} {sentences[b][-1]}" for a, b in zip(one, other, strict=True)]
    passages = [
        TopicPassageText(n, text, f"urn:made:{n}", rows[a]["language"], f"{n}")
        for n, (text, a) in enumerate(zip(texts, one, strict=True))
    ]
    unit = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return Made(passages, np.asarray(unit, np.float32))


def kept(topics: Topics) -> tuple[StoredTopic, ...]:
    """What the next run reads of these topics."""
    return tuple(
        StoredTopic(t.key, t.name, frozenset(str(p) for p in t.passages), t.centre, t.place) for t in topics.found
    )


def labels(topics: Topics, count: int) -> list[int]:
    """Topic of each of the first `count` passages; -1 for none."""
    of = {passage: number for number, topic in enumerate(topics.found) for passage in topic.passages}
    return [of.get(passage, -1) for passage in range(count)]


def timed(run: Callable[[], Topics]) -> tuple[Topics, float]:
    """What `run` gives, and its processor seconds."""
    began = time.process_time()
    found = run()
    return found, round(time.process_time() - began, 2)


def measured(count: int, seed: int, rows: Sequence[dict[str, Any]], encoder: Encoder) -> dict[str, Any]:
    """The figures of a run on `count` passages and of one with 5 % more."""
    from sklearn.metrics import adjusted_rand_score

    late = made(int(count * (1 + NEW)), seed, rows, encoder)
    early = late.first(count)
    first, cold = timed(lambda: find_topics(early.passages, early.vectors))
    then, warm = timed(lambda: find_topics(late.passages, late.vectors, stored=kept(first)))
    again = find_topics(late.passages, late.vectors, stored=kept(find_topics(early.passages, early.vectors)))
    names = {(t.key, t.name) for t in first.found}
    return {
        "passages": count,
        "topics": len(first.found),
        "adjusted_rand_index": round(float(adjusted_rand_score(labels(first, count), labels(then, count))), 4),
        "kept_names": round(len(names & {(t.key, t.name) for t in then.found}) / max(1, len(names)), 4),
        "repeatable": repr(then) == repr(again),
        "processor_seconds_first": cold,
        "processor_seconds_warm": warm,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.topics", description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000, help="how many passages  [10000]")
    parser.add_argument("--examples", type=int, default=1_200, help="how many examples they are made from  [1200]")
    parser.add_argument("--docket", default="un-cybercrime", help="whose examples  [un-cybercrime]")
    parser.add_argument("--seed", type=int, default=1, help="of the generator  [1]")
    options = parser.parse_args(arguments)
    rows = examples(options.docket, options.examples)
    figures = measured(options.passages, options.seed, rows, multilingual_encoder())
    met = figures["repeatable"] and all(figures[name] >= least for name, least in TARGETS.items())
    print(json.dumps({**figures, "targets": TARGETS, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
