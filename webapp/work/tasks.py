"""What each kind of work does, in the process of its own. A task returns how it ended and a sentence that says it.

`done`: all went well. `trouble`: it went to its end, and something is to be looked at. An error that a task raises
ends the work as failed, with the error's message.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.docket import Docket, Source
from db.installed import docket_of, opened
from db.locks import Held, held
from db.settings import Settings
from webapp.work.looks import look_at_comments, look_at_files, look_at_page, look_at_source
from webapp.work.records import State, Work, say, write_json
from webapp.work.staged import export_of, items_of

if TYPE_CHECKING:
    from crawlers.ledger import SourceReport
    from pipeline.flow import Outcome
    from pipeline.stage import Unit

Ended = tuple[State, str]
Task = Callable[[Work, Settings], Ended]
SHOWN_FAILURES = 500
"""Failures that a record keeps; the database has them all."""
STAGES = {
    "extract": "Reading texts",
    "relevance": "Telling what is about the treaty",
    "segment": "Cutting texts into passages",
    "embed": "Preparing search by meaning",
    "tag": "Marking concerns and stance",
    "cite": "Finding articles that are named",
    "resolve": "Telling which draft is meant",
    "link": "Finding articles that are described",
    "pair": "Tying concerns to articles",
    "group": "Finding copies and translations",
    "topics": "Grouping what the concerns do not name",
}
STEP = 40
"""Units of a stage between two lines of progress."""


def collect(work: Work, settings: Settings) -> Ended:
    """Visit the sources of the order, all of them where it names none; then process."""
    from crawlers.run import run_crawl

    docket = docket_of(settings)
    wanted = set(work.order.get("sources") or ())
    sources = tuple(source for source in docket.sources if not wanted or source.key in wanted)
    if not sources:
        return "failed", "There is no such source. Sources are added at /add."
    opened(settings).dispose()
    say(work, f"Visiting {counted(len(sources), 'source')}.")
    heard = _Heard(work, sources)
    reports = run_crawl(settings, sources, heard)
    keep_reports(work, reports)
    bad = [report for report in reports if not report.is_ok]
    state, said = processed(work, settings, docket)
    if bad:
        return "trouble", f"{len(bad)} of {counted(len(reports), 'source')} did not give what is expected. {said}"
    which = f"All {len(reports)} sources were" if len(reports) > 1 else "The source was"
    return state, f"{which} read. {said}"


class _Heard:
    """Says of each source how its visit went, as soon as it is done."""

    def __init__(self, work: Work, sources: Sequence[Source]) -> None:
        self.work, self.names = work, {source.key: source.organisation for source in sources}
        self.count = 0

    def __call__(self, report: "SourceReport") -> None:
        self.count += 1
        said = f"{self.count} of {len(self.names)}: {self.names[report.source]}: {in_words(report)}"
        say(self.work, said)


def in_words(report: "SourceReport") -> str:
    """The counts of a visit or an import that are not 0, and what is wrong as a whole."""
    names = ("new", "changed", "unchanged", "refused", "failed")
    counts = [f"{getattr(report, name):,} {name}" for name in names if getattr(report, name)]
    whole = "" if report.outcome == "ok" else f" {report.outcome}"
    return f"{', '.join(counts) or 'nothing there'}.{whole}"


def keep_reports(work: Work, reports: "Sequence[SourceReport]") -> None:
    """Write the reports into the record, the reasons of failures with them."""
    rows = [{**report.model_dump(mode="json"), "ok": report.is_ok} for report in reports]
    for row in rows:
        row["failures"], row["left_out"] = row["failures"][:SHOWN_FAILURES], len(row["failures"][SHOWN_FAILURES:])
    write_json(work.folder / "found.json", {"reports": rows})


def process(work: Work, settings: Settings) -> Ended:
    """Process what was collected and not processed yet."""
    opened(settings, create=False).dispose()
    return processed(work, settings, docket_of(settings))


def processed(work: Work, settings: Settings, docket: Docket) -> Ended:
    """Run the flow, with a line of progress now and then; one run at a time."""
    from pipeline.current_heads import ensure_heads
    from pipeline.flow import process as run
    from pipeline.own_heads import refresh_own_heads
    from pipeline.stage import Workshop

    engine = opened(settings, create=False)
    with in_turn(work, settings, "process.lock"):
        ensure_heads(docket, lambda sentence: say(work, sentence))
        refresh_own_heads(settings, docket, lambda sentence: say(work, sentence))
        outcomes = run(engine, Workshop(settings, docket), progress=_told(work))
    engine.dispose()
    return _ended(outcomes)


def _ended(outcomes: "Sequence[Outcome]") -> Ended:
    read = next((outcome.done for outcome in outcomes if outcome.stage == "extract"), 0)
    failed = sum(len(outcome.reasons) for outcome in outcomes)
    if not any(outcome.done or outcome.skipped or outcome.reasons for outcome in outcomes):
        return "done", "There was nothing new to process."
    if failed:
        return (
            "trouble",
            f"{counted(read, 'text')} read; {counted(failed, 'piece')} could not be processed: see Coverage.",
        )
    return "done", f"{counted(read, 'text')} read, and everything is processed."


def _told(work: Work) -> "Callable[[str, Sequence[Unit]], Iterable[Sequence[Unit]]]":
    from pipeline.flow import plain_batches

    def batches(stage: str, units: "Sequence[Unit]") -> "Iterator[Sequence[Unit]]":
        name, done, told = STAGES.get(stage, stage), 0, 0
        for batch in plain_batches(stage, units):
            yield batch
            done += len(batch)
            if done == len(units) or done - told >= STEP:
                say(work, f"{name}: {done:,} of {len(units):,}")
                told = done

    return batches


@contextmanager
def in_turn(work: Work, settings: Settings, name: str) -> Iterator[None]:
    """Hold a lock of the installation; the record says so where it has to wait for another."""
    try:
        with held(settings.data / name):
            yield
            return
    except Held:
        say(work, "Other work of this kind is under way; waiting for it to end.")
    with held(settings.data / name, wait=True):
        yield


def train(work: Work, settings: Settings) -> Ended:
    """Train the label models from the docket's examples and the corrections; then mark passages anew."""
    from pipeline.current_heads import ensure_heads
    from pipeline.own_heads import learn_from_people

    docket = docket_of(settings)
    with in_turn(work, settings, "process.lock"):
        trained = ensure_heads(docket, lambda sentence: say(work, sentence))
        trained |= learn_from_people(settings, docket, lambda sentence: say(work, sentence))
    if not trained:
        return "done", "Nothing has changed since the last training: the marks are up to date."
    say(work, "Trained. Marking the passages anew.")
    state, said = processed(work, settings, docket)
    return state, f"Trained from examples and corrections. {said}"


