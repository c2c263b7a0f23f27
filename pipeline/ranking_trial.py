"""How well search ranks: graded answers to fixed queries, and nDCG of words alone, meaning alone, and both together.

A trial is a folder of three files, one JSON object a line: `passages.jsonl` (id, language, text), `queries.jsonl` (id,
language, query; `across` where the answers are in other languages) and `grades.jsonl` (query, and passage id → 0 to 3).
The answers graded were pooled from all systems; one that was not counts as 0, and is counted as `ungraded`.

nDCG with gains 2^grade - 1 and discounts log2(place + 1): Burges et al. 2005. Queries of odd numbers are those on
which the weights were chosen, those of even numbers were not looked at.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlmodel import Session, select

from db.docket import Docket
from db.models import Capture, Statement
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store.captures import NewCapture, add_capture
from db.store.findings import add_vectors, replace_passages
from db.store.relevance import save_relevance
from db.store.statements import NewStatement, save_statement, sha256_of
from pipeline.candidates import Candidates, find_candidates
from pipeline.encoders import Encoder
from pipeline.query import parse_query
from pipeline.shelf_reading import read_shelf

DEPTH = 10
GAP = "\n\n"


@dataclass(frozen=True)
class Asked:
    """One query with its graded answers."""

    key: str
    query: str
    across: bool
    grades: Mapping[str, int]

    @property
    def chosen_on(self) -> bool:
        """Whether the weights were chosen on this one."""
        return int(self.key[1:]) % 2 == 1


@dataclass(frozen=True)
class Trial:
    """Passages (id, text, language) and what is asked of them."""

    passages: Sequence[tuple[str, str, str]]
    queries: Sequence[Asked]


def read_trial(folder: Path) -> Trial:
    """The trial of a folder. Raises `ValueError` that names the file and what is wrong."""
    passages = [(row["id"], row["text"], row["language"]) for row in _lines(folder / "passages.jsonl")]
    grades = {row["query"]: row["grades"] for row in _lines(folder / "grades.jsonl")}
    known = {key for key, _, _ in passages}
    queries = [
        Asked(row["id"], row["query"], bool(row.get("across")), grades.get(row["id"], {}))
        for row in _lines(folder / "queries.jsonl")
    ]
    for asked in queries:
        if not any(asked.grades.values()) or not set(asked.grades) <= known:
            raise ValueError(f"{folder / 'grades.jsonl'}: for {asked.key} grades of known passages, one above 0.")
    return Trial(passages, queries)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: expected one JSON object a line, found a fault ({error}).") from error


Ordered = Callable[[Candidates], np.ndarray[Any, Any]]
SYSTEMS: Mapping[str, Ordered] = {
    "words": lambda found: np.where(found.member, found.words, -1),
    "meaning": lambda found: found.cosine,
    "hybrid": lambda found: np.where(found.member, found.scores(), -1),
}
"""Name → the scores by which it orders. Words alone is a search where meaning is not available."""


def run_trial(trial: Trial, docket: Docket, encoder: Encoder) -> dict[str, Any]:
    """`{queries, across, ndcg_at_10: {system: {all, chosen_on, held_out, across}}, ungraded: {system: n}, lines}`."""
    with TemporaryDirectory() as folder:
        engine = open_installation(Settings(data=Path(folder)))
        with writing(engine) as session:
            _store(session, trial, docket, encoder)
        with reading(engine) as session:
            tops = _tops(session, trial, encoder)
        engine.dispose()
    return _report(trial, tops)


def _store(session: Session, trial: Trial, docket: Docket, encoder: Encoder) -> None:
    whole = GAP.join(text for _, text, _ in trial.passages)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    add_capture(session, NewCapture("urn:trial", sha256_of(whole), "text/plain", len(whole), when, "import", "none", 0))
    new = NewStatement("Trial", whole, len(whole), "", "", "en", "other", "", "", "", "", False, (), ())
    save_statement(session, docket, session.exec(select(Capture)).one(), new)
    statement = session.exec(select(Statement)).one()
    save_relevance(session, statement.id or 0, True, 1.0, "A trial of the ranking.")
    starts = np.cumsum([0, *(len(text) + len(GAP) for _, text, _ in trial.passages)]).tolist()
    replace_passages(session, statement.revision_id or 0, [
        {"position": place, "start": start, "end": start + len(text), "text": text, "text_sha256": sha256_of(text),
         "heading": "", "language": language}
        for place, (start, (_, text, language)) in enumerate(zip(starts, trial.passages, strict=False))
    ])  # fmt: skip
    texts = list(dict.fromkeys(text for _, text, _ in trial.passages))
    rows = encoder.encode(texts).astype(np.float16)
    add_vectors(session, encoder.key, {sha256_of(t): row.tobytes() for t, row in zip(texts, rows, strict=True)})


def _tops(session: Session, trial: Trial, encoder: Encoder) -> dict[str, dict[str, list[str]]]:
    """System → query → ids of its first passages."""
    shelf = read_shelf(session, encoder)
    tops: dict[str, dict[str, list[str]]] = {name: {} for name in SYSTEMS}
    for asked in trial.queries:
        query = parse_query(asked.query)
        found = find_candidates(session, shelf, query, encoder.encode([query.text])[0])
        words = find_candidates(session, shelf, query, None)
        for name, order in SYSTEMS.items():
            scores = order(words if name == "words" else found)
            best = [int(place) for place in np.argsort(-scores, kind="stable")[:DEPTH] if scores[place] >= 0]
            tops[name][asked.key] = [trial.passages[place][0] for place in best]
    return tops


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of the first `depth`, 0 to 1."""
    ideal = sorted(grades.values(), reverse=True)
    return _gain([grades.get(key, 0) for key in ranked[:depth]]) / _gain(ideal[:depth])


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _report(trial: Trial, tops: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    halves: dict[str, Callable[[Asked], bool]] = {
        "all": lambda _: True,
        "chosen_on": lambda asked: asked.chosen_on,
        "held_out": lambda asked: not asked.chosen_on,
        "across": lambda asked: asked.across,
    }
    scores = {
        name: {asked.key: ndcg(found[asked.key], asked.grades) for asked in trial.queries}
        for name, found in tops.items()
    }
    ungraded = {
        name: sum(key not in asked.grades for asked in trial.queries for key in found[asked.key])
        for name, found in tops.items()
    }
    figures = {
        name: {
            half: _mean([own[asked.key] for asked in trial.queries if belongs(asked)])
            for half, belongs in halves.items()
        }
        for name, own in scores.items()
    }
    return {
        "queries": len(trial.queries),
        "across": sum(asked.across for asked in trial.queries),
        "passages": len(trial.passages),
        "graded": sum(len(asked.grades) for asked in trial.queries),
        "ndcg_at_10": figures,
        "ungraded": ungraded,
        "lines": {asked.key: {n: round(own[asked.key], 3) for n, own in scores.items()} for asked in trial.queries},
        "tops": tops,
    }
