"""The record of each piece of work: a folder `work/<number>` of the installation, readable without any program.

`order.json` says what was asked by whom, `progress.txt` what happened, `ended.json` how it ended, `found.json` what
came of it, and the files that were given lie in `files/`. Whoever does the work holds a lock on `alive`: without
it, and without `ended.json`, the work died, whatever the reason.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from db.locks import is_held

State = Literal["running", "done", "trouble", "failed", "stopped", "died"]
LOOKS = ("look-files", "look-page", "look-source", "look-comments")
"""Kinds that only look, before anything is kept."""
KEPT = 200
"""Records that stay; older ones are thrown away when new work begins."""
KEPT_LOOKS = 20
"""Looks whose files stay, saved or not."""
SHOWN = 200
"""Newest lines of progress that a page shows."""


class WorkError(RuntimeError):
    """The work cannot be started. The message says why and what to do."""


class NoSuchWork(LookupError):
    """There is no record of this number."""


@dataclass(frozen=True)
class Line:
    """Something that happened, and when."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Work:
    """One record. It is read when it is asked, and then stays as it was."""

    folder: Path

    @property
    def number(self) -> int:
        """What its address is made of."""
        return int(self.folder.name)

    @cached_property
    def order(self) -> Mapping[str, Any]:
        """What was asked: `kind`, `by`, `at`, and what the kind needs."""
        return read_json(self.folder / "order.json")

    @property
    def kind(self) -> str:
        """What it does; a key of `webapp.work.tasks.TASKS`."""
        return str(self.order.get("kind", ""))

    @property
    def by(self) -> str:
        """Who asked for it."""
        return str(self.order.get("by", ""))

    @property
    def begun(self) -> datetime:
        """When it was asked for."""
        return moment(self.order.get("at"))

    @cached_property
    def ending(self) -> Mapping[str, Any]:
        """How it ended: `state`, `said`, `at`; empty while it runs, and where it died."""
        return read_json(self.folder / "ended.json")

    @cached_property
    def state(self) -> State:
        """How it stands. The lock is asked before the ending, which a run writes last."""
        if is_held(self.folder / "alive"):
            return "running"
        if self.ending:
            return self.ending["state"]  # type: ignore[no-any-return]
        return "stopped" if self.stopping else "died"

    @cached_property
    def stopping(self) -> Mapping[str, Any]:
        """Who asked for it to be stopped, and when; empty where nobody did."""
        return read_json(self.folder / "stop.json")

    @property
    def is_running(self) -> bool:
        """Whether a process is at it now."""
        return self.state == "running"

    @property
    def is_look(self) -> bool:
        """Whether it only looks."""
        return self.kind in LOOKS

    @cached_property
    def found(self) -> Mapping[str, Any]:
        """What came of it, by its kind; empty until it has ended."""
        return read_json(self.folder / "found.json")

    @cached_property
    def saved_as(self) -> int:
        """For a look: the number of the work that keeps what was looked at; 0 where it was not kept."""
        return int(read_json(self.folder / "saved.json").get("number", 0))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Everything that was said on the way, oldest first."""
        try:
            written = (self.folder / "progress.txt").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ()
        return tuple(_line(line) for line in written.splitlines() if line)

    @property
    def files(self) -> Path:
        """The folder of what was given."""
        return self.folder / "files"


def _line(written: str) -> Line:
    at, _, text = written.partition(" ")
    return Line(moment(at), text)


def moment(written: object) -> datetime:
    """A stored moment; the epoch where it cannot be read."""
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        found = datetime.fromtimestamp(0, UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def now() -> str:
    """The present moment as records write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_json(path: Path) -> Mapping[str, Any]:
    """The object in a file; empty where there is none, or none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write the object so that a reader sees all of it or nothing."""
    tried = path.with_name(f".{path.name}.new")
    tried.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    tried.replace(path)


def all_work(data: Path) -> Iterator[Work]:
    """Every record, newest first."""
    numbers = sorted((int(path.name) for path in folder_of(data).glob("[0-9]*") if path.name.isdigit()), reverse=True)
    return (Work(folder_of(data) / str(number)) for number in numbers)


def work_at(data: Path, number: int) -> Work:
    """The record of this number. Raises `NoSuchWork`."""
    found = Work(folder_of(data) / str(number))
    if not found.order:
        raise NoSuchWork(f"There is no work {number}. What was done lately is listed at /work.")
    return found


def folder_of(data: Path) -> Path:
    """Where the records lie."""
    return data / "work"


def new_record(data: Path, kind: str, by: str, order: Mapping[str, Any]) -> Work:
    """A record with the next free number; nothing runs yet."""
    clear_out(data)
    number = next((work.number for work in all_work(data)), 0)
    while True:
        number += 1
        made = Work(folder_of(data) / str(number))
        try:
            made.files.mkdir(parents=True)
            break
        except FileExistsError:
            continue
    write_json(made.folder / "order.json", {**order, "kind": kind, "by": by, "at": now()})
    return made


def clear_out(data: Path) -> None:
    """Throw away what is old: whole records, and the files of looks that nobody kept."""
    ended = [work for work in all_work(data) if not work.is_running]
    looks = [work for work in ended if work.is_look]
    for old in {work.folder for work in (*ended[KEPT:], *looks[KEPT_LOOKS:])}:
        shutil.rmtree(old, ignore_errors=True)


def process_of(work: Work) -> int:
    """The id of the process that does it; 0 where none is known."""
    try:
        return int((work.folder / "process").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def note_process(work: Work, process: int) -> None:
    """Write down which process does it."""
    (work.folder / "process").write_text(str(process), encoding="ascii")


def say(work: Work, text: str) -> None:
    """Add a line to its progress, at once."""
    with (work.folder / "progress.txt").open("a", encoding="utf-8", errors="replace") as out:
        out.write(f"{now()} {' '.join(text.split())[:2000]}\n")
        out.flush()
        os.fsync(out.fileno())