def digest(work: Work, settings: Settings) -> Ended:
    """Issue the digest of the order's week, which has to be over."""
    from pipeline.digest import digest_for, parse_week

    moment = datetime.now(UTC)
    week = parse_week(str(work.order.get("week") or ""), moment.date())
    engine = opened(settings, create=False)
    made = digest_for(engine, settings, docket_of(settings), week, moment)
    engine.dispose()
    write_json(work.folder / "found.json", {"week": week.name})
    if made.issued_at is None:
        return "failed", f"{week.name} is not over yet; its digest can be issued from Monday on."
    return "done", f"The digest of {week.name} is issued."


def add(work: Work, settings: Settings) -> Ended:
    """Keep the files, or the page, that a look showed; then process."""
    from crawlers.added import keep_added

    engine = opened(settings)
    report = keep_added(engine, settings.captures, items_of(work, settings), lambda name: say(work, f"Keeping {name}"))
    engine.dispose()
    return _kept(work, settings, (report,))


def add_comments(work: Work, settings: Settings) -> Ended:
    """Take in the export that a look showed; then process."""
    from crawlers.comments.importing import import_comments

    engine = opened(settings)
    export, rows = export_of(work, settings, engine), 0

    def told(count: int) -> None:
        nonlocal rows
        rows += count
        say(work, f"{rows:,} rows read")

    reports = import_comments(engine, settings.captures, export, told)
    engine.dispose()
    return _kept(work, settings, reports)


def _kept(work: Work, settings: Settings, reports: "Sequence[SourceReport]") -> Ended:
    keep_reports(work, reports)
    for report in reports:
        say(work, in_words(report))
    state, said = processed(work, settings, docket_of(settings))
    if not all(report.is_ok for report in reports):
        return "trouble", f"Not everything could be kept; the reasons are below. {said}"
    return state, f"Kept. {said}"


def counted(number: int, name: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


TASKS: dict[str, Task] = {
    "add": add,
    "add-comments": add_comments,
    "collect": collect,
    "digest": digest,
    "look-comments": look_at_comments,
    "look-files": look_at_files,
    "look-page": look_at_page,
    "look-source": look_at_source,
    "process": process,
    "train": train,
}
"""Kind → what does it."""
