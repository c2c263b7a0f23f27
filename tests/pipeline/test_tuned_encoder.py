"""The tuned encoder: what is stored, what is refused, and that it is what was taught."""

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest

from db.docket import Docket
from pipeline.heads import columns_of, tuned_probability
from pipeline.tuned_encoder import (
    FILE,
    NoTunedEncoder,
    Tuned,
    TunedEncoder,
    TunedEncoderError,
    label_encoder,
    read_tuned,
    text_key,
    write_tuned,
)
from pipeline.tuning import tune_encoder
from tests.pipeline.labelling import docket, examples


@lru_cache(maxsize=1)
def small() -> Docket:
    """The docket with the few examples of the tests, and an encoder tuned on them for a moment."""
    folder = Path(mkdtemp())
    rows = "\n".join(row.model_dump_json() for row in examples()[::3])
    (folder / "examples.jsonl").write_text(rows, encoding="utf-8")
    changed = docket().model_copy(update={"folder": folder})
    tune_encoder(changed, lambda _said: None, epochs=2)
    return changed


def stored(weights: dict[str, np.ndarray], path: Path) -> Tuned:
    write_tuned(path, Tuned(("a", "b"), "hash", weights, {text_key("x"): np.array([1.5, -2.0], dtype=np.float32)}))
    return read_tuned(path)


def test_what_is_stored_comes_back_as_near_as_eight_bits_allow(tmp_path: Path) -> None:
    matrix = np.random.default_rng(1).normal(0, 0.01, (30, 20)).astype(np.float32)
    found = stored({"layers.0.weight": matrix, "last.bias": np.array([0.5, -1.0])}, tmp_path / FILE)
    assert found.columns == ("a", "b")
    assert np.abs(found.weights["layers.0.weight"] - matrix).max() <= np.abs(matrix).max() / 127
    assert np.array_equal(found.weights["last.bias"], [0.5, -1.0])
    assert np.array_equal(found.heard[text_key("x")], [1.5, -2.0])


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut"])
def test_a_damaged_file_names_the_command_that_makes_another(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(TunedEncoderError, match="travaux train --encoder"):
        read_tuned(tmp_path / FILE)


def test_a_docket_without_a_tuned_encoder_has_vectors_of_no_numbers(tmp_path: Path) -> None:
    bare = docket().model_copy(update={"folder": tmp_path})
    assert label_encoder(bare, columns_of(bare)).encode(["a", "b"]).shape == (2, 0)


def test_an_encoder_of_other_labels_is_not_used() -> None:
    assert isinstance(label_encoder(small(), ("another",)), NoTunedEncoder)


def test_a_tuned_encoder_gives_one_logit_a_label_whatever_stands_beside() -> None:
    encoder = label_encoder(small(), columns_of(small()))
    texts = ["No judge decides.", "", "word " * 900, "🙂"]
    logits = encoder.encode(texts)
    assert logits.shape == (4, len(columns_of(small())))
    assert np.allclose(logits[0], encoder.encode(["No judge decides."])[0], atol=1e-3)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_examples_are_judged_by_a_model_that_had_not_seen_them() -> None:
    encoder = label_encoder(small(), columns_of(small()))
    taught = [row.text for row in examples()[::3]]
    logits = encoder.encode([*taught, "Never seen."])
    unseen = encoder.unseen([*taught, "Never seen."])
    assert not np.allclose(unseen[:-1], logits[:-1], atol=0.05)
    assert np.allclose(unseen[-1], logits[-1], atol=1e-3)


def test_tuning_twice_gives_the_same_file(tmp_path: Path) -> None:
    again = tune_encoder(small(), lambda _said: None, tmp_path / FILE, epochs=2)
    first, second = read_tuned(small().folder / FILE), read_tuned(again)
    assert first.examples == second.examples
    assert all(np.array_equal(first.weights[name], second.weights[name]) for name in first.weights)


def test_stances_share_one_probability_and_other_labels_stand_alone() -> None:
    found = tuned_probability(np.zeros((1, 21), dtype=np.float32))
    assert np.allclose(found[0, 14:18], 0.25)
    assert np.allclose(found[0, :14], 0.5)


def test_the_docket_of_the_product_has_an_encoder_tuned_for_its_labels() -> None:
    assert isinstance(label_encoder(docket(), columns_of(docket())), TunedEncoder)
