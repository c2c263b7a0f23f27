"""The heads: models over words, meaning and shape that score every label of a passage.

Two linear voices: `words` (word features and shape) and `meaning` (multilingual encoder and shape), both for all
languages. English passages have a third: the tuned encoder (`pipeline.tuned_encoder`). The probability of a concern or
flag is the voices' mean, sharpened by a logistic calibration that was fitted on folds, one for English and one for the
rest; the stance is one choice among four, weighed from all that the voices say of it (`pipeline.stance_mix`).
Stored as numbers and JSON, never as code; `load_heads` refuses a file whose hash is not the one written beside it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax

from db.docket import Docket
from pipeline.features import crafted
from pipeline.heads_folder import FOLDER as FOLDER
from pipeline.heads_folder import ModelError, own_folder, training_command
from pipeline.nearest import Taught
from pipeline.stance_mix import answers_of, mixed
from pipeline.word_features import WordFeatures

STANCES = ("objection", "recommendation", "support", "neutral")
FLAGS = ("reject_call", "on_topic", "boilerplate")
VECTOR_WEIGHT = 2.0
"""Scale of the embeddings against the shape columns in one voice; chosen on folds of the examples."""
OTHERS, ENGLISH = 0, 1
"""Places of the calibrations: of passages without and with the tuned encoder's voice."""
STANCE_COLUMNS = slice(-len(STANCES) - len(FLAGS), -len(FLAGS))
VOICES = 3
"""Of an English passage, where the docket has a tuned encoder."""
Matrix = NDArray[np.float32]


class HeadsMissing(ModelError):
    """There are no usable heads for a docket. The message says why, and the command that makes them."""


def columns_of(docket: Docket) -> tuple[str, ...]:
    """The labels that heads score, in order: concerns, stances, flags."""
    return (*(concern.key for concern in docket.concerns), *STANCES, *FLAGS)


@dataclass(frozen=True)
class Voice:
    """One linear model: `weights` of shape (features, labels), `bias` of shape (labels,)."""

    weights: Matrix
    bias: Matrix

    def probability(self, rows: Any) -> NDArray[np.float64]:
        """Shape (n, labels)."""
        return sigmoid(np.asarray(rows @ self.weights, dtype=np.float64) + self.bias)


@dataclass(frozen=True)
class Inputs:
    """What the voices read of n passages: `words` (sparse), `shape`, the tuned encoder's logits (no columns where
    there is no such encoder) and the multilingual encoder's vectors."""

    words: csr_matrix
    shape: Matrix
    tuned: Matrix
    multilingual: Matrix

    def of(self, voice: str) -> Any:
        """The rows that a linear voice reads."""
        if voice == "words":
            return hstack([self.words, csr_matrix(self.shape)], format="csr")
        return np.hstack([VECTOR_WEIGHT * self.multilingual, self.shape])

    def rows(self, rows: NDArray[Any]) -> "Inputs":
        """Those of some passages."""
        return Inputs(self.words[rows], self.shape[rows], self.tuned[rows], self.multilingual[rows])


@dataclass(frozen=True)
class Heads:
    """Trained heads. `version` is a hash of all that they were made from; `calibration` has shape (2, labels, 2);
    `bands` are (labels, 2): below the first number a label is not given, below the second it is unsure, from there on
    it is shown."""

    version: str
    columns: tuple[str, ...]
    words: WordFeatures
    voices: dict[str, Voice]
    calibration: NDArray[np.float64]
    mix: NDArray[np.float64]
    bands: NDArray[np.float64]
    taught: Taught

    def inputs(self, texts: Sequence[str], tuned: Matrix, multilingual: Matrix, docket: Docket) -> Inputs:
        """What the voices read of `texts`."""
        return Inputs(self.words.transform(texts), crafted(texts, docket), tuned, multilingual)

    def probabilities(self, inputs: Inputs, english_rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (n, labels). `english_rows` marks the passages that are English."""
        return weighed(voices_of(self.voices, inputs), self.calibration, self.mix, english_rows)


def sigmoid(values: NDArray[Any]) -> NDArray[np.float64]:
    """The logistic function, safe at both ends."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))), dtype=np.float64)


def logit(values: NDArray[Any]) -> NDArray[np.float64]:
    """The inverse of `sigmoid`."""
    inside = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)), dtype=np.float64)


