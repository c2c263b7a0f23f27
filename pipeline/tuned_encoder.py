"""The English encoder with its upper layers tuned to a docket's labels: a passage → what it thinks of each label.

What was learnt is data of the docket (`tuned_encoder.npz`, made by `travaux train --encoder`): the difference of the
upper layers' weights from the bundled model's, in eight bits with a scale a row, and one linear layer. Beside it lie
the logits of each example by a model that had not seen it, from which the heads' calibration and thresholds are set.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.encoders import Encoder, english_model_folder
from pipeline.engine import ENGINE, EngineCard, EngineUnusable, OnnxNetwork, network_file, read_card
from pipeline.engine_export import Source, ensure_engine
from pipeline.heads_folder import ModelError

FILE = "tuned_encoder.npz"
LAYERS = 2
"""Upper layers that are tuned; the bundled model has six."""
PIECES = "tokenizer.json"
SLOW = "torch:fp32"
FARTHEST = 12.0
"""Logits are cut here: beyond, a probability no longer changes."""
Logits = NDArray[np.float32]


class TunedEncoderError(ModelError):
    """A tuned encoder cannot be used. The message says why, and the command that makes another."""


class LabelEncoder(Encoder, Protocol):
    """An encoder whose vectors are logits, one a label; of dimension 0 where a docket has none."""

    def unseen(self, texts: Sequence[str]) -> Logits:
        """Like `encode`; examples are judged by a model that had not learnt from them."""
        ...


class NoTunedEncoder:
    """What a docket without a tuned encoder has: vectors of no numbers."""

    key, dimension = "none", 0

    def encode(self, texts: Sequence[str]) -> Logits:
        """Shape (n, 0)."""
        return np.zeros((len(texts), 0), dtype=np.float32)

    def unseen(self, texts: Sequence[str]) -> Logits:
        """See `encode`."""
        return self.encode(texts)


def text_key(text: str) -> str:
    """Names an example's text: sixteen digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Tuned:
    """What is stored. `weights`: the layers' and the last one's, by name; `heard`: text's key → logits, unseen."""

    columns: tuple[str, ...]
    examples: str
    weights: Mapping[str, NDArray[Any]]
    heard: Mapping[str, Logits]


