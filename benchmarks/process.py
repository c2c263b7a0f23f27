"""`travaux process` from segment to topics against the usual recipe, what new statements cost, and peak memory.

`python -m benchmarks.process` prints one JSON object. Ours and `benchmarks.reference` read the same passages in turn,
each in a fresh process from start to end: `ratio` is the median of the ratios of their seconds, and
`ratio_of_processor_time` that of their processor seconds. Then 1 % new statements are added and processed: `increment`
is their share of the first run. `peak_mb` is ours; `benchmarks.memory` measures it with many stored passages.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.made_statements import DOCKET, installed, statements, store, write_passages
from db.docket import load_docket
from db.session import open_installation
from db.settings import Settings
from pipeline.flow import STAGES, one_thread, plain_batches, run_stage
from pipeline.stage import Workshop, full_versions

ROOT = Path(__file__).parents[1]
TARGETS = {"ratio": 2.5, "increment": 0.03}
COLLECTING = ("extract", "relevance")
"""Stages that come before: their work is no part of the recipe."""
NEW = 0.01


def ours(data: Path) -> dict[str, Any]:
    """Run the stages from segment on, in this process; seconds and processor seconds of each."""
    settings = Settings(data=data, docket=DOCKET)
    engine, shop = open_installation(settings), Workshop(settings, load_docket(DOCKET))
    versions, taken = full_versions(STAGES, shop), {}
    for stage in STAGES:
        if stage.name not in COLLECTING:
            begun, worked = time.perf_counter(), time.process_time()
            with one_thread():
                outcome = run_stage(engine, shop, stage, versions[stage.name], plain_batches)
            assert not outcome.reasons, outcome.reasons[:1]  # noqa: S101  (a run that fails is no measurement)
            taken[stage.name] = [round(time.perf_counter() - begun, 2), round(time.process_time() - worked, 2)]
    return {"stages": taken, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def child(*arguments: str) -> dict[str, Any]:
    """What a fresh process prints as JSON, with its seconds and processor seconds from start to end."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found: dict[str, Any] = json.loads(done.stdout)
    print(arguments[0], done.stdout.strip(), file=sys.stderr, flush=True)
    return {**found, "seconds": round(time.perf_counter() - begun, 1), "processor_seconds": round(processor, 1)}


def pair(folder: Path, passages: int, seed: int) -> dict[str, Any]:
    """One run of both on the same passages, and one of ours with 1 % more statements."""
    made = statements(passages, seed)
    _, engine = installed(folder / "data", made)
    first = child("benchmarks.process", "--ours", str(folder / "data"))
    count = write_passages(engine, folder / "passages.jsonl")
    theirs = child("benchmarks.reference", str(folder / "passages.jsonl"), str(folder / "out.jsonl"))
    store(engine, statements(max(1, int(passages * NEW)), seed + 1000), len(made))
    then = child("benchmarks.process", "--ours", str(folder / "data"))
    engine.dispose()
    return {"passages": count, "ours": first, "reference": theirs, "with_new": then}


def ratio(runs: Sequence[dict[str, Any]], over: str, under: str, field: str) -> float:
    """The median over the runs of one figure divided by another."""
    return round(float(median(run[over][field] / run[under][field] for run in runs)), 3)


def measured(passages: int, pairs: int) -> dict[str, Any]:
    """The figures of the module's head, with every run."""
    runs = []
    for seed in range(pairs):
        with TemporaryDirectory() as folder:
            runs.append(pair(Path(folder), passages, seed))
            shutil.rmtree(Path(folder) / "data", ignore_errors=True)
        print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    return {
        "passages": [run["passages"] for run in runs],
        "ratio": ratio(runs, "reference", "ours", "seconds"),
        "ratio_of_processor_time": ratio(runs, "reference", "ours", "processor_seconds"),
        "increment": ratio(runs, "with_new", "ours", "seconds"),
        "increment_of_processor_time": ratio(runs, "with_new", "ours", "processor_seconds"),
        "peak_mb": max(run["ours"]["peak_mb"] for run in runs),
        "targets": TARGETS,
        "runs": runs,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.process", description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000, help="how many passages  [20000]")
    parser.add_argument("--pairs", type=int, default=1, help="how many paired runs  [1]")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    found = ours(options.ours) if options.ours else measured(options.passages, options.pairs)
    print(json.dumps(found, indent=None if options.ours else 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
