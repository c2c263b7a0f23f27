"""The model of implied provisions on disk, beside the heads: numbers and JSON, never code."""

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from db.docket import Docket
from pipeline import heads as heads_module
from pipeline.encoders import multilingual_encoder
from pipeline.examples import read_examples
from pipeline.heads import HeadsMissing, file_hash
from pipeline.implied import ImpliedModel
from pipeline.word_features import WordFeatures

ARRAYS, CARD = "implied.npz", "implied.json"


def save_implied(model: ImpliedModel, folder: Path) -> Path:
    """Writes the arrays, then the card with their hash."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "word_weights": model.word_weights.astype(np.float16),
        "vector_weights": model.vector_weights,
        "vectors": model.vectors.astype(np.float16),
        "wanted": model.wanted,
        "calibration": np.array(model.calibration),
        "shown_from": np.array(model.shown_from),
    }
    arrays |= {f"idf_{index}": idf for index, idf in enumerate(model.words.weights)}
    with (folder / ARRAYS).open("wb") as handle:
        np.savez_compressed(handle, allow_pickle=False, **arrays)
    card = {
        "version": model.version,
        "provisions": model.provisions,
        "texts": model.texts,
        "vocabularies": model.words.vocabularies,
        "landing": [[*key, round(share, 4)] for key, share in model.landing.items()],
        "sha256": file_hash(folder / ARRAYS),
    }
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    return folder


def read_implied(folder: Path) -> ImpliedModel:
    """The model stored in `folder`. Raises `HeadsMissing` with the command that makes it."""
    remedy = f"Run `travaux train --docket {folder.name}`; it takes about a minute."
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if file_hash(folder / ARRAYS) != card["sha256"]:
            raise HeadsMissing(f"{folder}/{ARRAYS}: expected the file that {CARD} names, found another. {remedy}")
        with np.load(folder / ARRAYS, allow_pickle=False) as stored:
            return _assemble(card, dict(stored))
    except FileNotFoundError as error:
        raise HeadsMissing(f"Expected a model of implied articles in {folder}, found none. {remedy}") from error
    except (KeyError, ValueError, OSError) as error:
        raise HeadsMissing(f"{folder}: expected a model of implied articles, found {error}. {remedy}") from error


def _assemble(card: dict[str, Any], stored: dict[str, Any]) -> ImpliedModel:
    slope, intercept = (float(number) for number in stored["calibration"])
    return ImpliedModel(
        card["version"],
        tuple(card["provisions"]),
        WordFeatures.load(card["vocabularies"], [stored[f"idf_{index}"] for index in range(2)]),
        stored["word_weights"].astype(np.float32),
        stored["vector_weights"],
        stored["vectors"].astype(np.float32),
        stored["wanted"],
        tuple(card["texts"]),
        (slope, intercept),
        float(stored["shown_from"]),
        {(concern, provision): float(share) for concern, provision, share in card["landing"]},
    )


def load_implied(docket: Docket) -> ImpliedModel:
    """The model of a docket. Raises `HeadsMissing`."""
    folder = heads_module.FOLDER / docket.key
    card = folder / CARD
    return _cached(folder, card.stat().st_mtime_ns if card.exists() else 0)


@lru_cache(maxsize=4)
def _cached(folder: Path, changed: int) -> ImpliedModel:
    return read_implied(folder)


def ensure_implied(docket: Docket, say: Callable[[str], object]) -> bool:
    """Train the docket's model of implied provisions if that is needed; true when it was."""
    from pipeline.implied_training import fit_implied, implied_version, labelled_with_provisions

    if not docket.has_examples:
        return False
    examples = labelled_with_provisions(read_examples(docket))
    encoder = multilingual_encoder()
    wanted = implied_version(docket, examples, encoder.key)
    try:
        if load_implied(docket).version == wanted:
            return False
    except HeadsMissing:
        pass
    say("Learning which articles passages describe without naming them; this takes some seconds ...")
    vectors = encoder.encode([example.text for example in examples])
    save_implied(fit_implied(docket, examples, vectors, wanted), heads_module.FOLDER / docket.key)
    return True
