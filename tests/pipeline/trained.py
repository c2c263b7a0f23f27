"""A workshop with a quick encoder and heads trained on a few of the docket's examples: for logic, not for quality."""

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from db.docket import load_docket
from db.settings import Settings
from pipeline.examples import read_examples
from pipeline.heads import Heads, read_heads
from pipeline.stage import Workshop
from pipeline.train import train_heads
from pipeline.tuned_encoder import NoTunedEncoder
from tests.builders import WordEncoder

FEW = 240


@lru_cache(maxsize=1)
def quick_heads() -> Heads:
    """Heads of few examples over the encoder for tests."""
    docket, encoder = load_docket("un-cybercrime"), WordEncoder()
    folder = train_heads(docket, read_examples(docket)[:FEW], (NoTunedEncoder(), encoder), Path(mkdtemp()))
    return read_heads(folder)


def quick_workshop(settings: Settings) -> Workshop:
    """A workshop that loads no model."""
    shop = Workshop(settings, load_docket(settings.docket))
    shop.english, shop.multilingual = NoTunedEncoder(), WordEncoder()
    shop.heads = quick_heads()
    return shop
