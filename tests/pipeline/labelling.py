"""A small trained world for tests of the labels: invented passages, a hashing encoder, heads made of both."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket, load_docket
from pipeline.concerns import Label, PassageText, label_passages
from pipeline.examples import Example
from pipeline.heads import Heads
from pipeline.implied import ImpliedModel
from pipeline.implied_training import fit_implied
from pipeline.train import fit_heads
from pipeline.tuned_encoder import NoTunedEncoder

DIMENSION = 64
SAID = {
    "surveillance": "The draft lets police intercept traffic data in real time, a dragnet of surveillance.",
    "researchers": "Security researchers who look for vulnerabilities in good faith risk prison under the treaty.",
    "safeguards": "The convention has no judge, no oversight and no effective remedy: human rights are left out.",
    "secrecy": "Providers would be gagged for ever, and users are never notified of the secret order.",
}


class HashedWords:
    """An encoder that needs no model: each word adds to one of 64 numbers, chosen by its hash."""

    key, dimension = "hashed-words:00000000:test:fp32", DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of unit length (zero for a text without words)."""
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSION] += 1
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def example(number: int, text: str, **labels: object) -> Example:
    """A labelled passage in English; each has a genre of its own, so that folds part them."""
    known = {"stance": "objection", "org_kind": "ngo", "language": "en", "genre": f"genre {number % 7}", **labels}
    return Example.model_validate({"id": f"t{number}", "text": text, **known})


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """A few dozen passages: four concerns objected to, asked about and described, furniture, other subjects."""
    rows: list[Example] = []
    for turn in range(12):
        for key, text in SAID.items():
            rows.append(example(len(rows), f"{text} Point {turn}.", concerns=[key]))
            rows.append(example(len(rows), f"We urge States to amend this: {text} {turn}", concerns=[key],
                                stance="recommendation"))  # fmt: skip
        rows.append(example(len(rows), f"The session of the Committee opened on day {turn}.", stance="neutral",
                            concerns=["process"]))  # fmt: skip
        rows.append(example(len(rows), f"Subscribe to our newsletter | page {turn}", stance="neutral",
                            on_topic=False, boilerplate=True))  # fmt: skip
        rows.append(example(len(rows), f"The GDPR governs transfers of data in Europe, case {turn}.", stance="neutral",
                            on_topic=False))  # fmt: skip
        rows.append(example(len(rows), f"We welcome the convention as a milestone of cooperation {turn}.",
                            stance="support", concerns=["cooperation"]))  # fmt: skip
        rows.append(example(len(rows), f"We call on States to vote no and reject the treaty, number {turn}.",
                            stance="recommendation", reject_call=True))  # fmt: skip
    return tuple(rows)


def vectors_of(texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the encoders say of the texts: nothing, as there is no tuned one, and hashed words."""
    return NoTunedEncoder().encode(texts), HashedWords().encode(texts)


def docket() -> Docket:
    """The first docket."""
    return load_docket("un-cybercrime")


@lru_cache(maxsize=1)
def heads() -> Heads:
    """Heads trained on `examples`."""
    texts = [row.text for row in examples()]
    return fit_heads(docket(), examples(), vectors_of(texts), "test")


@lru_cache(maxsize=1)
def implied() -> ImpliedModel:
    """A model of described provisions from `examples`, none of which has any: it describes nothing."""
    return fit_implied(docket(), examples(), HashedWords().encode([row.text for row in examples()]), "test")


def labels_of(text: str, language: str | None = "en", **context: str) -> tuple[Label, ...]:
    """The labels of one passage."""
    return label_passages([PassageText(text, language, **context)], *vectors_of([text]), heads(), docket())[0]
