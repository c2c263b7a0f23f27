"""Keeping the heads of a docket up to date: they are trained when there are none, or other examples than now."""

from collections.abc import Callable

from db.docket import Docket
from pipeline.encoders import english_encoder, multilingual_encoder
from pipeline.examples import has_examples, read_examples
from pipeline.heads import HeadsMissing, load_heads
from pipeline.train import heads_version, train_heads


def ensure_heads(docket: Docket, say: Callable[[str], object]) -> bool:
    """Train the docket's heads if that is needed; true when it was. `say` is told before it starts.

    A docket without examples has no heads: `say` is told that passages will carry no labels.
    """
    if not has_examples(docket):
        say(f"The docket {docket.key} has no labelled examples, so no label models: passages are cut, linked and searched, "
            "and carry no concerns and no stance. docs/labels.md shows how to write examples.")  # fmt: skip
        return False
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
