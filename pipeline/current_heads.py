"""Keeping the heads of a docket up to date: they are trained when there are none, or other examples than now."""

from collections.abc import Callable

from db.docket import Docket
from pipeline.encoders import multilingual_encoder, prepare_multilingual_encoder
from pipeline.examples import read_examples
from pipeline.heads import HeadsMissing, columns_of, load_heads
from pipeline.implied_files import ensure_implied
from pipeline.train import heads_version, train_heads
from pipeline.tuned_encoder import label_encoder, prepare_label_encoder

NO_EXAMPLES = (
    "The docket {key} has no labelled examples, so no label models: passages are cut, linked and searched, and carry "
    "no concerns and no stance. docs/labels.md shows how to write examples."
)

TRIED = 128
"""English examples on which a fresh engine is held against the weights as they are."""


def ensure_heads(docket: Docket, say: Callable[[str], object]) -> bool:
    """Train the docket's heads and its model of implied provisions if that is needed; true when one was."""
    prepare_multilingual_encoder(say)
    trained = _ensure_labels(docket, say)
    return ensure_implied(docket, say) or trained


def _ensure_labels(docket: Docket, say: Callable[[str], object]) -> bool:
    """Train the docket's heads if that is needed; true when it was. `say` is told before it starts.

    A docket without examples has no heads: `say` is told that passages will carry no labels.
    """
    if not docket.has_examples:
        say(NO_EXAMPLES.format(key=docket.key))
        return False
    examples = read_examples(docket)
    prepare_label_encoder(docket, [example.text for example in examples if example.language == "en"][:TRIED], say)
    try:
        if load_heads(docket).version == heads_version(docket, examples, encoder_keys(docket)):
            return False
    except HeadsMissing:
        pass
    say(f"Training the label models on {len(examples)} examples; this takes about a minute ...")
    train_heads(docket, examples)
    return True


def encoder_keys(docket: Docket) -> tuple[str, str]:
    """The keys of the encoders that the docket's labels are made with."""
    return label_encoder(docket, columns_of(docket)).key, multilingual_encoder().key
