"""Which article a request describes without naming it, for targets of asks."""

from collections.abc import Callable

from pipeline.encoders import Encoder
from pipeline.implied import ImpliedModel

SURE = 0.8
"""An ask is stored with a described article as its target only from this probability on: a target is read as said."""


def described_article(model: ImpliedModel, encoder: Encoder) -> Callable[[str], str | None]:
    """A function from a text to the adopted number that it describes, or None where that is unsure.

    `encoder` is the multilingual one.
    """

    def meaning(text: str) -> str | None:
        found = model.links(model.rows([text], encoder.encode([text])))[0]
        return found[0].provision if found and found[0].score >= SURE else None

    return meaning
