"""The tuned encoder as a network: lower layers as bundled, tuned upper layers, the mean of the words, one linear layer.

Imported only where a text is read or the encoder is tuned, because importing torch takes seconds.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.engine import LIMIT
from pipeline.tuned_encoder import LAYERS

BATCH = 32
DROPOUT = 0.1
SHUT = -1e4
"""Added to the attention on blanks."""


def bundled(folder: Path) -> tuple[Any, Any]:
    """The bundled model's word pieces and its network, ready to read."""
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bar would be drawn into files and logs as well
    network = AutoModel.from_pretrained(str(folder))
    return AutoTokenizer.from_pretrained(str(folder)), network.eval()


class Upper(torch.nn.Module):
    """The tuned part: from the lower layers' output to one logit a label."""

    def __init__(self, layers: Any, labels: int) -> None:
        super().__init__()
        self.layers = layers
        self.last = torch.nn.Linear(layers[0].output.dense.out_features, labels)
        self.dropout = torch.nn.Dropout(DROPOUT)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`states` (n, pieces, width) and `mask` (n, pieces; 1 for a piece, 0 for a blank) → logits (n, labels)."""
        shut = (1 - mask)[:, None, None, :] * SHUT
        for layer in self.layers:
            found = layer(states, shut)
            states = found[0] if isinstance(found, tuple) else found
        mean = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        logits: torch.Tensor = self.last(self.dropout(mean))
        return logits


class Lower:
    """The part that stays as bundled: texts → states and mask of `Upper.forward`."""

    def __init__(self, pieces: Any, network: Any) -> None:
        self.pieces, self.network = pieces, network
        self.network.encoder.layer = self.network.encoder.layer[:-LAYERS]

    @torch.inference_mode()
    def read(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Padded to the longest text, which is cut at `LIMIT` pieces."""
        cut = self.pieces(list(texts), padding=True, truncation=True, max_length=LIMIT, return_tensors="pt")
        return self.network(**cut).last_hidden_state, cut["attention_mask"].float()


def split_model(folder: Path, labels: int) -> tuple[Lower, Upper]:
    """Both parts of the bundled model, the upper one with a fresh last layer."""
    pieces, network = bundled(folder)
    upper = Upper(network.encoder.layer[-LAYERS:], labels)
    return Lower(pieces, network), upper


def weights_of(upper: Upper) -> dict[str, NDArray[np.float32]]:
    """All weights of the tuned part, by name."""
    return {name: part.detach().numpy().copy() for name, part in upper.state_dict().items()}


def learnt(folder: Path, upper: Upper) -> dict[str, NDArray[np.float32]]:
    """What tuning changed: the layers' differences from the bundled ones, and the last layer."""
    before = weights_of(split_model(folder, upper.last.out_features)[1])
    after = weights_of(upper)
    return {name: part if name.startswith("last.") else part - before[name] for name, part in after.items()}


def load_model(folder: Path, changes: Mapping[str, NDArray[Any]]) -> Callable[[list[str]], NDArray[Any]]:
    """The bundled model with what was learnt (see `learnt`): a function from texts to logits, shape (n, labels)."""
    lower, upper = tuned_parts(folder, changes)

    @torch.inference_mode()
    def logits_of(texts: list[str]) -> NDArray[Any]:
        """Texts are sorted by length, so that a batch holds few blanks."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        logits = [upper(*lower.read([texts[row] for row in rows])).numpy() for rows in batches]
        return np.asarray(np.vstack(logits)[np.argsort(order)])

    return logits_of


def tuned_parts(folder: Path, changes: Mapping[str, NDArray[Any]]) -> tuple[Lower, Upper]:
    """Both parts of the bundled model, the upper one as learnt."""
    lower, upper = split_model(folder, len(changes["last.bias"]))
    base = weights_of(upper)
    whole = {name: part if name.startswith("last.") else base[name] + part for name, part in changes.items()}
    upper.load_state_dict({name: torch.from_numpy(part.astype(np.float32)) for name, part in whole.items()})
    upper.eval()
    return lower, upper


class _Whole(torch.nn.Module):
    """Both parts as one network: word pieces and mask → logits."""

    def __init__(self, lower: Lower, upper: Upper) -> None:
        super().__init__()
        self.lower, self.upper = lower.network, upper

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Logits (n, labels)."""
        states = self.lower(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        logits: torch.Tensor = self.upper(states, attention_mask.float())
        return logits


def export_model(folder: Path, changes: Mapping[str, NDArray[Any]], target: Path) -> None:
    """Writes the tuned model as one ONNX network."""
    lower, upper = tuned_parts(folder, changes)
    lower.network.set_attn_implementation("eager")
    example = torch.ones((2, 8), dtype=torch.long)
    axes = {"input_ids": {0: "rows", 1: "pieces"}, "attention_mask": {0: "rows", 1: "pieces"}, "logits": {0: "rows"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns of constants; the export is held against the model
        torch.onnx.export(
            _Whole(lower, upper),
            (example, example),
            str(target),
            input_names=list(axes)[:2],
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
