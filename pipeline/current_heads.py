"""Keeping the heads of a docket up to date: they are trained when there are none, or other examples than now."""

from collections.abc import Callable

from db.docket import Docket
from pipeline.encoders import english_encoder, multilingual_encoder
from pipeline.examples import read_examples
from pipeline.heads import HeadsMissing, load_heads
from pipeline.train import heads_version, train_heads


def ensure_heads(docket: Docket, say: Callable[[str], object]) -> bool:
    """Train the docket's heads if that is needed; true when it was. `say` is told before it starts."""
    examples = read_examples(docket)
    wanted = heads_version(docket, examples, (english_encoder().key, multilingual_encoder().key))
    try:
        if load_heads(docket).version == wanted:
            return False
    except HeadsMissing:
        pass
    say(f"Training the label models on {len(examples)} examples; this takes about a minute ...")
    train_heads(docket, examples)
    return True