class TunedEncoder:
    """See `LabelEncoder`. The model is loaded by the first `encode`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def tuned(self) -> Tuned:
        """What the file holds. Raises `TunedEncoderError`."""
        return read_tuned(self.path)

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 of the bundled weights and of what was learnt, in hexadecimal."""
        parts = (english_model_folder() / "model.safetensors").read_bytes() + self.path.read_bytes()
        return hashlib.sha256(parts).hexdigest()

    @cached_property
    def engine(self) -> EngineCard | None:
        """The fast engine made of these weights; none where it was not made, or is damaged."""
        try:
            return read_card(self.weights_hash)
        except EngineUnusable:
            return None

    @cached_property
    def key(self) -> str:
        """See `Encoder.key`."""
        by = f"{ENGINE}:{self.engine.precision}" if self.engine else SLOW
        return f"all-MiniLM-L6-v2-tuned:{self.weights_hash[:8]}:{by}"

    @property
    def dimension(self) -> int:
        """Labels."""
        return len(self.tuned.columns)

    @cached_property
    def _network(self) -> Callable[[list[str]], NDArray[Any]]:
        if self.engine:
            return OnnxNetwork(network_file(self.engine), english_model_folder() / PIECES)
        return self.slow_network()

    def export(self, target: Path) -> None:
        """Write the weights as an ONNX network."""
        from pipeline.tuned_model import export_model

        export_model(english_model_folder(), self.tuned.weights, target)

    def slow_network(self) -> Callable[[list[str]], NDArray[Any]]:
        """The weights as they are, run by torch."""
        from pipeline.tuned_model import load_model

        return load_model(english_model_folder(), self.tuned.weights)

    def encode(self, texts: Sequence[str]) -> Logits:
        """Shape (n, labels). Long texts are read to the model's limit."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        logits = self._network([text or " " for text in texts])
        return np.asarray(np.clip(logits, -FARTHEST, FARTHEST), dtype=np.float32)

    def unseen(self, texts: Sequence[str]) -> Logits:
        """See `LabelEncoder.unseen`; what is stored is not computed again."""
        heard, keys = self.tuned.heard, [text_key(text) for text in texts]
        new = [row for row, key in enumerate(keys) if key not in heard]
        logits = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            logits[row] = heard.get(key, 0.0)
        if new:
            logits[new] = self.encode([texts[row] for row in new])
        return logits


def read_tuned(path: Path) -> Tuned:
    """The stored encoder. Raises `TunedEncoderError`."""
    remedy = "Restore the file, or run `travaux train --encoder`; it takes half an hour."
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as stored:
            return _unpacked(dict(stored))
    except (KeyError, ValueError, OSError, EOFError, BadZipFile, zlib.error) as error:
        found = f"{path}: expected a tuned encoder, found an unreadable file ({error})."
        raise TunedEncoderError(f"{found} {remedy}") from error


def _unpacked(stored: dict[str, NDArray[Any]]) -> Tuned:
    names = {name.split("/", 1)[1] for name in stored if "/" in name}
    weights = {name: _whole(stored, name) for name in sorted(names)}
    heard = dict(zip(map(str, stored["heard_keys"]), stored["heard_logits"].astype(np.float32), strict=True))
    return Tuned(tuple(map(str, stored["columns"])), str(stored["examples"]), weights, heard)


def _whole(stored: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    if f"whole/{name}" in stored:
        return np.asarray(stored[f"whole/{name}"], dtype=np.float32)
    eighths, scale = stored[f"bytes/{name}"], stored[f"scale/{name}"]
    return np.asarray(eighths.astype(np.float32) * scale.astype(np.float32)[:, None], dtype=np.float32)


def write_tuned(path: Path, tuned: Tuned) -> None:
    """Stores a tuned encoder; matrices in eight bits with one scale a row, the rest in sixteen bits."""
    arrays: dict[str, NDArray[Any]] = {
        "columns": np.array(tuned.columns),
        "examples": np.array(tuned.examples),
        "heard_keys": np.array(list(tuned.heard)),
        "heard_logits": np.array(list(tuned.heard.values()), dtype=np.float16),
    }
    for name, weights in tuned.weights.items():
        arrays |= _packed(name, weights)
    with path.open("wb") as handle:
        np.savez_compressed(handle, allow_pickle=False, **arrays)


def _packed(name: str, weights: NDArray[Any]) -> dict[str, NDArray[Any]]:
    if weights.ndim < 2 or name.startswith("last."):
        return {f"whole/{name}": weights.astype(np.float16)}
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9).astype(np.float32) / 127
    return {f"bytes/{name}": np.rint(weights / scale[:, None]).astype(np.int8), f"scale/{name}": scale}


def label_encoder(docket: Docket, columns: Sequence[str]) -> LabelEncoder:
    """The tuned encoder of a docket whose labels are `columns`; one without numbers where there is none for them."""
    path = docket.folder / FILE
    if not path.exists():
        return NoTunedEncoder()
    encoder = _kept(path, path.stat().st_mtime_ns)
    return encoder if encoder.tuned.columns == tuple(columns) else NoTunedEncoder()


def prepare_label_encoder(docket: Docket, texts: Sequence[str], say: Callable[[str], object]) -> None:
    """Make the fast engine of the docket's tuned encoder if there is none; `texts` are passages to try it on.

    Whatever stops the making is told to `say`: a model that cannot be exported can still be run, more slowly.
    """
    path = docket.folder / FILE
    if not path.exists():
        return
    encoder = _kept(path, path.stat().st_mtime_ns)
    try:
        ensure_engine(Source(encoder.weights_hash, english_model_folder() / PIECES, encoder.export), texts, say)
    except (RuntimeError, OSError, ValueError, ImportError) as error:
        say(f"The fast engine could not be made ({type(error).__name__}: {error}); the slow one is used.")
    _kept.cache_clear()


@lru_cache(maxsize=4)
def _kept(path: Path, changed: int) -> TunedEncoder:
    return TunedEncoder(path)
