"""What makes rows pending: a version, a model, a threshold, a person's label; and nothing more than they touch."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from db.models import Passage
from db.session import reading, writing
from db.settings import Settings
from pipeline.flow import OUTDATED, STAGES, plan_stage, process
from pipeline.stage import Workshop, full_versions
from pipeline.stages import pairing
from pipeline.stages.topics import TOPICS, decided_labels
from tests.builders import installation, label, organisation, statement
from tests.pipeline.trained import quick_workshop


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return quick_workshop(Settings(data=tmp_path))


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_another_model_or_threshold_of_labels_touches_what_reads_labels(tmp_path: Path, shop: Workshop) -> None:
    installation(tmp_path)
    before = full_versions(STAGES, shop)
    shop.heads = replace(shop.heads, bands=shop.heads.bands + 0.01)
    assert changed(before, full_versions(STAGES, shop)) == {"tag", "pair", "topics"}
    shop.heads = replace(shop.heads, bands=shop.heads.bands - 0.01, version="another")
    assert changed(before, full_versions(STAGES, shop)) == {"tag", "pair", "topics"}


def test_another_threshold_of_described_articles_touches_links_and_pairs(
    tmp_path: Path, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation(tmp_path)
    before = full_versions(STAGES, shop)
    shop.implied = replace(shop.implied, shown_from=shop.implied.shown_from + 0.01)
    assert changed(before, full_versions(STAGES, shop)) == {"link", "pair"}
    shop.implied = replace(shop.implied, shown_from=shop.implied.shown_from - 0.01)
    monkeypatch.setattr(pairing, "SURE", 0.99)
    assert changed(before, full_versions(STAGES, shop)) == {"pair"}


def test_a_persons_label_makes_topics_pending_for_its_statement_alone(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        author = organisation(session, "Sample Lantern")
        passages = [
            statement(session, f"https://s.example/{n}", [f"Article 24 names no judge, point {n}."], author)[0]
            for n in range(3)
        ]
        keys = [(passage.id, passage.revision_id) for passage in passages]
    shop = quick_workshop(settings)
    process(engine, shop)
    version = full_versions(STAGES, shop)["topics"]
    assert plan_stage(engine, shop, TOPICS, version).pending == ()
    with writing(engine) as session:
        _decide(session, keys[1][0] or 0)
    found = plan_stage(engine, shop, TOPICS, version)
    assert [unit.key for unit in found.pending] == [str(keys[1][1])] and found.changed == 1
    with reading(engine) as session:
        assert set(decided_labels(session)) == {keys[1][1]}
    process(engine, shop)
    assert plan_stage(engine, shop, TOPICS, version).pending == ()
    assert OUTDATED in str(plan_stage(engine, shop, TOPICS, "another"))


def _decide(session: Session, passage_id: int) -> None:
    label(session, session.get_one(Passage, passage_id), "stance", "objection", origin="human")
