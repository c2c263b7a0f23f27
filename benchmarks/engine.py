"""The fast engine against sentence-transformers' defaults: how much faster, and what the labels make of it.

`python -m benchmarks.engine` prints one JSON object. Speed: passages of the docket's examples, both engines in turn,
five pairs, the median of the ratios and their extremes. Labels: concern micro-F1 on labelled passages (`--gold
FOLDER`) by the docket's heads over what the fast engine and what the weights as they are say, and the difference with
a paired bootstrap over passages.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket, load_docket
from pipeline.concerns import PassageText, label_passages
from pipeline.encoders import english_model_folder, multilingual_encoder
from pipeline.examples import read_examples
from pipeline.heads import columns_of, load_heads
from pipeline.tuned_encoder import FARTHEST, LabelEncoder, TunedEncoder, label_encoder

PAIRS, SAMPLES = 5, 2000
FILES = ("passages.jsonl", "real_passages.jsonl")


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def speed(texts: Sequence[str], fast: LabelEncoder) -> dict[str, Any]:
    """How many times as fast the fast engine is: median, least and most of `PAIRS` paired runs."""
    from sentence_transformers import SentenceTransformer

    slow = SentenceTransformer(str(english_model_folder()), device="cpu")
    fast.encode(texts[:32])
    slow.encode(list(texts[:32]), show_progress_bar=False)
    ratios = [
        seconds(lambda: slow.encode(list(texts), show_progress_bar=False)) / seconds(lambda: fast.encode(texts))
        for _ in range(PAIRS)
    ]
    return {"engine": fast.key, "passages": len(texts), "median": median(ratios), "all": ratios}


def labels(gold: Path, docket: Docket, fast: TunedEncoder) -> dict[str, Any]:
    """File → concern micro-F1 by both engines, and the difference with its 95 % interval."""
    networks = (fast.encode, fast.slow_network())
    report = {}
    for name in FILES:
        rows = rows_in(gold / name)
        ours, theirs = (concerns_of(rows, network, docket) for network in networks)
        report[name] = difference(ours, theirs, [set(row["concerns"]) for row in rows])
    return report


def rows_in(path: Path) -> list[dict[str, Any]]:
    """The passages of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def concerns_of(
    rows: Sequence[dict[str, Any]], network: Callable[[list[str]], NDArray[Any]], docket: Docket
) -> list[set[str]]:
    """The concerns given to each passage, shown or unsure, by the docket's heads over this network's logits."""
    passages = [PassageText(str(row["text"]), str(row["language"])) for row in rows]
    texts = [passage.text for passage in passages]
    logits = np.clip(network(texts), -FARTHEST, FARTHEST).astype(np.float32)
    labelled = label_passages(passages, logits, multilingual_encoder().encode(texts), load_heads(docket), docket)
    return [{label.key for label in labels if label.kind == "concern"} for labels in labelled]


def difference(fast: Sequence[set[str]], slow: Sequence[set[str]], wanted: Sequence[set[str]]) -> dict[str, float]:
    """Micro-F1 of both, and fast minus slow in points with the 2.5 % and 97.5 % quantiles of a paired bootstrap."""
    counts = np.array([[*tally(f, w), *tally(s, w)] for f, s, w in zip(fast, slow, wanted, strict=True)])
    draws = np.random.default_rng(0).integers(0, len(counts), (SAMPLES, len(counts)))
    sums = counts[draws].sum(axis=1)
    spread = 100 * (f1(sums[:, :3]) - f1(sums[:, 3:]))
    total = counts.sum(axis=0)[None, :]
    low, high = np.quantile(spread, (0.025, 0.975))
    ours, theirs = float(f1(total[:, :3])[0]), float(f1(total[:, 3:])[0])
    return {"fast": ours, "slow": theirs, "points": 100 * (ours - theirs), "low": float(low), "high": float(high)}


def tally(given: set[str], wanted: set[str]) -> tuple[int, int, int]:
    """Labels that are right, given, and wanted."""
    return len(given & wanted), len(given), len(wanted)


def f1(sums: Any) -> Any:
    """F1 of rows of (right, given, wanted)."""
    return 2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, help="a folder with passages.jsonl and real_passages.jsonl")
    parser.add_argument("--passages", type=int, default=1000)
    options = parser.parse_args()
    docket = load_docket("un-cybercrime")
    texts = [example.text for example in read_examples(docket) if example.language == "en"][: options.passages]
    encoder = label_encoder(docket, columns_of(docket))
    report: dict[str, Any] = {"speed": speed(texts, encoder)}
    if options.gold and isinstance(encoder, TunedEncoder):
        report["labels"] = labels(options.gold, docket, encoder)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
