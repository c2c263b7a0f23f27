"""Examples that teach the stance alone: their concerns are kept, and learnt by no model and no threshold."""

import numpy as np
import pytest
import torch

from db.teaching import Decided
from pipeline.examples import Example
from pipeline.heads import columns_of
from pipeline.lessons import known_of, lessons_of
from pipeline.thresholds import bands_of
from pipeline.train import fit_heads, targets_of
from pipeline.tuning import loss_of
from tests.pipeline.labelling import docket, example, examples, vectors_of

COLUMNS = columns_of(docket())
CONCERNS = len(docket().concerns)


def of_stance(number: int, text: str, **labels: object) -> Example:
    return example(number, text, teaches="stance", **labels)


def test_stance_and_flags_are_known_and_concerns_are_not() -> None:
    known = known_of([example(1, "One."), of_stance(2, "Two.", concerns=["secrecy"])], COLUMNS)
    assert known[0].all()
    assert not known[1, :CONCERNS].any() and known[1, CONCERNS:].all()


def test_what_a_person_decided_on_its_text_is_known() -> None:
    rows = [of_stance(1, "One.", concerns=["secrecy"])]
    one = Decided("one.", "en", {"industry": True}, (), ("https://one.example",))
    found = lessons_of(rows, targets_of(rows, docket()), [one], COLUMNS)
    known = {COLUMNS[place] for place in np.flatnonzero(found.known[0, :CONCERNS])}
    assert known == {"industry"} and found.targets[0, COLUMNS.index("industry")]


def test_its_concerns_change_nothing_and_its_stance_does() -> None:
    """Heads from examples to which the same texts were added: with concerns, with others, with another stance."""
    base, texts = examples()[:52], [f"Wardens of the archive shrug, hall {n}." for n in range(6)]

    def heads_with(**labels: object) -> tuple[np.ndarray, np.ndarray]:
        rows = [*base, *(of_stance(100 + n, text, **labels) for n, text in enumerate(texts))]
        heads = fit_heads(docket(), rows, vectors_of([row.text for row in rows]), "trial")
        return heads.voices["meaning"].weights, heads.bands

    weights, bands = heads_with(concerns=["secrecy"], stance="neutral")
    for given, taken in zip(heads_with(concerns=["industry"], stance="neutral"), (weights, bands), strict=True):
        np.testing.assert_array_equal(given, taken)
    other, _ = heads_with(concerns=["secrecy"], stance="objection")
    np.testing.assert_allclose(other[:, :CONCERNS], weights[:, :CONCERNS], atol=1e-2)
    assert np.abs(other[:, CONCERNS:] - weights[:, CONCERNS:]).max() > 0.01


def test_concerns_that_are_not_known_set_no_edge() -> None:
    draw = np.random.default_rng(3)
    scores, wanted = draw.random((80, len(COLUMNS))), draw.random((80, len(COLUMNS))) < 0.4
    known = np.ones(scores.shape, dtype=bool)
    known[60:, :CONCERNS] = False
    bands = bands_of(scores, wanted, known, COLUMNS)
    alone = bands_of(scores[:60], wanted[:60], known[:60], COLUMNS)
    np.testing.assert_array_equal(bands[:CONCERNS], alone[:CONCERNS])
    assert (bands[CONCERNS:] != alone[CONCERNS:]).any()


def test_the_tuned_encoder_learns_no_unknown_concern() -> None:
    logits = torch.zeros((1, len(COLUMNS)), requires_grad=True)
    targets = torch.from_numpy(targets_of([of_stance(1, "One.", concerns=["secrecy"])], docket())).float()
    known = torch.from_numpy(known_of([of_stance(1, "One.")], COLUMNS)).float()
    loss_of(logits, targets, known, CONCERNS).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert not logits.grad[0, :CONCERNS].any() and logits.grad[0, CONCERNS:].any()


def test_an_unknown_lesson_is_refused() -> None:
    with pytest.raises(ValueError, match="teaches"):
        example(1, "One.", teaches="articles")
