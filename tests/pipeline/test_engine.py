"""The fast engine: what is kept, what is refused, and that nothing slow is loaded with it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from db.docket import load_docket
from pipeline import tuned_encoder
from pipeline.engine import CARD, EngineCard, EngineUnusable, file_hash, read_card
from pipeline.engine_export import EXACT, NEAR, SMALL, Source, choose, ensure_engine, probability
from pipeline.examples import read_examples
from pipeline.heads import columns_of
from pipeline.tuned_encoder import TunedEncoder, label_encoder, prepare_label_encoder

WEIGHTS = "a" * 64


def written(folder: Path, network: bytes = b"a network") -> Path:
    place = folder / WEIGHTS[:16]
    place.mkdir(parents=True)
    (place / SMALL).write_bytes(network)
    card = EngineCard(weights=WEIGHTS, network=SMALL, sha256=file_hash(place / SMALL), precision="int8", reason="x")
    (place / CARD).write_text(card.model_dump_json(), encoding="utf-8")
    return place


def test_a_card_is_read_back(tmp_path: Path) -> None:
    written(tmp_path)
    assert read_card(WEIGHTS, tmp_path).network == SMALL


@pytest.mark.parametrize("damage", ["network", "card", "no network", "no card", "other weights"])
def test_a_damaged_engine_is_refused_with_the_command_that_mends_it(tmp_path: Path, damage: str) -> None:
    place = written(tmp_path)
    if damage == "network":
        (place / SMALL).write_bytes(b"another network")
    elif damage == "card":
        (place / CARD).write_text("{", encoding="utf-8")
    elif damage == "other weights":
        text = (place / CARD).read_text(encoding="utf-8")
        (place / CARD).write_text(text.replace(WEIGHTS, "b" * 64), encoding="utf-8")
    else:
        (place / (SMALL if damage == "no network" else CARD)).unlink()
    with pytest.raises(EngineUnusable, match="travaux train"):
        read_card(WEIGHTS, tmp_path)


@pytest.mark.parametrize(
    ("drift", "faster", "kept"), [(0.01, 2.0, SMALL), (0.03, 2.0, EXACT), (0.01, 0.9, EXACT), (0.02, 1.0, SMALL)]
)
def test_int8_is_kept_only_where_it_is_near_and_faster(drift: float, faster: float, kept: str) -> None:
    name, reason = choose(drift, faster)
    assert name == kept
    assert reason.endswith(".")


def fail(target: Path) -> None:
    target.write_bytes(b"half a network")
    raise RuntimeError("no such operator")


def test_an_export_that_fails_leaves_nothing_half_made(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such operator"):
        ensure_engine(Source(WEIGHTS, tmp_path / "tokenizer.json", fail), ["a passage"], print, tmp_path / "engines")
    assert list((tmp_path / "engines").iterdir()) == []


def test_a_failed_export_is_told_and_the_slow_engine_serves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tuned_encoder, "ensure_engine", lambda source, *_: source.export(Path("nowhere")))
    monkeypatch.setattr(TunedEncoder, "export", lambda self, target: fail(Path("/dev/null")))
    prepare_label_encoder(load_docket("un-cybercrime"), ["a passage"], print)
    assert "no such operator" in capsys.readouterr().out


def exported() -> TunedEncoder:
    docket = load_docket("un-cybercrime")
    encoder = label_encoder(docket, columns_of(docket))
    if not isinstance(encoder, TunedEncoder) or encoder.engine is None:
        pytest.skip("the fast engine was not made on this machine: `travaux train` makes it")
    return encoder


def test_its_probabilities_are_near_those_of_the_weights_as_they_are() -> None:
    texts = [row.text for row in read_examples(load_docket("un-cybercrime")) if row.language == "en"][200:264]
    encoder = exported()
    drift = np.abs(probability(encoder.encode(texts)) - probability(encoder.slow_network()(texts)))
    assert float(drift.mean()) < NEAR


def test_a_passage_has_the_same_vector_in_any_company() -> None:
    texts = ["A judge must decide.", "The draft of Article 24 names no judge at all, and that is its gravest fault."]
    encoder = exported()
    alone, together = encoder.encode(texts[:1]), encoder.encode(texts)
    assert np.array_equal(alone[0], together[0])
    assert np.array_equal(encoder.encode(texts[::-1])[::-1], together)


def test_encoding_loads_no_torch() -> None:
    exported()
    code = (
        "import sys; from db.docket import load_docket; from pipeline.heads import columns_of; "
        "from pipeline.encoders import multilingual_encoder; from pipeline.tuned_encoder import label_encoder; "
        "docket = load_docket('un-cybercrime'); label_encoder(docket, columns_of(docket)).encode(['a']); "
        "multilingual_encoder().encode(['a']); sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
