import json
from pathlib import Path

import numpy as np
import pytest

from db.docket import DocketError
from pipeline.concerns import label_passages
from pipeline.examples import contradictions, read_examples
from pipeline.heads import HeadsMissing, read_heads, save_heads
from pipeline.stance import spoken_of
from pipeline.train import heads_version, train_heads
from pipeline.tuned_encoder import NoTunedEncoder
from tests.pipeline.labelling import SAID, HashedWords, docket, example, examples, heads, labels_of, vectors_of

KINDS = {"stance", "reject_call", "on_topic", "boilerplate"}


def key_of(text: str, kind: str, language: str | None = "en") -> str:
    return next(label.key for label in labels_of(text, language) if label.kind == kind)


@pytest.mark.parametrize(
    "text", ["", "No.", "🙂🙂🙂", "слово word كلمة 词", "word " * 5000, "\x00", SAID["secrecy"], "a" * 3000]
)
def test_every_passage_has_each_single_label_once(text: str) -> None:
    kinds = [label.kind for label in labels_of(text) if label.kind != "concern"]
    assert sorted(kinds) == sorted(KINDS)


@pytest.mark.parametrize(("concern", "text"), SAID.items())
def test_a_concern_is_found_in_other_words_of_its_list(concern: str, text: str) -> None:
    found = {label.key for label in labels_of(text)}
    assert concern in found


def test_no_passages_give_no_labels() -> None:
    nothing = np.zeros((0, 64), dtype=np.float32)
    assert label_passages([], nothing, nothing, heads(), docket()) == []


def test_a_language_that_no_model_knows_is_not_labelled_and_says_so() -> None:
    labels = labels_of("Mkataba huu hauna ulinzi wa haki za binadamu.", "sw")
    assert not [label for label in labels if label.kind == "concern"]
    assert {label.status for label in labels} == {"unsure"}
    assert all("do not know this language" in label.reason for label in labels)


def test_furniture_carries_no_concern_and_is_neutral() -> None:
    labels = labels_of("Subscribe to our newsletter | surveillance | page 4")
    assert not [label for label in labels if label.kind == "concern"]
    assert key_of("Subscribe to our newsletter | page 4", "stance") == "neutral"


def test_words_of_refusal_in_a_request_are_a_call_to_reject() -> None:
    text = "We call on States to vote no and reject the treaty."
    assert key_of(text, "reject_call") == "true"
    assert key_of(text, "stance") == "recommendation"
    assert key_of(SAID["secrecy"], "reject_call") == "false"


def test_a_reason_quotes_words_of_the_passage() -> None:
    text = SAID["researchers"]
    reason = next(label.reason for label in labels_of(text) if label.key == "researchers")
    quoted = [part.split("”")[0] for part in reason.split("“")[1:]]
    assert quoted
    assert all(word in text for word in quoted)


@pytest.mark.parametrize("concern", SAID)
def test_leaving_out_the_words_of_the_reason_lowers_the_score(concern: str) -> None:
    text = SAID[concern]
    label = next(label for label in labels_of(text) if label.key == concern)
    for part in label.reason.split("“")[1:]:
        text = text.replace(part.split("”")[0], "")
    left = [other.score for other in labels_of(text) if other.key == concern]
    assert not left or left[0] < label.score


def test_training_twice_gives_the_same_heads(tmp_path: Path) -> None:
    encoders = NoTunedEncoder(), HashedWords()
    first, second = (train_heads(docket(), examples(), encoders, tmp_path / name) for name in "ab")
    assert read_heads(first).version == read_heads(second).version
    assert np.array_equal(read_heads(first).bands, read_heads(second).bands)
    assert np.array_equal(read_heads(first).voices["words"].weights, read_heads(second).voices["words"].weights)


def test_stored_heads_score_as_the_trained_ones(tmp_path: Path) -> None:
    stored = read_heads(save_heads(heads(), tmp_path))
    texts = list(SAID.values())
    english = np.ones(len(texts), dtype=bool)
    trained, read = (h.probabilities(h.inputs(texts, *vectors_of(texts), docket()), english) for h in (heads(), stored))
    assert np.allclose(trained, read, atol=1e-5)


def test_the_version_follows_the_examples_and_the_encoders() -> None:
    base = heads_version(docket(), examples(), ("a", "b"))
    assert heads_version(docket(), examples()[1:], ("a", "b")) != base
    assert heads_version(docket(), examples(), ("a", "c")) != base


def test_missing_heads_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(HeadsMissing, match=r"travaux --docket .* train"):
        read_heads(tmp_path / "un-cybercrime")


@pytest.mark.parametrize("damage", [b"", b"not an archive"])
def test_a_damaged_file_of_heads_is_refused(tmp_path: Path, damage: bytes) -> None:
    save_heads(heads(), tmp_path)
    (tmp_path / "heads.npz").write_bytes(damage)
    with pytest.raises(HeadsMissing, match=r"travaux --docket .* train"):
        read_heads(tmp_path)


def test_a_damaged_card_of_heads_is_refused(tmp_path: Path) -> None:
    save_heads(heads(), tmp_path)
    (tmp_path / "heads.json").write_text("{", encoding="utf-8")
    with pytest.raises(HeadsMissing, match=r"travaux --docket .* train"):
        read_heads(tmp_path)


def test_an_empty_file_of_examples_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "examples.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(DocketError, match="found none"):
        read_examples(docket().model_copy(update={"folder": tmp_path}))


@pytest.mark.parametrize(
    ("row", "named"),
    [("{", "line 1"), (json.dumps({"id": "x", "text": "t", "language": "en", "stance": "cross"}), "stance"),
     (json.dumps({"id": "x", "text": "t", "language": "en", "stance": "neutral", "concerns": ["w"]}), "w")],
)  # fmt: skip
def test_a_wrong_example_names_its_line_and_cell(tmp_path: Path, row: str, named: str) -> None:
    (tmp_path / "examples.jsonl").write_text(row, encoding="utf-8")
    with pytest.raises(DocketError, match=named):
        read_examples(docket().model_copy(update={"folder": tmp_path}))


def test_contradictory_examples_are_named() -> None:
    one, two = example(1, "The same  words."), example(2, "the same words.", stance="support")
    assert contradictions([one, two, example(3, "Other words.")]) == [("t1", "t2")]


@pytest.mark.parametrize(
    "text", ["Article 24 has no judge, and Article 7 jails researchers.", "Article 25 gags providers."]
)
@pytest.mark.parametrize("language", ["en", None])
def test_a_clause_that_cites_an_article_and_speaks_of_a_concern_is_neither_furniture_nor_off_topic(
    text: str, language: str | None
) -> None:
    assert key_of(text, "on_topic", language) == "true"
    assert key_of(text, "boilerplate", language) == "false"


@pytest.mark.parametrize(
    "text",
    ["Article 7 of the Penal Code punishes hackers.", "Article 24", "Read more about Article 24 and human rights."],
)
def test_another_law_a_bare_number_and_furniture_are_not_vouched_for(text: str) -> None:
    assert spoken_of(text, docket()) == ""
