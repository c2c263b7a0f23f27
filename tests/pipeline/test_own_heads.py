"""Heads that learn from people: what they answer afterwards, where they lie, and what they are not measured on."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from db.session import writing
from db.settings import Settings
from db.teaching import Decided, same_text
from pipeline import annotate, current_heads, evaluation_card, heads, heads_folder, own_heads, train
from pipeline.annotate import annotate_passages
from pipeline.commands_labels import train as train_command
from pipeline.evaluation_card import evaluation_of
from pipeline.examples import Example
from pipeline.heads import HeadsMissing, load_heads
from pipeline.heads_folder import own_folder, trained_heads
from pipeline.lessons import lessons_of, objections_to
from pipeline.own_heads import refresh_own_heads
from pipeline.stage import Workshop
from pipeline.stages import tagging
from pipeline.train import targets_of
from pipeline.tuned_encoder import NoTunedEncoder
from tests.builders import installation, label, statement
from tests.pipeline.labelling import HashedWords, docket, example, implied
from tests.pipeline.labelling import examples as many

SAID = "Custodians of ledgers grumble about paperwork for foreign tribunals, chamber {}."
ASKED = "Custodians of ledgers grumble about paperwork for foreign tribunals, chamber nine."


def examples() -> tuple[Example, ...]:
    """A few of each kind, and two folds of them: trainings here are many, and small."""
    return many()[:52]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with 12 passages and quick models, of which none learnt of it yet."""
    for module in (heads, heads_folder):
        monkeypatch.setattr(module, "FOLDER", tmp_path / "shipped")
    for module in (annotate, current_heads, train, evaluation_card):
        monkeypatch.setattr(module, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
        monkeypatch.setattr(module, "multilingual_encoder", HashedWords)
    for module in (current_heads, own_heads, train):
        monkeypatch.setattr(module, "read_examples", lambda _docket: examples())
    monkeypatch.setattr(train, "FOLDS", 2)
    monkeypatch.setattr(current_heads, "ensure_implied", lambda _docket, _say: False)
    monkeypatch.setattr(annotate, "load_implied", lambda _docket: implied())
    found, engine = installation(tmp_path / "mine")
    with writing(engine) as session:
        statement(session, "https://one.example", [SAID.format(n) for n in range(12)])
    return found


def decide(settings: Settings, count: int, concern: str = "industry", stance: str = "objection") -> None:
    from sqlmodel import select

    from db.models import Passage
    from db.session import open_installation

    with writing(open_installation(settings)) as session:
        for passage in session.exec(select(Passage).limit(count)):
            label(session, passage, "concern", concern, 1.0, "human")
            label(session, passage, "stance", stance, 1.0, "human")


def trained(settings: Settings) -> Result:
    found = CliRunner().invoke(train_command, [], obj=settings)
    assert found.exit_code == 0, found.output
    return found


def answer(settings: Settings) -> tuple[float, float]:
    """How likely a passage like the decided ones is to carry the concern and to object."""
    known = load_heads(docket(), settings.data)
    meaning = HashedWords().encode([ASKED])
    inputs = known.inputs([ASKED], NoTunedEncoder().encode([ASKED]), meaning, docket())
    row = known.probabilities(inputs, np.array([True]))[0]
    return float(row[known.columns.index("industry")]), float(row[known.columns.index("objection")])


def test_decisions_change_the_answer_for_a_similar_passage(settings: Settings) -> None:
    trained(settings)
    before = answer(settings)
    decide(settings, 10)
    said = trained(settings)
    after = answer(settings)
    assert "10 passages that people decided on" in said.stderr
    assert after[0] > before[0] + 0.2 and after[1] > before[1] + 0.1, (before, after)
    found = next(annotate_passages([{"text": ASKED, "language": "en"}], docket(), data=settings.data))
    assert [c for c in found.labels if c.kind == "concern" and c.key == "industry"]
    assert "decided by a person, in https://one.example" in next(c.reason for c in found.labels if c.key == "industry")


def test_they_belong_to_the_installation_alone(settings: Settings, tmp_path: Path) -> None:
    decide(settings, 3)
    trained(settings)
    shipped, own = load_heads(docket()), load_heads(docket(), settings.data)
    assert shipped.version != own.version
    assert load_heads(docket(), tmp_path / "another").version == shipped.version
    known = trained_heads(docket().key, settings.data)
    assert (known.version, known.base, known.decided) == (own.version, shipped.version, 3)


def test_training_again_is_free_and_the_same_anywhere(settings: Settings) -> None:
    decide(settings, 3)
    trained(settings)
    path = own_folder(docket().key, settings.data) / "heads.npz"
    before = path.read_bytes()
    assert "up to date" in trained(settings).stdout
    path.parent.joinpath("heads.json").unlink()
    trained(settings)
    assert path.read_bytes() == before


def test_another_decision_makes_labels_pending_once_it_is_learnt(settings: Settings) -> None:
    decide(settings, 2)
    trained(settings)
    before = tagging.version(Workshop(settings, docket()))
    decide(settings, 3, concern="secrecy")
    assert tagging.version(Workshop(settings, docket())) == before
    trained(settings)
    assert tagging.version(Workshop(settings, docket())) != before


def test_without_decisions_the_shipped_ones_serve_again(settings: Settings) -> None:
    from sqlalchemy import delete
    from sqlmodel import col

    from db.models import Label
    from db.session import open_installation

    decide(settings, 2)
    trained(settings)
    with writing(open_installation(settings)) as session:
        session.execute(delete(Label).where(col(Label.origin) == "human"))
    assert "serve again" in trained(settings).stderr
    assert not own_folder(docket().key, settings.data).exists()
    assert load_heads(docket(), settings.data).version == load_heads(docket()).version


def test_a_run_makes_them_anew_only_when_the_examples_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not refresh_own_heads(settings, docket(), str)
    decide(settings, 2)
    trained(settings)
    decide(settings, 3, concern="secrecy")
    assert not refresh_own_heads(settings, docket(), str)
    monkeypatch.setattr(own_heads, "read_examples", lambda _docket: examples()[:-1])
    monkeypatch.setattr(train, "read_examples", lambda _docket: examples()[:-1])
    assert refresh_own_heads(settings, docket(), str)
    assert not refresh_own_heads(settings, docket(), str)


def test_a_damaged_own_model_names_the_command_that_mends_it(settings: Settings) -> None:
    decide(settings, 2)
    trained(settings)
    (own_folder(docket().key, settings.data) / "heads.npz").write_bytes(b"damaged")
    with pytest.raises(HeadsMissing, match=f"travaux --data {settings.data} --docket un-cybercrime train"):
        load_heads(docket(), settings.data)
    assert "are trained" in trained(settings).stdout
    load_heads(docket(), settings.data)


def test_they_are_never_measured_on_what_they_learnt_from(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import evaluate_passages

    monkeypatch.setattr(evaluate_passages, "multilingual_encoder", HashedWords)
    rows = [{"text": SAID.format(n), "concerns": ["industry"], "stance": "objection"} for n in range(5)]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    decide(settings, 2)
    trained(settings)
    assert evaluation_of(path, docket())["left_out"] == 0
    report = evaluation_of(path, docket(), settings.data)
    assert (report["left_out"], report["all"]["passages"]) == (2, 3)
    path.write_text(json.dumps(rows[0]), encoding="utf-8")
    with pytest.raises(ValueError, match="measures nothing"):
        evaluation_of(path, docket(), settings.data)


def decided(text: str, **labels: bool) -> Decided:
    return Decided(text, "en", labels, (), ("https://one.example",))


def test_a_decision_takes_the_place_of_an_example_of_the_same_text() -> None:
    known, columns = examples()[:4], heads.columns_of(docket())
    one = decided(known[0].text.upper(), secrecy=True, surveillance=False)
    found = lessons_of(known, targets_of(known, docket()), [one], columns)
    assert len(found.texts) == found.examples == 4 and found.known.all()
    assert found.targets[0, columns.index("secrecy")] and not found.targets[0, columns.index("surveillance")]
    assert found.targets[0, columns.index("objection")]


def test_contradictions_are_named() -> None:
    known, columns = [example(1, "One text.", concerns=["secrecy"])], heads.columns_of(docket())
    against = Decided("one  text.", "en", {"secrecy": False, "objection": True}, ("neutral",), ("https://a.example",))
    said = objections_to(known, [against, decided("Another.", secrecy=True)], columns)
    assert len(said) == 2
    assert "neutral" in said[0] and "https://a.example" in said[0]
    assert "Example t1" in said[1] and "secrecy" in said[1] and "objection" not in said[1]


def test_what_nobody_decided_teaches_its_label_nothing() -> None:
    from pipeline.logistic import fit_logistic

    draw = np.random.default_rng(1)
    rows, wanted = draw.normal(size=(60, 5)), draw.random((60, 3)) > 0.5
    more, known = np.vstack([rows, draw.normal(size=(20, 5))]), np.ones((80, 3), dtype=bool)
    known[60:] = False
    grown = np.vstack([wanted, np.ones((20, 3), dtype=bool)])
    for given, taken in zip(fit_logistic(more, grown, 1.0, known), fit_logistic(rows, wanted, 1.0), strict=True):
        np.testing.assert_allclose(given, taken, atol=1e-3)


def test_texts_that_differ_in_case_and_white_space_are_one() -> None:
    assert same_text("  One\n text ") == same_text("one TEXT")
