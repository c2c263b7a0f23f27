"""Tuning the English encoder to the labels of a docket's examples: what `travaux train --encoder` runs.

All labels at once. The lower layers stay, so each example passes them only once. Four further models, each blind to
one of the folds that the heads use, say what such an encoder thinks of examples that it has not seen.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.encoders import english_model_folder
from pipeline.examples import Example, read_examples
from pipeline.heads import STANCES, columns_of
from pipeline.lessons import known_of
from pipeline.train import folds_of, targets_of
from pipeline.tuned_encoder import FARTHEST, FILE, Tuned, text_key, write_tuned
from pipeline.tuned_model import Lower, Upper, learnt, split_model

SEED = 0
EPOCHS = 6
BATCH = 16
STEP = 3e-4
LAST_STEP = 2e-3
"""Learning rates of the layers and of the last, fresh one."""
WARM = 0.1
"""Share of the steps in which the rates rise; afterwards they fall to zero in a line."""
STANCE_WEIGHT, FLAG_WEIGHT, CONCERN_WEIGHT = 2.0, 1.0, 0.5
RARE = 2.0
"""Weight of a concern that an example has, against one that it has not."""
SMOOTHING = 0.05
"""Share of a stance's probability that is spread over the others: readers err."""
LONGEST_NORM = 1.0
States = Sequence[torch.Tensor]
Say = Callable[[str], object]


@dataclass(frozen=True)
class Lessons:
    """English examples as the lower layers leave them, with their labels and which are known, shape (n, labels)."""

    states: States
    targets: torch.Tensor
    known: torch.Tensor
    concerns: int

    def of(self, rows: NDArray[Any]) -> "Lessons":
        """Those of some rows."""
        chosen = torch.from_numpy(rows)
        return Lessons([self.states[row] for row in rows], self.targets[chosen], self.known[chosen], self.concerns)


def tune_encoder(docket: Docket, say: Say, path: Path | None = None, epochs: int = EPOCHS) -> Path:
    """Tunes and stores the encoder of a docket beside its examples; returns the file. Deterministic for one machine.

    Half an hour on two cores. Raises `DocketError` without examples, `EncoderMissing` without the bundled model.
    """
    torch.set_num_threads(1)
    examples = [example for example in read_examples(docket) if example.language == "en"]
    columns, folder = columns_of(docket), english_model_folder()
    lower, _ = split_model(folder, len(columns))
    say(f"Tuning the encoder on {len(examples)} English examples; this takes about half an hour ...")
    labels, known = (
        torch.from_numpy(each).float() for each in (targets_of(examples, docket), known_of(examples, columns))
    )
    lessons = Lessons(_states(lower, examples), labels, known, len(docket.concerns))
    heard = np.zeros(lessons.targets.shape, dtype=np.float32)
    for number, (seen, unseen) in enumerate(folds_of(examples), start=1):
        heard[unseen] = logits_of(_tuned(folder, lessons.of(seen), epochs), lessons.of(unseen).states)
        say(f"Fold {number}: done.")
    upper = _tuned(folder, lessons, epochs)
    keys = [text_key(example.text) for example in examples]
    stored = Tuned(columns, examples_hash(examples), learnt(folder, upper), dict(zip(keys, heard, strict=True)))
    target = path or docket.folder / FILE
    write_tuned(target, stored)
    return target


def examples_hash(examples: Sequence[Example]) -> str:
    """Sixteen digits that change with the examples and with the settings of the tuning."""
    settings = [SEED, EPOCHS, BATCH, STEP, LAST_STEP, WARM, STANCE_WEIGHT, FLAG_WEIGHT, CONCERN_WEIGHT, RARE, SMOOTHING]
    content = json.dumps([settings, [example.model_dump(mode="json") for example in examples]])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _states(lower: Lower, examples: Sequence[Example]) -> States:
    """The lower layers' output for each example, without blanks."""
    states: list[torch.Tensor] = []
    for example in examples:
        found, _ = lower.read([example.text])
        states.append(found[0].clone())
    return states


def _tuned(folder: Path, lessons: Lessons, epochs: int) -> Upper:
    """An upper part taught from the bundled one."""
    torch.manual_seed(SEED)
    upper, draw = split_model(folder, lessons.targets.shape[1])[1], np.random.default_rng(SEED)
    steps = epochs * -(-len(lessons.states) // BATCH)
    optimiser, schedule = _optimiser(upper, steps)
    upper.train()
    for _ in range(epochs):
        for rows in _batches([len(state) for state in lessons.states], draw):
            batch = lessons.of(rows)
            optimiser.zero_grad()
            loss = loss_of(upper(*padded(batch.states)), batch.targets, batch.known, lessons.concerns)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(upper.layers.parameters(), LONGEST_NORM)
            optimiser.step()
            schedule.step()
    return upper.eval()


def _optimiser(upper: Upper, steps: int) -> tuple[Any, Any]:
    """AdamW, with rates that rise and then fall."""
    groups = [
        {"params": upper.layers.parameters(), "lr": STEP},
        {"params": upper.last.parameters(), "lr": LAST_STEP},
    ]
    optimiser, warm = torch.optim.AdamW(groups, weight_decay=0.01), max(int(steps * WARM), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(steps - warm, 1)))
    )
    return optimiser, schedule


def loss_of(logits: torch.Tensor, targets: torch.Tensor, known: torch.Tensor, concerns: int) -> torch.Tensor:
    """One choice among the stances, yes or no for each known concern and each flag, weighed as the constants say."""
    from torch.nn.functional import binary_cross_entropy_with_logits as either
    from torch.nn.functional import cross_entropy

    flags = concerns + len(STANCES)
    rare = torch.full((concerns,), RARE)
    by_concern = either(logits[:, :concerns], targets[:, :concerns], pos_weight=rare, reduction="none")
    by_flag = either(logits[:, flags:], targets[:, flags:], reduction="none")
    by_concern = by_concern * known[:, :concerns]
    stance = cross_entropy(logits[:, concerns:flags], targets[:, concerns:flags], label_smoothing=SMOOTHING)
    return CONCERN_WEIGHT * by_concern.sum(1).mean() + FLAG_WEIGHT * by_flag.sum(1).mean() + STANCE_WEIGHT * stance


def _batches(lengths: Sequence[int], draw: np.random.Generator) -> Iterator[NDArray[Any]]:
    """Rows in batches of about equal length, in an order drawn anew each time."""
    order = np.argsort(np.array(lengths) + draw.normal(0, 4, len(lengths)), kind="stable")
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for number in draw.permutation(len(batches)):
        yield batches[number]


def padded(states: States) -> tuple[torch.Tensor, torch.Tensor]:
    """States of one length, blanks behind, and the mask of `Upper.forward`."""
    whole = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    lengths = torch.tensor([len(state) for state in states])
    return whole, (torch.arange(whole.shape[1])[None, :] < lengths[:, None]).float()


@torch.inference_mode()
def logits_of(upper: Upper, states: States) -> NDArray[np.float32]:
    """Logits of each row, shape (n, labels)."""
    rows = [upper(*padded(states[start : start + BATCH])).numpy() for start in range(0, len(states), BATCH)]
    return np.asarray(np.clip(np.vstack(rows), -FARTHEST, FARTHEST), dtype=np.float32)
