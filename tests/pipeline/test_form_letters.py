"""A form letter of 4,000 senders is read once, and is one statement with all its copies."""

import csv
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from crawlers.comments.importing import Export, import_comments
from db.docket import load_docket
from db.models import Organisation, Passage, StageRow, Statement, Vector
from db.session import reading
from db.settings import Settings
from pipeline.flow import STAGES, plain_batches, run_stage
from pipeline.stage import AnyStage, Workshop
from tests.builders import WordEncoder, installation

LETTER = (
    "I ask the Ministry not to ratify the convention. Article 24 names no judge, and without a judge nobody asks "
    "whether the police need what they take. Article 35 lends our police to governments that jail people for a post. "
    "I do not want my country to take part in that. Please say no, and please say why."
)
COPIES = 4_000
WITHOUT_MODELS = ("relevance", "segment", "embed", "cite", "resolve", "group")


def letters() -> list[tuple[str, str, str]]:
    """(organisation, date, text): copies, edited copies, the same from two organisations, and something else."""
    copies = [("", "2024-05-02", LETTER)] * COPIES
    edited = [("", "2024-05-03", f"As a nurse number {n} I add this. {LETTER}") for n in range(20)]
    guilds = [(f"Sample Guild {n}", "2024-05-01", LETTER) for n in range(2)]
    return [*copies, *edited, *guilds, ("", "2024-05-04", "Article 15 protects my daughter. Ratify it this year.")]


class Consultation:
    """An installation with these comments, and the stages that need no label models."""

    def __init__(self, folder: Path) -> None:
        self.settings: Settings
        self.engine: Engine
        self.settings, self.engine = installation(folder / "data")
        self.shop = Workshop(self.settings, load_docket("un-cybercrime"))
        for name in ("english", "multilingual"):
            self.shop.__dict__[name] = WordEncoder()
        path = folder / "export.csv"
        with path.open("w", newline="") as handle:
            csv.writer(handle).writerows([("Organisation", "Date", "Comment"), *letters()])
        import_comments(
            self.engine, self.settings.captures, Export(self.engine, self.shop.docket, path, "comments", None)
        )

    def process(self) -> dict[str, int]:
        """Run the stages; how many units each did."""
        done = {}
        for stage in self.stages():
            done[stage.name] = run_stage(self.engine, self.shop, stage, "v1", plain_batches).done
        return done

    def stages(self) -> list[AnyStage]:
        return [stage for stage in STAGES if stage.name in WITHOUT_MODELS]


@pytest.fixture(scope="module")
def consultation(tmp_path_factory: pytest.TempPathFactory) -> Consultation:
    made = Consultation(tmp_path_factory.mktemp("consultation"))
    began = time.process_time()
    made.process()
    made.shop.__dict__["seconds"] = time.process_time() - began
    return made


def test_all_senders_are_one_group_led_by_the_earliest(consultation: Consultation) -> None:
    with reading(consultation.engine) as session:
        sizes = session.exec(
            select(Statement.same_text, func.count()).group_by(Statement.same_text).order_by(func.count())
        ).all()
        first = session.exec(select(Statement).where(Statement.address == sizes[1][0])).one()
    assert [size for _, size in sizes] == [1, COPIES + 22]
    assert first.published == "2024-05-01"


def test_the_words_are_read_once_and_once_more_for_each_organisation(consultation: Consultation) -> None:
    with reading(consultation.engine) as session:
        read = session.exec(select(func.count(func.distinct(Passage.revision_id)))).one()
        vectors = session.exec(select(func.count()).select_from(Vector)).one()
        skipped = session.exec(
            select(func.count()).where(StageRow.stage == "segment", col(StageRow.reason).contains("exact copy"))
        ).one()
        authors = session.exec(
            select(func.count(func.distinct(Statement.organisation_id))).join(
                Passage, col(Passage.revision_id) == Statement.revision_id
            )
        ).one()
    assert read == 1 + 20 + 2 + 1
    assert skipped == COPIES - 1
    assert authors == 2 == _organisations(consultation)
    assert vectors < 60


def _organisations(consultation: Consultation) -> int:
    with reading(consultation.engine) as session:
        return session.exec(select(func.count()).select_from(Organisation)).one()


def test_processing_them_is_quick_and_again_is_free(consultation: Consultation) -> None:
    assert consultation.shop.__dict__["seconds"] < 60
    assert set(consultation.process().values()) == {0}
