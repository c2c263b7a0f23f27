"""The fast engine: the tuned English encoder run by ONNX Runtime, one one-thread session a core.

A call reads one passage: int8 scales its numbers to what a call holds, so that in a batch a passage's vector would hang
on its neighbours; alone it costs the same (docs/decisions/engine.md) and the same text has always the same vector.
It reads what `pipeline.engine_export` wrote at set-up: a network and a card that names its weights, precision and hash.
Importing this module, and encoding with it, loads no torch.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = Path(__file__).parent / "engines"
CARD = "engine.json"
ENGINE = "onnxruntime"
LIMIT = 256
"""Word pieces that are read of a text: the limit with which the encoder was trained (its own configuration)."""


class EngineUnusable(RuntimeError):
    """There is no engine for these weights, or its file is not the one its card names. The message says which."""


class EngineCard(BaseModel):
    """What was exported: from which weights, in which precision, and why this one was kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: str
    network: str
    sha256: str
    precision: str
    reason: str


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_card(weights: str, folder: Path = FOLDER) -> EngineCard:
    """The card of the engine made from the weights of this hash. Raises `EngineUnusable`."""
    path = folder / weights[:16] / CARD
    try:
        card = EngineCard.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise EngineUnusable(f"Expected a fast engine in {path.parent}, found none. Run `travaux train`.") from error
    except (ValueError, ValidationError, OSError) as error:
        raise EngineUnusable(f"{path} cannot be read ({type(error).__name__}). Run `travaux train`.") from error
    network = network_file(card, folder)
    if card.weights != weights or not network.is_file() or file_hash(network) != card.sha256:
        raise EngineUnusable(f"{network} is not the file that {path.name} names. Run `travaux train`.")
    return card


def network_file(card: EngineCard, folder: Path = FOLDER) -> Path:
    """Where the network of a card lies."""
    return folder / card.weights[:16] / card.network


class OnnxNetwork:
    """A network and its word pieces, loaded on first use. Calls give one row a text."""

    def __init__(self, network: Path, pieces: Path) -> None:
        self._network, self._pieces = network, pieces
        self._sessions: list[Any] = []
        self._tokenizer: Any = None

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (n, dimension)."""
        self._load()
        count = len(self._sessions)
        lanes = [range(lane, len(texts), count) for lane in range(count)]
        with ThreadPoolExecutor(count) as pool:
            parts = list(pool.map(lambda at: self._run(at[0], [texts[row] for row in at[1]]), enumerate(lanes)))
        order = [row for lane in lanes for row in lane]
        vectors: NDArray[np.float32] = np.concatenate([row for part in parts for row in part])
        return vectors[np.argsort(order)]

    def _load(self) -> None:
        if self._tokenizer is not None:
            return
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._sessions = [
            onnxruntime.InferenceSession(str(self._network), options, providers=["CPUExecutionProvider"])
            for _ in range(min(os.cpu_count() or 1, 4))
        ]
        tokenizer = Tokenizer.from_file(str(self._pieces))
        tokenizer.enable_truncation(LIMIT)
        tokenizer.no_padding()
        self._tokenizer = tokenizer

    def _run(self, session: int, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [self._sessions[session].run(None, self._inputs(text))[0] for text in texts]

    def _inputs(self, text: str) -> dict[str, NDArray[np.int64]]:
        """The network's two inputs, of shape (1, word pieces)."""
        pieces = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return {"input_ids": pieces, "attention_mask": np.ones_like(pieces)}
