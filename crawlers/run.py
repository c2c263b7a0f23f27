"""Crawling: `run_crawl` visits sources in a process of their own and reports each.

Twisted's reactor cannot be started twice in one process, so the visits happen in a child (`crawlers.visits`)
that is told what to do on its standard input and writes one report a line on its standard output. When the
parent dies, the child's input ends, and so does the child; whatever it stored stays.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from crawlers.ledger import SourceReport
from db.docket import Source
from db.locks import Held, held
from db.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


class CrawlError(RuntimeError):
    """The crawl could not be carried out. The message says what happened and what to do."""


def run_crawl(
    settings: Settings,
    sources: Sequence[Source],
    on_report: Callable[[SourceReport], object] = lambda _: None,
) -> tuple[SourceReport, ...]:
    """Visit `sources`; one report each, in their order. `on_report` hears of each as soon as it is done.

    Raises `CrawlError` when the visits ended before every source had its report.
    """
    found: dict[str, SourceReport] = {}
    with _alone(settings.data), start_visits(settings, sources) as child:
        for report in _reports(child):
            found[report.source] = report
            on_report(report)
        with suppress(OSError):
            child.stdin.close()  # type: ignore[union-attr]
    if len(found) < len(sources):
        raise CrawlError(
            f"The crawl stopped early: {len(found)} of {len(sources)} sources were visited (exit status "
            f"{child.returncode}). What was read is kept. See {settings.data / 'crawl.log'}; run it again."
        )
    return tuple(found[source.key] for source in sources)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Two crawls of one installation would ask each site twice as often as its manners allow. Raises `CrawlError`."""
    try:
        with held(data / "crawl.lock"):
            yield
    except Held as error:
        raise CrawlError(
            "Another crawl of this installation is running. Wait until it has ended, or stop it; nothing was asked."
        ) from error


def start_visits(settings: Settings, sources: Sequence[Source]) -> "subprocess.Popen[str]":
    """The child process, told what to visit. It ends when its standard input is closed."""
    order = {
        "settings": settings.model_dump(mode="json"),
        "sources": [source.model_dump(mode="json") for source in sources],
    }
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "crawlers.visits"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": _python_path()},
    )
    with suppress(BrokenPipeError):  # a child that is gone already is found out by its missing reports
        assert child.stdin  # noqa: S101  (it is a pipe)
        child.stdin.write(json.dumps(order) + "\n")
        child.stdin.flush()
    return child


def _python_path() -> str:
    """The project's folder first, so that the child runs the same code, installed or not."""
    return os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)


def _reports(child: "subprocess.Popen[str]") -> Iterator[SourceReport]:
    for line in child.stdout or ():
        yield SourceReport.model_validate_json(line)
