"""Articles that passages describe: what is learnt, what is shown, what is left alone, and that it is kept."""

from pathlib import Path

import numpy as np
import pytest

from db.docket import load_docket
from db.models import Mention, Passage
from pipeline.encoders import Encoder
from pipeline.heads import HeadsMissing
from pipeline.implied import Implied, ImpliedModel
from pipeline.implied_files import read_implied, save_implied
from pipeline.implied_pairs import SHOWN, described_pairs, heading_pairs, landing_of
from pipeline.implied_training import fit_implied
from pipeline.passage import Label
from pipeline.stages.linking import heading_article
from tests.builders import WordEncoder
from tests.pipeline.labelling import example

GAG = "Providers are gagged for ever and may never tell a customer about the secret order {}."
HACK = "Testers who look for holes in good faith are treated as burglars when they open a system {}."
WHOLE = "The talks ended late that night and the delegates went home tired and hungry {}."


def concern(key: str, score: float) -> Label:
    return Label("concern", key, score, "shown", "model", "said so")


@pytest.fixture(scope="module")
def model() -> ImpliedModel:
    rows = [example(n, GAG.format(n), provisions=["30"], concerns=["secrecy"], pairs=[["secrecy", "30"]])
            for n in range(14)]  # fmt: skip
    rows += [example(n + 20, HACK.format(n), provisions=["7"], concerns=["researchers"]) for n in range(14)]
    rows += [example(n + 40, WHOLE.format(n), stance="neutral") for n in range(28)]
    encoder: Encoder = WordEncoder()
    vectors = encoder.encode([row.text for row in rows])
    return fit_implied(load_docket("un-cybercrime"), rows, vectors, "trial")


def links(model: ImpliedModel, *texts: str, apart_from: tuple[frozenset[str], ...] = ()) -> list[tuple[Implied, ...]]:
    vectors = WordEncoder().encode(list(texts))
    return model.links(model.rows(texts, vectors), apart_from)


def test_a_described_article_is_linked_with_its_reason(model: ImpliedModel) -> None:
    found = links(model, GAG.format("again"))[0][0]
    assert (found.provision, found.status) == ("30", "shown")
    assert "Providers are gagged" in found.reason and "Telling words" in found.reason


def test_a_passage_about_the_whole_implies_nothing_for_sure(model: ImpliedModel) -> None:
    assert not [link for link in links(model, WHOLE.format("again"))[0] if link.status == "shown"]


def test_an_article_that_is_named_is_not_implied_as_well(model: ImpliedModel) -> None:
    found = links(model, GAG.format("again"), apart_from=(frozenset({"30"}),))[0]
    assert "30" not in {link.provision for link in found}


def test_an_article_with_few_examples_is_unknown(model: ImpliedModel) -> None:
    assert model.provisions == ("7", "30")


def test_a_stored_model_says_the_same_and_a_changed_file_is_refused(model: ImpliedModel, tmp_path: Path) -> None:
    save_implied(model, tmp_path)
    again = read_implied(tmp_path)
    assert [link.provision for link in links(again, HACK.format("x"))[0]][:1] == ["7"]
    assert again.landing == pytest.approx(model.landing, abs=1e-4)
    (tmp_path / "implied.npz").write_bytes(b"something else")
    with pytest.raises(HeadsMissing, match="travaux train"):
        read_implied(tmp_path)


def test_training_twice_gives_the_same_model(model: ImpliedModel) -> None:
    rows = [example(n, GAG.format(n), provisions=["30"]) for n in range(8)]
    vectors = WordEncoder().encode([row.text for row in rows])
    first, second = (fit_implied(load_docket("un-cybercrime"), rows, vectors, "v") for _ in "ab")
    assert np.array_equal(first.word_weights, second.word_weights) and first.calibration == second.calibration


def test_a_described_pair_needs_the_concern_the_article_and_that_they_belong_together() -> None:
    docket = load_docket("un-cybercrime")
    landing = landing_of(docket, [])
    sure = described_pairs("text", [concern("secrecy", 0.9)], [("30", 0.9, "why")], landing)
    assert [(p.origin, p.status, p.start, p.end) for p in sure] == [("implicit", "shown", 0, 4)]
    assert described_pairs("text", [concern("secrecy", 0.2)], [("30", 0.2, "why")], landing) == []
    weak = described_pairs("text", [concern("children", 0.9)], [("30", 0.9, "why")], landing)
    assert all(pair.status == "unsure" for pair in weak) and SHOWN > 0.9 * 0.9 * 0.3


def test_an_article_of_the_heading_makes_explicit_pairs_with_that_reason() -> None:
    docket = load_docket("un-cybercrime")
    found = heading_pairs("text", [concern("safeguards", 0.8)], [("24", 1.0, "The heading above names it.")], docket)
    assert [(p.origin, p.provision, p.reason) for p in found] == [("explicit", "24", "The heading above names it.")]


def mention(start: int, provision: str, status: str = "resolved") -> Mention:
    return Mention(revision_id=1, start=start, end=start + 2, text="", instrument="", unit="article",
                   status=status, provision=provision)  # fmt: skip


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([mention(8, "24")], "24"),
        ([mention(8, "24"), mention(12, "30")], ""),
        ([mention(8, "24"), mention(12, "", "ambiguous")], ""),
        ([mention(8, "ch.IV")], ""),
        ([], ""),
    ],
)
def test_only_a_heading_that_names_one_article_hands_it_down(mentions: list[Mention], expected: str) -> None:
    text = "Article 24 on 30\n\nNo judge is named."
    passage = Passage(revision_id=1, position=0, start=18, end=len(text), text=text[18:], text_sha256="",
                      heading="Article 24 on 30")  # fmt: skip
    assert heading_article(text, passage, mentions) == expected
