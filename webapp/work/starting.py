"""Starting and stopping work. The web app waits for the start only; the work goes on without it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from db.locks import Held, held
from db.settings import Settings
from webapp.work.records import Work, WorkError, all_work, folder_of, new_record, now, process_of, say, write_json

ROOT = Path(__file__).resolve().parents[2]
ALONE = {"collect": ("collect",), "train": ("train",), "process": ("process",), "digest": ("digest",)}
"""Kinds of which one at a time makes sense, and which running kinds stand in their way."""
START_SECONDS = 60


class AlreadyRunning(WorkError):
    """The same work is under way. `work` is its record."""

    def __init__(self, work: Work) -> None:
        super().__init__(f"This is under way already, since {work.begun:%d %B, %H:%M} UTC, asked for by {work.by}.")
        self.work = work


def start(settings: Settings, kind: str, by: str, order: Mapping[str, Any] | None = None) -> Work:
    """Begin work of a kind; it runs when this returns. Raises `AlreadyRunning`, `WorkError`."""
    try:
        with held(folder_of(settings.data) / "starting.lock", wait=True):
            _refuse_second(settings.data, kind)
            made = new_record(settings.data, kind, by, order or {})
            return run(settings, made)
    except (Held, OSError) as error:
        raise WorkError(f"The work could not be begun: {error}. Is the data folder writable?") from error


def _refuse_second(data: Path, kind: str) -> None:
    for work in all_work(data):
        if work.kind in ALONE.get(kind, ()) and work.is_running:
            raise AlreadyRunning(work)


def run(settings: Settings, work: Work) -> Work:
    """Let a process of its own do the work of this record. Raises `WorkError`."""
    try:
        begun = subprocess.run(  # noqa: S603  (our own module; nothing that a person typed is on the command line)
            [sys.executable, "-X", "utf8", "-m", "webapp.work.runner", str(work.folder.resolve())],
            input=json.dumps(settings.model_dump(mode="json")), text=True, timeout=START_SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=Path.cwd(), env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise WorkError("The work could not be begun: no answer within a minute. Try it again.") from error
    if begun.returncode:
        raise WorkError(f"The work could not be begun (exit status {begun.returncode}). {begun.stderr[-300:]}")
    return Work(work.folder)


def _environment() -> dict[str, str]:
    """The project's folder first, so that the process runs the same code, installed or not."""
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false"}


def stop(work: Work, by: str) -> None:
    """End the work and all processes that it began; what was finished is kept. Harmless where it has ended."""
    process = process_of(work)
    if not work.is_running or process <= 1:
        return
    write_json(work.folder / "stop.json", {"by": by, "at": now()})
    say(work, f"Stopped by {by}.")
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGTERM)
