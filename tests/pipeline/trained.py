"""A workshop with a quick encoder and heads trained on a few of the docket's examples: for logic, not for quality."""

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from db.docket import Docket, load_docket
from db.settings import Settings
from pipeline.encoders import Encoder
from pipeline.examples import read_examples
from pipeline.heads import Heads, read_heads
from pipeline.implied import ImpliedModel
from pipeline.implied_training import fit_implied
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


@lru_cache(maxsize=1)
def quick_implied() -> ImpliedModel:
    """A model of implied provisions from few examples over the encoder for tests."""
    docket, encoder = load_docket("un-cybercrime"), WordEncoder()
    return implied_from(docket, encoder)


def implied_from(docket: Docket, encoder: Encoder) -> ImpliedModel:
    """The model that few examples make under `encoder`."""
    few = read_examples(docket)[:FEW]
    return fit_implied(docket, few, encoder.encode([example.text for example in few]), "few")


def quick_workshop(settings: Settings) -> Workshop:
    """A workshop that loads no model."""
    shop = Workshop(settings, load_docket(settings.docket))
    shop.english, shop.multilingual = NoTunedEncoder(), WordEncoder()
    shop.heads, shop.implied = quick_heads(), quick_implied()
    return shop
