"""A person's word on what is about the docket: it wins, it stays, it can be taken back."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

import travaux  # noqa: TID251  (the tests come in by the front door)
from crawlers.importing import import_paths
from db.models import Passage, RelevanceDecision, Revision, StageRow, Statement
from db.off_topic import judged_page
from db.reading import canonical_lines
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store.relevance import DecisionError, decide, decision_on, save_relevance
from pipeline.flow import process
from tests.pipeline.trained import quick_workshop

LETTERS = {
    "on.txt": "Sample letter\n\nWe object to Article 7 of the UN Convention against Cybercrime.\n",
    "off.txt": "Bicycle lanes (sample)\n\nThe city should paint more lanes. Article 7 of the by-law is too narrow.\n",
    "far.txt": "Harbour fees (sample)\n\nFees for small boats should fall.\n",
}


@dataclass(frozen=True)
class Desk:
    """An installation with one letter that counts and two that do not."""

    settings: Settings
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> int:
        return travaux.run(["--data", str(self.settings.data), "off-topic", *arguments])

    def printed(self, *arguments: str) -> Any:
        self.capsys.readouterr()
        assert self.run(*arguments) == 0
        return json.loads(self.capsys.readouterr().out)

    def process(self) -> None:
        process(open_installation(self.settings), quick_workshop(self.settings))

    def statement(self, title: str) -> Statement:
        with reading(open_installation(self.settings)) as session:
            return session.exec(select(Statement).where(Statement.title == title)).one()

    def passages(self, statement: Statement) -> int:
        with reading(open_installation(self.settings)) as session:
            return len(session.exec(select(Passage).where(Passage.revision_id == statement.revision_id)).all())


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    folder, settings = tmp_path / "letters", Settings(data=tmp_path / "data")
    folder.mkdir()
    for name, words in LETTERS.items():
        (folder / name).write_text(words)
    import_paths(open_installation(settings), settings.captures, [folder], lambda _: None)
    made = Desk(settings, capsys)
    made.process()
    return made


OFF = "Bicycle lanes (sample)"


def test_off_topic_texts_are_listed_with_score_reason_and_total(desk: Desk) -> None:
    found = desk.printed("list", "--json", "--per-page", "1")
    assert (found["total"], found["pages"], len(found["lines"])) == (2, 2, 1)
    assert found["lines"][0]["score"] < 0.5 and "names the subject" in found["lines"][0]["reason"]
    assert desk.run("list", "--page", "1") == 0
    said = desk.capsys.readouterr()
    assert OFF in said.out and "2 not about the docket; page 1 of 1." in said.err


def test_a_rescued_text_goes_through_the_rest_of_the_flow(desk: Desk) -> None:
    number = desk.statement(OFF).id
    assert desk.passages(desk.statement(OFF)) == 0
    assert desk.run("rescue", str(number), "--by", "Ana Sample", "--note", "the side letter") == 0
    assert desk.statement(OFF).on_topic is True
    desk.process()
    assert desk.passages(desk.statement(OFF)) > 0
    with reading(open_installation(desk.settings)) as session:
        revision = session.exec(select(Revision).where(Revision.statement_id == number)).one()
        outcomes = session.exec(
            select(StageRow.outcome).where(StageRow.unit == str(revision.id), StageRow.stage != "extract")
        )
        assert set(outcomes) == {"done"}
    line = desk.printed("list", "--decided", "--json")["lines"][0]
    assert (line["decision"], line["by"], line["note"]) == ("rescue", "Ana Sample", "the side letter")
    assert line["score"] < 0.5, "the program's answer stays beside"


def test_no_later_run_overwrites_a_decision(desk: Desk) -> None:
    number = desk.statement(OFF).id or 0
    desk.run("rescue", str(number), "--by", "Ana Sample")
    with writing(open_installation(desk.settings)) as session:
        save_relevance(session, number, False, 0.2, "Judged anew.")
    after = desk.statement(OFF)
    assert (after.on_topic, after.relevance_score, after.relevance_reason) == (True, 0.2, "Judged anew.")
    desk.run("dismiss", str(number), "--by", "Ben Sample")
    with writing(open_installation(desk.settings)) as session:
        save_relevance(session, number, True, 0.9, "Judged once more.")
    assert desk.statement(OFF).on_topic is False


def test_a_changed_text_keeps_its_decision(desk: Desk, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    front = "---\nurl: https://sample.example/lanes\ntitle: Lanes of the town (sample)\n---\n\n"
    page.write_text(front + "The town should paint lanes.\n")
    engine = open_installation(desk.settings)
    import_paths(engine, desk.settings.captures, [page], lambda _: None)
    desk.process()
    title = "Lanes of the town (sample)"
    assert desk.statement(title).on_topic is False
    desk.run("rescue", str(desk.statement(title).id), "--by", "Ana Sample")
    page.write_text(front + "The town should paint more lanes, and wider ones.\n")
    import_paths(engine, desk.settings.captures, [page], lambda _: None)
    desk.process()
    assert desk.statement(title).on_topic is True
    assert desk.passages(desk.statement(title)) > 0


def test_a_dismissed_text_counts_nowhere_and_undo_brings_it_back(desk: Desk) -> None:
    number = str(desk.statement("Sample letter").id)
    assert desk.run("dismiss", number, "--by", "Ana Sample") == 0
    assert desk.statement("Sample letter").on_topic is False
    assert desk.printed("list", "--json")["total"] == 3
    assert desk.run("undo", number, "--by", "Ben Sample") == 0
    assert desk.statement("Sample letter").on_topic is True
    assert desk.printed("list", "--decided", "--json")["total"] == 0
    with reading(open_installation(desk.settings)) as session:
        assert [(one.decision, one.by) for one in session.exec(select(RelevanceDecision))] == [
            ("dismiss", "Ana Sample"),
            ("undo", "Ben Sample"),
        ]
        assert sum("relevancedecision" in line for line in canonical_lines(session)) == 2


def test_undo_of_a_text_that_was_never_judged_leaves_it_open(desk: Desk) -> None:
    with writing(open_installation(desk.settings)) as session:
        row = session.get_one(Statement, 1)
        row.on_topic, row.relevance_score, row.relevance_reason = None, 0.0, ""
    desk.run("rescue", "1", "--by", "Ana Sample")
    desk.run("undo", "1", "--by", "Ana Sample")
    with reading(open_installation(desk.settings)) as session:
        assert session.get_one(Statement, 1).on_topic is None
        assert decision_on(session, 1) is None


@pytest.mark.parametrize("ids", [("1", "99"), ("99",), ("p1",), ("x",), ("https://desk.example/articles/7",)])
def test_one_id_that_is_none_leaves_all_undecided(desk: Desk, ids: tuple[str, ...]) -> None:
    assert desk.run("dismiss", *ids) == 1
    said = desk.capsys.readouterr().err
    assert "There is no statement 99" in said or "Expected" in said
    with reading(open_installation(desk.settings)) as session:
        assert session.exec(select(RelevanceDecision)).all() == []


def test_an_address_names_its_statement_and_nobody_decides_without_a_name(desk: Desk) -> None:
    assert desk.run("rescue", "http://127.0.0.1:8000/statements/1?revision=1#p2", "--by", " ") == 1
    assert "Expected the name of who decides" in desk.capsys.readouterr().err
    assert desk.run("rescue", "http://127.0.0.1:8000/statements/1?revision=1#p2", "--by", "Ana") == 0


def test_undo_without_a_decision_is_an_error_in_words(desk: Desk) -> None:
    with writing(open_installation(desk.settings)) as session, pytest.raises(DecisionError, match="nothing to undo"):
        decide(session, 1, "undo", "Ana Sample")


def test_pages_add_up(desk: Desk) -> None:
    with reading(open_installation(desk.settings)) as session:
        pages = [judged_page(session, number, per_page=1) for number in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [1, 1, 0]
    assert {page.lines[0].id for page in pages[:2]} == {
        s.id for s in map(desk.statement, (OFF, "Harbour fees (sample)"))
    }
