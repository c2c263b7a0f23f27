"""The loop: what is pending, what is stored, that a rerun does nothing and a failure costs one unit."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from db.docket import load_docket
from db.session import reading
from db.store.ledger import Entry, counts, entries_of
from pipeline.flow import Outcome, plain_batches, plan_stage, run_stage
from pipeline.stage import Stage, StageError, Unit, Workshop, full_versions
from tests.builders import installation, organisation

UNITS = [Unit("a", "1"), Unit("b", "1", skip="not about this docket"), Unit("c", "1"), Unit("d", "1")]


class Trial:
    """A stage over `units` that makes an organisation of each, and notes what it worked on."""

    def __init__(self, folder: Path) -> None:
        self.settings, self.engine = installation(folder)
        self.shop = Workshop(self.settings, load_docket("un-cybercrime"))
        self.units: Sequence[Unit] = UNITS
        self.worked: list[str] = []
        self.saved: list[str] = []
        self.stage = Stage(
            name="trial",
            version=lambda _shop: "1",
            after=(),
            units=lambda _session, _shop: list(self.units),
            load=lambda _session, _shop, key: key,
            work=self.work,
            save=self.save,
        )

    def work(self, _shop: Workshop, key: str) -> str:
        self.worked.append(key)
        if key == "c":
            raise StageError("the page is empty")
        if key == "d":
            raise ZeroDivisionError("a mistake of ours")
        return key

    def save(self, session: Session, _shop: Workshop, key: str, _result: str) -> None:
        organisation(session, f"Sample {key} {len(self.saved)}")
        self.saved.append(key)

    def run(self, version: str = "v1") -> Outcome:
        return run_stage(self.engine, self.shop, self.stage, version, plain_batches)

    def entries(self) -> dict[str, Entry]:
        with reading(self.engine) as session:
            return entries_of(session, "trial")


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return Trial(tmp_path)


def test_one_bad_unit_costs_itself_and_its_reason_is_stored(trial: Trial) -> None:
    outcome = trial.run()
    assert (outcome.done, outcome.skipped, len(outcome.reasons)) == (1, 1, 2)
    assert trial.entries()["c"].reason == "the page is empty"
    assert "a mistake of ours" in trial.entries()["d"].reason
    assert trial.entries()["b"].reason == "not about this docket"


def test_the_counts_add_up(trial: Trial) -> None:
    trial.run()
    with reading(trial.engine) as session:
        assert sum(counts(session)["trial"].values()) == len(UNITS)


def test_a_second_run_does_nothing(trial: Trial) -> None:
    trial.run()
    trial.worked.clear()
    assert trial.run() == Outcome("trial")
    assert trial.worked == []


@pytest.mark.parametrize(
    ("units", "version", "expected"),
    [
        (UNITS, "v1", (0, 0, 0)),
        ([*UNITS, Unit("e", "1")], "v1", (1, 0, 0)),
        ([Unit("a", "2"), *UNITS[1:]], "v1", (0, 1, 0)),
        (UNITS, "v2", (0, 0, 4)),
        ([UNITS[0], Unit("b", "1"), *UNITS[2:]], "v1", (0, 1, 0)),
    ],
)
def test_exactly_what_is_affected_is_pending(
    trial: Trial, units: list[Unit], version: str, expected: tuple[int, int, int]
) -> None:
    trial.run()
    trial.units = units
    found = plan_stage(trial.engine, trial.shop, trial.stage, version)
    assert (found.new, found.changed, found.outdated) == expected
    assert len(found.pending) == sum(expected)
    assert ("nothing to do" in str(found)) == (not found.pending)


def test_units_that_are_gone_leave_the_ledger(trial: Trial) -> None:
    trial.run()
    trial.units = UNITS[:2]
    trial.run()
    assert set(trial.entries()) == {"a", "b"}


def test_a_run_that_dies_in_a_batch_keeps_the_batches_before(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.flow.BATCH", 1)
    trial.units = [Unit(key, "1") for key in "abef"]

    def killed(_session: Session, _shop: Workshop, key: str, _result: str) -> None:
        if key == "e":
            raise KeyboardInterrupt

    trial.stage = replace(trial.stage, save=killed)
    with pytest.raises(KeyboardInterrupt):
        trial.run()
    assert set(trial.entries()) == {"a", "b"}
    trial.stage = replace(trial.stage, save=trial.save)
    assert trial.run().done == 2


def test_a_stage_of_all_together_runs_once_and_whole(trial: Trial) -> None:
    trial.stage = replace(trial.stage, together=True)
    assert trial.run().done == 3
    assert trial.worked == [""]
    trial.units = [*UNITS, Unit("e", "1")]
    assert trial.run().done == 4
    assert trial.run() == Outcome("trial")


def test_a_stage_of_all_together_that_fails_says_so_on_each(trial: Trial) -> None:
    def fails(_session: Session, _shop: Workshop, _key: str) -> str:
        raise StageError("passages have no vector")

    trial.stage = replace(trial.stage, together=True, load=fails)
    outcome = trial.run()
    assert {reason for _, reason in outcome.reasons} == {"passages have no vector"}


def test_a_new_version_of_a_stage_makes_those_that_read_from_it_new_too(trial: Trial) -> None:
    reader = replace(trial.stage, name="reader", after=("trial",))
    before = full_versions([trial.stage, reader], trial.shop)
    after = full_versions([replace(trial.stage, version=lambda _shop: "2"), reader], trial.shop)
    assert before["reader"] != after["reader"]
