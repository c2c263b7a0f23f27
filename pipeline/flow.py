"""The flow: the one list of stages, and the loop that runs them.

Each unit of each stage has one row in the ledger, with the hash of its input and the stage's version. What has
a row with the present hash is not done again; what was done is saved with its rows in one transaction a batch,
so a killed run loses at most the batch in flight.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from db.session import reading, writing
from db.store.ledger import Entry, entries_of, prune, record
from pipeline.flow_names import STAGE_NAMES
from pipeline.stage import AnyStage, StageError, Unit, Workshop, fingerprint, full_versions
from pipeline.stages.citing import CITE, RESOLVE
from pipeline.stages.extracting import EXTRACT, RELEVANCE
from pipeline.stages.grouping import GROUP
from pipeline.stages.linking import LINK
from pipeline.stages.pairing import PAIR
from pipeline.stages.passages import EMBED, SEGMENT
from pipeline.stages.tagging import TAG
from pipeline.stages.topics import TOPICS

STAGES: tuple[AnyStage, ...] = (EXTRACT, RELEVANCE, SEGMENT, EMBED, TAG, CITE, RESOLVE, LINK, PAIR, GROUP, TOPICS)
BATCH = 8
SKIPPED_AT_ONCE = 500
log = logging.getLogger(__name__)
Progress = Callable[[str, Sequence[Unit]], Iterable[Sequence[Unit]]]


OUTDATED = "done by another version, model or threshold of this stage or of one that it reads"


@dataclass(frozen=True)
class Plan:
    """What a stage would do now: pending units, with the number of those that are new, changed or outdated."""

    stage: str
    pending: tuple[Unit, ...]
    new: int
    changed: int
    outdated: int
    gone: int

    def __str__(self) -> str:
        """The plan in words."""
        reasons = {"new": self.new, "changed input": self.changed, OUTDATED: self.outdated}
        why = ", ".join(f"{number} {reason}" for reason, number in reasons.items() if number)
        return f"{self.stage}: {len(self.pending)} to do ({why})" if self.pending else f"{self.stage}: nothing to do"


@dataclass(frozen=True)
class Outcome:
    """What a stage did in this run; `reasons` are of its failures, as (unit, reason)."""

    stage: str
    done: int = 0
    skipped: int = 0
    reasons: tuple[tuple[str, str], ...] = ()


def plan_stage(engine: Engine, shop: Workshop, stage: AnyStage, version: str) -> Plan:
    """Compare the units that there are with the ledger."""
    with reading(engine) as session:
        units = list(stage.units(session, shop))
        known = entries_of(session, stage.name)
    pending, new, changed, outdated = [], 0, 0, 0
    for unit in units:
        entry = known.get(unit.key)
        if entry and entry.input_hash == input_hash(version, unit):
            continue
        pending.append(unit)
        new += entry is None
        outdated += entry is not None and not entry.input_hash.startswith(version)
        changed += entry is not None and entry.input_hash.startswith(version)
    gone = len(set(known) - {unit.key for unit in units})
    return Plan(stage.name, tuple(pending), new, changed, outdated, gone)


def input_hash(version: str, unit: Unit) -> str:
    """What the ledger stores: the stage's full version and the hash of the unit's input."""
    return f"{version}-{fingerprint(unit.content, unit.skip)}"


def plan(engine: Engine, shop: Workshop) -> list[Plan]:
    """What each stage would do. Later stages may find more, made by the earlier ones."""
    versions = full_versions(STAGES, shop)
    return [plan_stage(engine, shop, stage, versions[stage.name]) for stage in STAGES]


def process(engine: Engine, shop: Workshop, progress: Progress | None = None) -> list[Outcome]:
    """Run every stage on what is pending for it. Raises nothing for a single unit: its reason is stored."""
    versions = full_versions(STAGES, shop)
    with one_thread():
        return [run_stage(engine, shop, stage, versions[stage.name], progress or plain_batches) for stage in STAGES]


def one_thread() -> AbstractContextManager[object]:
    """While it lasts, matrices are multiplied in one thread: they are small, and threads that wait for each other on
    a busy machine cost more than they gain. It also makes sums the same on every machine of a kind.
    """
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limits


def plain_batches(_stage: str, units: Sequence[Unit]) -> Iterable[Sequence[Unit]]:
    """The units in batches, without showing progress."""
    return [units[start : start + BATCH] for start in range(0, len(units), BATCH)]


def run_stage(engine: Engine, shop: Workshop, stage: AnyStage, version: str, progress: Progress) -> Outcome:
    """Run one stage on its pending units."""
    todo = plan_stage(engine, shop, stage, version)
    if todo.gone:
        _forget_gone(engine, shop, stage)
    if not todo.pending and not (todo.gone and stage.together):
        return Outcome(stage.name)
    if stage.together:
        return _run_together(engine, shop, stage, version)
    entries = _skip(engine, stage, version, [unit for unit in todo.pending if unit.skip])
    work = [unit for unit in todo.pending if not unit.skip]
    for batch in progress(stage.name, work) if work else ():
        entries += _run(engine, shop, stage, version, batch)
    return summary(stage.name, entries)


def _skip(engine: Engine, stage: AnyStage, version: str, units: Sequence[Unit]) -> list[Entry]:
    """Write down what needs no work, many at a time: a form letter has thousands of copies."""
    entries = [Entry(unit.key, input_hash(version, unit), "skipped", unit.skip) for unit in units]
    for start in range(0, len(entries), SKIPPED_AT_ONCE):
        with writing(engine) as session:
            record(session, stage.name, entries[start : start + SKIPPED_AT_ONCE])
    return entries


def summary(stage: str, entries: Sequence[Entry]) -> Outcome:
    """The outcome that the entries add up to."""
    failed = tuple((entry.unit, entry.reason) for entry in entries if entry.outcome == "failed")
    skipped = sum(entry.outcome == "skipped" for entry in entries)
    return Outcome(stage, len(entries) - skipped - len(failed), skipped, failed)


def _forget_gone(engine: Engine, shop: Workshop, stage: AnyStage) -> None:
    with writing(engine) as session:
        prune(session, stage.name, [unit.key for unit in stage.units(session, shop)])


def _run(engine: Engine, shop: Workshop, stage: AnyStage, version: str, batch: Sequence[Unit]) -> list[Entry]:
    """Work on a batch outside any transaction, then save results and ledger rows in one."""
    with reading(engine) as session:
        loaded = [_load(session, stage, shop, unit) for unit in batch]
    worked = [_attempt(stage, shop, unit, payload) for unit, payload in zip(batch, loaded, strict=True)]
    entries = []
    with writing(engine) as session:
        for unit, payload, (outcome, reason, result) in zip(batch, loaded, worked, strict=True):
            if outcome == "done":
                stage.save(session, shop, payload, result)
            entries.append(Entry(unit.key, input_hash(version, unit), outcome, reason))
        record(session, stage.name, entries)
    return entries


def _load(session: Session, stage: AnyStage, shop: Workshop, unit: Unit) -> object:
    """What the unit needs, or the error that says why it cannot be had."""
    if unit.skip:
        return None
    try:
        return stage.load(session, shop, unit.key)
    except StageError as error:
        return error


def _attempt(stage: AnyStage, shop: Workshop, unit: Unit, payload: object) -> tuple[str, str, object]:
    if unit.skip:
        return "skipped", unit.skip, None
    if isinstance(payload, StageError):
        return "failed", str(payload), None
    try:
        return "done", "", stage.work(shop, payload)
    except StageError as error:
        return "failed", str(error), None
    except Exception as error:  # one bad document must not stop the others; its reason is stored and shown
        log.debug("stage %s, unit %s", stage.name, unit.key, exc_info=True)
        return "failed", f"An error in Travaux ({type(error).__name__}: {error}). Please report it.", None


def _run_together(engine: Engine, shop: Workshop, stage: AnyStage, version: str) -> Outcome:
    """Do all units as one piece of work: none is saved unless all are."""
    with reading(engine) as session:
        units = list(stage.units(session, shop))
        payload = _load(session, stage, shop, Unit("", ""))
    outcome, reason, result = _attempt(stage, shop, Unit("", ""), payload)
    entries = [Entry(u.key, input_hash(version, u), "skipped" if u.skip else outcome, u.skip or reason) for u in units]
    with writing(engine) as session:
        if outcome == "done":
            stage.save(session, shop, payload, result)
        record(session, stage.name, entries)
    return summary(stage.name, entries)


def _check_names() -> None:
    names = tuple(stage.name for stage in STAGES)
    if names != STAGE_NAMES:
        raise AssertionError(f"pipeline.flow_names says {STAGE_NAMES}, the flow is {names}")


_check_names()
