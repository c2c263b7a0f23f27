"""How well and how fast copies of letters are found: `python -m benchmarks.republications`.

Prints one JSON object: `letters`, `pairs` (true pairs of copies), `precision` and `recall` of pairs that stand in
one group, `seconds` of wall time and `processor_seconds` for everything from the texts to the groups, `targets`,
and `met`. Exit status 1 where a target is missed.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.letters import letters
from pipeline.similar import Wording, group_statements

TARGETS = {"precision": 0.998, "recall": 0.97, "seconds": 5.0}


def pairs_in(sizes: Iterable[int]) -> int:
    """Pairs within groups of these sizes."""
    return sum(size * (size - 1) // 2 for size in sizes)


def measured(count: int, seed: int) -> dict[str, float]:
    """The figures for `count` letters."""
    made = letters(count, seed)
    none = np.empty((0, 1), np.float32)
    wordings = [Wording(n, f"urn:letter:{n:06}", "2024-07-01", "en", one.text, none) for n, one in enumerate(made)]
    began, worked = time.perf_counter(), time.process_time()
    found, _ = group_statements(wordings)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    true = pairs_in(Counter(one.family for one in made).values())
    said = pairs_in(Counter(found.values()).values())
    both = pairs_in(Counter((made[key].family, group) for key, group in found.items()).values())
    return {
        "letters": count,
        "pairs": true,
        "precision": round(both / max(said, 1), 5),
        "recall": round(both / max(true, 1), 5),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.republications", description=__doc__)
    parser.add_argument("--letters", type=int, default=20_000, help="how many letters  [20000]")
    parser.add_argument("--seed", type=int, default=1, help="of the generator  [1]")
    options = parser.parse_args(arguments)
    figures = measured(options.letters, options.seed)
    good = all(figures[name] >= TARGETS[name] for name in ("precision", "recall"))
    met = good and figures["seconds"] <= TARGETS["seconds"]
    print(json.dumps({**figures, "targets": TARGETS, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