def calibrate(
    raw: NDArray[np.float64], calibration: NDArray[np.float64], english_rows: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Platt's scaling of each column: sigmoid(a * logit(p) + b), by the family of each row."""
    chosen = calibration[np.where(english_rows, ENGLISH, OTHERS)]
    return sigmoid(chosen[:, :, 0] * logit(raw) + chosen[:, :, 1])


def voices_of(voices: dict[str, Voice], inputs: Inputs) -> list[NDArray[np.float64]]:
    """What each voice says, shape (n, labels); the last, where there are three, is the tuned encoder's."""
    said = [voices[name].probability(inputs.of(name)) for name in ("words", "meaning")]
    return [*said, tuned_probability(inputs.tuned)] if inputs.tuned.shape[1] else said


def voices_mean(said: Sequence[NDArray[np.float64]], english_rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The mean of the voices that a passage has, before calibration, shape (n, labels)."""
    total = said[0] + said[1]
    return total / 2 if len(said) < VOICES else np.where(english_rows[:, None], (total + said[2]) / 3, total / 2)


def weighed(
    said: Sequence[NDArray[np.float64]],
    calibration: NDArray[np.float64],
    mix: NDArray[np.float64],
    english_rows: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """The probability of each label, shape (n, labels)."""
    found = calibrate(voices_mean(said, english_rows), calibration, english_rows)
    found[:, STANCE_COLUMNS] = mixed(stance_answers(said, english_rows), mix)
    return found


def stance_answers(said: Sequence[NDArray[np.float64]], english_rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """See `pipeline.stance_mix.answers_of`."""
    return answers_of([voice[:, STANCE_COLUMNS] for voice in said], english_rows)


def tuned_probability(logits: Matrix) -> NDArray[np.float64]:
    """Of the tuned encoder's logits: the stances' add up to one, every other label stands alone."""
    found = sigmoid(logits)
    found[:, STANCE_COLUMNS] = softmax(logits[:, STANCE_COLUMNS], axis=1)
    return found


def save_heads(heads: Heads, folder: Path, base: str = "", decided: int = 0) -> Path:
    """Writes `heads.npz`, then `heads.json` with its hash; a reader never sees one without the other's hash.

    `base` is the version that the heads would have without the decisions of people, of which there are `decided`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {"calibration": heads.calibration, "mix": heads.mix, "bands": heads.bands}
    arrays |= {"taught_given": heads.taught.given, "taught_vectors": heads.taught.vectors}
    arrays |= {f"idf_{index}": idf for index, idf in enumerate(heads.words.weights)}
    for name, voice in heads.voices.items():
        arrays |= {f"{name}_weights": voice.weights, f"{name}_bias": voice.bias}
    target = folder / "heads.npz"
    with target.open("wb") as handle:
        np.savez_compressed(handle, allow_pickle=False, **arrays)
    card = {
        "version": heads.version,
        "base": base or heads.version,
        "decided": decided,
        "columns": heads.columns,
        "voices": list(heads.voices),
        "vocabularies": heads.words.vocabularies,
        "taught": [heads.taught.ids, heads.taught.texts],
        "sha256": file_hash(target),
    }
    (folder / "heads.json").write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    return folder


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_heads(folder: Path) -> Heads:
    """The heads stored in `folder`. Raises `HeadsMissing`."""
    remedy = f"Run `{training_command(folder)}`; it takes about a minute."
    try:
        card = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
        if file_hash(folder / "heads.npz") != card["sha256"]:
            raise HeadsMissing(f"{folder}/heads.npz: expected the file that heads.json names, found another. {remedy}")
        with np.load(folder / "heads.npz", allow_pickle=False) as stored:
            return _assemble(card, dict(stored))
    except FileNotFoundError as error:
        raise HeadsMissing(f"Expected trained heads in {folder}, found none. {remedy}") from error
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise HeadsMissing(f"{folder}: expected heads, found an unreadable file ({error}). {remedy}") from error


def _assemble(card: dict[str, Any], stored: dict[str, NDArray[Any]]) -> Heads:
    words = WordFeatures.load(card["vocabularies"], [stored[f"idf_{index}"] for index in range(2)])
    voices = {name: Voice(stored[f"{name}_weights"], stored[f"{name}_bias"]) for name in card["voices"]}
    ids, texts = card["taught"]
    taught = Taught(tuple(ids), tuple(texts), stored["taught_given"], stored["taught_vectors"])
    columns = tuple(card["columns"])
    return Heads(card["version"], columns, words, voices, stored["calibration"], stored["mix"], stored["bands"], taught)


def load_heads(docket: Docket, data: Path | None = None) -> Heads:
    """The heads of a docket: those of the installation in `data` where it has its own, else those beside the code.

    Raises `HeadsMissing` with the command that makes them.
    """
    own = own_folder(docket.key, data) if data else None
    folder = own if own and own.exists() else FOLDER / docket.key
    card = folder / "heads.json"
    heads = _cached(folder, card.stat().st_mtime_ns if card.exists() else 0)
    if heads.columns != columns_of(docket):
        raise HeadsMissing(
            f"{folder}: the concerns of the docket have changed since training. Run `{training_command(folder)}`."
        )
    return heads


@lru_cache(maxsize=4)
def _cached(folder: Path, changed: int) -> Heads:
    return read_heads(folder)
