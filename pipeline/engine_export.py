"""Making the fast engine at set-up: a model's weights become an ONNX network, int8 where that is as good.

The int8 network is kept if the probabilities that it gives stay near those of the weights as they are (`NEAR`), and if
this processor runs it faster; otherwise the exact network is kept. What the labels make of it is measured by
`python -m benchmarks.engine` and held by a test.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.engine import CARD, FOLDER, EngineCard, EngineUnusable, OnnxNetwork, file_hash, read_card

NEAR = 0.02
"""Greatest mean difference between the probabilities of both precisions; 0.009 is measured."""
TRIALS = 3
EXACT, SMALL = "fp32.onnx", "int8.onnx"


@dataclass(frozen=True)
class Source:
    """What an engine is made of: the hash of the weights, the file of the word pieces, and what writes the network."""

    weights: str
    pieces: Path
    export: Callable[[Path], None]


def ensure_engine(
    source: Source, texts: Sequence[str], say: Callable[[str], object], folder: Path = FOLDER
) -> EngineCard:
    """The engine of a model, made if there is none. A half-made engine is never seen: it is written beside and then
    moved into its place. `texts` are some passages to hold the precisions against each other.
    """
    try:
        return read_card(source.weights, folder)
    except EngineUnusable:
        say("Preparing the fast engine for reading passages; this takes some twenty seconds ...")
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Path(mkdtemp(prefix="half-made-", dir=folder))
    try:
        card = _make(source, texts, workplace)
        _put_in_place(workplace, folder / source.weights[:16])
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    say(card.reason)
    return card


def _put_in_place(made: Path, target: Path) -> None:
    """Two set-ups at once make the same files: whichever is first stays."""
    made.chmod(0o755)
    if target.exists():
        shutil.rmtree(target)
    try:
        made.rename(target)
    except OSError:
        if not (target / CARD).exists():
            raise


def _make(source: Source, texts: Sequence[str], folder: Path) -> EngineCard:
    source.export(folder / EXACT)
    shrink_network(folder / EXACT, folder / SMALL)
    exact, small = (OnnxNetwork(folder / name, source.pieces) for name in (EXACT, SMALL))
    drift = float(np.abs(probability(exact(texts)) - probability(small(texts))).mean())
    kept, reason = choose(drift, _seconds(exact, texts) / max(_seconds(small, texts), 1e-9))
    (folder / (EXACT if kept == SMALL else SMALL)).unlink()
    card = EngineCard(
        weights=source.weights,
        network=kept,
        sha256=file_hash(folder / kept),
        precision=kept.removesuffix(".onnx"),
        reason=reason,
    )
    (folder / CARD).write_text(card.model_dump_json(indent=1), encoding="utf-8")
    return card


def probability(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def choose(drift: float, faster: float) -> tuple[str, str]:
    """The network to keep, and why in a sentence. `faster`: how many times the small one is as quick."""
    if drift > NEAR:
        return EXACT, f"The small engine strays from the model here (by {drift:.3f}): the exact one is used."
    if faster < 1.0:
        return EXACT, f"This processor runs the small engine no faster ({faster:.1f} times): the exact one is used."
    return SMALL, f"The fast engine is ready (its probabilities are within {drift:.3f} of the exact ones)."


def _seconds(network: OnnxNetwork, texts: Sequence[str]) -> float:
    """The best of some trials: a busy moment does not decide."""
    taken = []
    for _ in range(TRIALS):
        begun = time.perf_counter()
        network(texts)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def shrink_network(exact: Path, target: Path) -> None:
    """Writes the int8 form of a network: weights per channel, unsigned, which does not saturate without VNNI."""
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().addFilter(_no_advice)
    try:
        quantize_dynamic(str(exact), str(target), per_channel=True, weight_type=QuantType.QUInt8)
    finally:
        logging.getLogger().removeFilter(_no_advice)


def _no_advice(record: Any) -> bool:
    """The quantizer advises a step that changes nothing for this network; everything else is passed on."""
    return "pre-processing" not in record.getMessage()
