"""How much the labels depend on which examples were at hand, and on how many.

Training is deterministic: the same examples give the same heads. Trainings are therefore made to differ by their
examples, drawn anew with replacement under several seeds; the agreement of their labels says how far one training is
chance. The learning curve takes ever more of the examples. The tuned encoder is not tuned again (half an hour each):
redrawn trainings share it, the curve is of the linear models alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from db.quality import CurvePoint, Spread, Trainings
from pipeline.annotate import Annotated
from pipeline.concerns import PassageText, label_passages
from pipeline.encoders import multilingual_encoder
from pipeline.evaluate_passages import concerns_given
from pipeline.examples import Example, read_examples
from pipeline.heads import Heads, columns_of
from pipeline.scoring import count_of, count_sets
from pipeline.train import fit_heads, unseen_logits
from pipeline.tuned_encoder import label_encoder

SEED = 20240808
SHARES = (0.25, 0.5, 0.75, 1.0)
Rows = Sequence[dict[str, Any]]
Vectors = tuple[NDArray[np.float32], NDArray[np.float32]]
"""The tuned encoder's logits and the multilingual encoder's vectors, one row a text."""
Say = Callable[[str], object]


@dataclass(frozen=True)
class Lessons:
    """Examples with their vectors, encoded once for all trainings."""

    examples: tuple[Example, ...]
    vectors: Vectors

    def train(self, rows: NDArray[Any], docket: Docket, tuned: bool = True) -> Heads:
        """Heads from some of the examples, with or without the tuned encoder."""
        logits, meaning = self.vectors
        chosen = [self.examples[row] for row in rows]
        return fit_heads(docket, chosen, (logits[rows] if tuned else logits[rows][:, :0], meaning[rows]), "trial")


@dataclass(frozen=True)
class Trial:
    """Labelled passages of one file with their vectors, on which trainings are tried."""

    rows: Rows
    vectors: Vectors

    def label(self, heads: Heads, docket: Docket, tuned: bool = True) -> list[Annotated]:
        """The labels that heads give; no citations and no pairs."""
        logits, meaning = self.vectors
        passages = [PassageText(str(row["text"]), row["language"]) for row in self.rows]
        found = label_passages(passages, logits if tuned else logits[:, :0], meaning, heads, docket)
        return [Annotated(str(row.get("id", "")), row["language"], labels, (), ())
                for row, labels in zip(self.rows, found, strict=True)]  # fmt: skip


def lessons_of(docket: Docket) -> Lessons:
    """The docket's examples, encoded. Raises `DocketError` where there are none."""
    examples = read_examples(docket)
    texts = [example.text for example in examples]
    english_rows = np.array([example.language == "en" for example in examples])
    logits = unseen_logits(label_encoder(docket, columns_of(docket)), texts, english_rows)
    return Lessons(examples, (logits, multilingual_encoder().encode(texts)))


def trial_of(rows: Rows, docket: Docket) -> Trial:
    """Labelled passages, encoded."""
    texts = [str(row["text"]) for row in rows]
    logits = label_encoder(docket, columns_of(docket)).encode(texts)
    return Trial(rows, (logits, multilingual_encoder().encode(texts)))


def drawn_trainings(lessons: Lessons, trials: Sequence[Trial], docket: Docket, count: int, say: Say) -> list[Trainings]:
    """`count` trainings on redrawn examples, tried on each trial. At least two."""
    found: list[list[list[Annotated]]] = [[] for _ in trials]
    for seed in range(count):
        size = len(lessons.examples)
        rows = np.random.default_rng([SEED, seed]).integers(0, size, size)
        heads = lessons.train(np.sort(rows), docket)
        for labels, trial in zip(found, trials, strict=True):
            labels.append(trial.label(heads, docket))
        say(f"Training {seed + 1} of {count}, on redrawn examples: done.")
    return [_agreement(trial, labels) for trial, labels in zip(trials, found, strict=True)]


def learning_curve(lessons: Lessons, trials: Sequence[Trial], docket: Docket, say: Say) -> list[tuple[CurvePoint, ...]]:
    """Figures from a quarter, half, three quarters and all of the examples, each part within the next."""
    order = np.random.default_rng(SEED).permutation(len(lessons.examples))
    points: list[list[CurvePoint]] = [[] for _ in trials]
    for share in SHARES:
        rows = np.sort(order[: round(share * len(order))])
        heads = lessons.train(rows, docket, tuned=False)
        for curve, trial in zip(points, trials, strict=True):
            micro, objection = _scores(trial, trial.label(heads, docket, tuned=False))
            curve.append(CurvePoint(examples=len(rows), concerns_micro=round(micro, 3), objection=round(objection, 3)))
        say(f"Training on {len(rows)} examples: done.")
    return [tuple(curve) for curve in points]


def _scores(trial: Trial, labels: Sequence[Annotated]) -> tuple[float, float]:
    """F1 of all concerns, and of objections."""
    micro = count_sets(concerns_given(labels), [set(row["concerns"]) for row in trial.rows])
    return micro.f1, count_of("objection", _stances(labels), [{row["stance"]} for row in trial.rows]).f1


def _stances(labels: Sequence[Annotated]) -> list[set[str]]:
    return [{found.label("stance").key} for found in labels]


def _agreement(trial: Trial, trainings: Sequence[Sequence[Annotated]]) -> Trainings:
    """The mean over pairs of trainings: F1 of one's concerns against the other's, share of equal stances."""
    scores = [_scores(trial, labels) for labels in trainings]
    pairs = list(combinations(trainings, 2))
    concerns = [count_sets(concerns_given(a), concerns_given(b)).f1 for a, b in pairs]
    stances = [np.mean([x == y for x, y in zip(_stances(a), _stances(b), strict=True)]) for a, b in pairs]
    return Trainings(
        count=len(trainings),
        concerns_micro=_spread([micro for micro, _ in scores]),
        objection=_spread([objection for _, objection in scores]),
        concerns_agreement=round(float(np.mean(concerns)), 3),
        stance_agreement=round(float(np.mean(stances)), 3),
    )


def _spread(values: Sequence[float]) -> Spread:
    return Spread(mean=round(float(np.mean(values)), 3), low=round(min(values), 3), high=round(max(values), 3))
