"""Cited paragraphs are checked against stored texts, and a docket without examples is processed without labels."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from crawlers.importing import import_paths
from db.docket import load_docket
from db.models import Label, Mention, Statement
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store.drafts import LoadedFile, replace_draft_text, stored_paragraphs
from db.store.ledger import counts
from pipeline.flow import STAGES, Outcome, plan_stage, process
from pipeline.stage import Workshop, full_versions
from pipeline.treaty_text import parse_treaty
from pipeline.tuned_encoder import NoTunedEncoder
from tests.builders import WordEncoder
from tests.lanterns import KEY, lantern_dockets, treaty

LETTER = """---
title: On the Lantern Treaty (sample)
published: 2021-03-04
organisation: Sample Keepers League
---
# On the Lantern Treaty (sample)

We read the Lantern Treaty with care. Article 3, paragraph 2, of the Treaty on Lanterns asks too much of keepers.

Article 3, paragraph 7, is unknown to us. Article 2(a) is clear. Article 1, paragraph 2, is not.
"""


@dataclass
class House:
    """An installation of the sample docket."""

    settings: Settings
    engine: Engine

    def shop(self) -> Workshop:
        shop = Workshop(self.settings, load_docket(KEY, self.settings.dockets or Path()))
        shop.english, shop.multilingual = NoTunedEncoder(), WordEncoder()
        return shop

    def run(self) -> dict[str, Outcome]:
        return {outcome.stage: outcome for outcome in process(self.engine, self.shop())}

    def load(self, words: str = "", draft: str = "adopted") -> None:
        read = parse_treaty(words or treaty())
        with writing(self.engine) as session:
            file = LoadedFile("treaty.txt", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
            replace_draft_text(session, draft, file, read.text, read.articles)

    def mentions(self) -> dict[str, tuple[str, str]]:
        with reading(self.engine) as session:
            return {m.text: (m.status, m.reason) for m in session.exec(select(Mention))}


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = Settings(data=tmp_path / "data", docket=KEY, dockets=lantern_dockets(tmp_path))
    engine = open_installation(settings)
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    import_paths(engine, settings.captures, [tmp_path / "letter.md"])
    return House(settings, engine)


def test_a_docket_without_examples_is_processed_and_says_why_it_has_no_labels(house: House) -> None:
    ran = house.run()
    assert all(not outcome.reasons for outcome in ran.values())
    assert (ran["tag"].done, ran["tag"].skipped) == (0, 1)
    with reading(house.engine) as session:
        assert session.exec(select(Label)).all() == []
        assert session.exec(select(Statement)).one().on_topic is True
        assert counts(session)["tag"] == {"skipped": 1}
    assert all(not (o.done or o.skipped or o.reasons) for o in house.run().values())


def test_without_a_text_paragraphs_are_not_checked(house: House) -> None:
    house.run()
    assert {status for status, _ in house.mentions().values()} == {"resolved"}


def test_with_a_text_a_paragraph_that_is_not_there_is_unmatched_with_the_reason(house: House) -> None:
    house.load()
    house.run()
    found = house.mentions()
    assert found["Article 3, paragraph 2"][0] == "resolved"
    assert found["Article 2(a)"][0] == "resolved"
    status, reason = found["Article 3, paragraph 7"]
    assert status == "unmatched"
    assert "has 3 numbered paragraphs, so paragraph 7 is not there" in reason
    assert found["Article 1, paragraph 2"][0] == "unmatched"


def test_loading_a_text_makes_links_and_pairs_pending_and_only_those(house: House) -> None:
    house.run()
    house.load()
    shop = house.shop()
    versions = full_versions(STAGES, shop)
    pending = {s.name for s in STAGES if plan_stage(house.engine, shop, s, versions[s.name]).pending}
    assert pending == {"resolve", "link", "pair"}
    house.run()
    assert house.mentions()["Article 3, paragraph 7"][0] == "unmatched"


def test_a_text_that_lost_its_numbers_tells_nothing(house: House) -> None:
    house.load(treaty().replace("\n1. ", "\n").replace("\n2. ", "\n").replace("\n3. ", "\n"))
    with reading(house.engine) as session:
        known = stored_paragraphs(session)
    assert known("adopted", "3") is None
    assert known.version == ""
