"""Peak memory with many stored passages: `python -m benchmarks.memory` prints one JSON object.

Passages are stored with made vectors and labels, as a processed installation has them, so that this takes minutes. Then
the models are loaded and the stages that need all texts at once run (groups, topics), the plan of every stage is made,
and the index of a search is read. The other stages hold eight statements at a time, however many there are.
"""

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import insert
from sqlmodel import Session, col, select

from benchmarks.made_statements import DOCKET, installed
from db.docket import load_docket
from db.models import Label, Passage
from db.session import reading, writing
from db.store.findings import add_vectors, replace_passages
from db.store.statements import sha256_of
from pipeline.flow import STAGES, one_thread, plain_batches, plan_stage, run_stage
from pipeline.meaning_index import meaning_index
from pipeline.stage import Workshop, full_versions

TARGET_MB = 2000
OF_A_STATEMENT = 20
OBJECTING = 0.4
"""Share of passages that object and that no concern covers: more than in any real installation."""


def store_passages(session: Session, revision: int, text: str, encoder: str, rng: np.random.Generator) -> None:
    """The passages of one statement with a vector and a stance each."""
    starts = [n for n in range(len(text)) if n == 0 or text[n - 1] == "\n"]
    spans = [(start, text.find("\n", start) if text.find("\n", start) > 0 else len(text)) for start in starts]
    rows = [
        {"position": n, "start": start, "end": end, "text": text[start:end], "text_sha256": sha256_of(text[start:end]),
         "heading": "", "language": "en"}
        for n, (start, end) in enumerate(spans)
    ]  # fmt: skip
    replace_passages(session, revision, rows)
    unit = rng.normal(size=(len(rows), 512))
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    found = {
        str(row["text_sha256"]): vector.astype(np.float16).tobytes() for row, vector in zip(rows, unit, strict=True)
    }
    add_vectors(session, encoder, found)
    ids = session.exec(select(Passage.id).where(Passage.revision_id == revision)).all()
    labels = [
        {"passage_id": key, "kind": "stance", "key": "objection" if rng.random() < OBJECTING else "neutral",
         "score": 0.9, "status": "shown", "origin": "model", "reason": "made"}
        for key in ids
    ]  # fmt: skip
    session.execute(insert(Label), labels)


def texts(count: int, rng: np.random.Generator) -> list[str]:
    """Statements of made words, one passage a line."""
    words = np.array([f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprst"])
    return [
        "\n".join(" ".join(rng.choice(words, 40)) for _ in range(OF_A_STATEMENT))
        for _ in range(count // OF_A_STATEMENT)
    ]


def peak_mb() -> int:
    """Of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(folder: Path, count: int) -> dict[str, int]:
    """Peak memory after each step, MB."""
    rng, peaks = np.random.default_rng(1), {}
    made = texts(count, rng)
    settings, engine = installed(folder, made)
    shop = Workshop(settings, load_docket(DOCKET))
    for start in range(0, len(made), 200):
        with writing(engine) as session:
            for at in range(start, min(start + 200, len(made))):
                store_passages(session, at + 1, made[at], shop.multilingual.key, rng)
    peaks["stored"] = peak_mb()
    shop.english.encode(["A judge must decide."]), shop.multilingual.encode(["A judge."])
    assert shop.heads and shop.implied  # noqa: S101  (loads them)
    versions, by_name = full_versions(STAGES, shop), {stage.name: stage for stage in STAGES}
    peaks["models"] = peak_mb()
    with one_thread():
        for name in ("group", "topics"):
            outcome = run_stage(engine, shop, by_name[name], versions[name], plain_batches)
            assert not outcome.reasons, outcome.reasons[:1]  # noqa: S101  (a run that fails is no measurement)
            peaks[name] = peak_mb()
    assert all(plan_stage(engine, shop, stage, versions[stage.name]) for stage in STAGES)  # noqa: S101
    peaks["plan"] = peak_mb()
    with reading(engine) as session:
        assert len(meaning_index(session, shop.multilingual).passage_ids)  # noqa: S101
        peaks["search"] = peak_mb()
        peaks["passages"] = len(session.exec(select(col(Passage.id))).all())
    return peaks


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000, help="how many passages  [100000]")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        peaks = measured(Path(folder), options.passages)
    met = peaks["search"] <= TARGET_MB
    print(json.dumps({"peak_mb": peaks, "target_mb": TARGET_MB, "met": met}, indent=1))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
