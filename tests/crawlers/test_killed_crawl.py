"""kill -9 at any moment of a crawl, then the same crawl again: the same content, and no finished page asked for twice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from sqlmodel import select

from crawlers.run import run_crawl, start_visits
from db.docket import Source
from db.models import SourcePage
from db.session import open_installation, reading
from db.settings import Settings
from db.store.pages import READ
from tests.crawlers.crawling import content, loopback_settings, source, stored
from tests.crawlers.hostile_web import Answer, HostileWeb, page

ROOT = Path(__file__).resolve().parents[2]
MOMENTS = (
    ("begun", 1), ("archived", 1), ("archived", 4), ("archived", 9), ("synced", 1), ("synced", 2), ("settling", 1),
    ("settling", 3), ("committed", 1), ("committed", 2), ("committed", 3), ("noted", 1), ("finishing", 1),
    ("finished", 1),
)  # fmt: skip
"""What had just happened, and for which time: on the way of a page from the network to the database."""
KILLED = """
import json, os, signal, sys
from crawlers import keeping, ledger, visits
from crawlers.archive import Archive

event, time = sys.argv[1], int(sys.argv[2])
count = 0

def reached(name):
    global count
    count += name == event
    if name == event and count == time:
        os.kill(os.getpid(), signal.SIGKILL)

def after(owner, name, event):
    inner = getattr(owner, name)
    def outer(*given, **named):
        result = inner(*given, **named)
        reached(event)
        return result
    setattr(owner, name, outer)

def before(owner, name, event):
    inner = getattr(owner, name)
    def outer(*given, **named):
        reached(event)
        return inner(*given, **named)
    setattr(owner, name, outer)

keeping.LINGER = 0.01
if time > 1:
    # One thing a transaction, so that there are as many of them whatever the pace of the machine.
    together = keeping.Keeper._store
    keeping.Keeper._store = lambda self, waiting: [together(self, [one])[0] for one in waiting]
after(ledger.Ledger, "begin", "begun")
after(Archive, "write", "archived")
after(Archive, "sync", "synced")
before(keeping, "save_pages", "settling")
after(keeping, "note_failure", "noted")
after(keeping, "store_all", "committed")
before(ledger, "finish_run", "finishing")
after(ledger, "finish_run", "finished")
visits.main()
"""


@dataclass(frozen=True)
class Scene:
    web: HostileWeb
    sources: list[Source]
    undisturbed: Settings


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    settings = loopback_settings(tmp_path_factory.mktemp("undisturbed"))
    with HostileWeb() as web:
        for host in ("one", "two"):
            pages = {f"/{number}": page(f"Page {number} of {host}") for number in range(3)}
            plain = {f"/plain-{number}": Answer(f"<p>Page {number} of {host}</p>".encode()) for number in range(2)}
            web.feed_of(host, {**pages, **plain, "/gone": Answer(b"", 410)})
        sources = [source(host, web.url(host, "/feed.xml")) for host in ("one", "two")]
        run_crawl(settings, sources)
        yield Scene(web, sources, settings)


def _crawl_killed(settings: Settings, sources: list[Source], event: str, time: int) -> int:
    """Run the visits in a process that kills itself at a moment; its exit status."""
    order = {
        "settings": settings.model_dump(mode="json"),
        "sources": [one.model_dump(mode="json") for one in sources],
    }
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, event, str(time)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdin
    child.stdin.write(json.dumps(order) + "\n")
    child.stdin.flush()
    status = child.wait(120)
    child.stdin.close()
    return status


def _finished(settings: Settings) -> set[str]:
    """Addresses that an unfinished visit has read."""
    open_runs = {row["id"] for row in stored(settings)["CrawlRun"] if row["outcome"] == ""}
    engine = open_installation(settings)
    with reading(engine) as session:
        pages = [row for row in session.exec(select(SourcePage)) if row.run_id in open_runs]
    engine.dispose()
    return {row.address for row in pages if row.outcome in READ}


@pytest.mark.parametrize(("event", "time"), MOMENTS)
def test_a_killed_crawl_goes_on_where_it_was(scene: Scene, tmp_path: Path, event: str, time: int) -> None:
    settings, web = loopback_settings(tmp_path), scene.web
    assert _crawl_killed(settings, scene.sources, event, time) == -9
    finished = _finished(settings)
    web.visits.clear()
    reports = run_crawl(settings, scene.sources)
    assert not finished & {web.url(host, path) for host, path, _ in web.visits}
    assert content(settings) == content(scene.undisturbed)
    assert [(report.seen, report.failed) for report in reports] == [(6, 1), (6, 1)]
    assert {row["outcome"] for row in stored(settings)["CrawlRun"]} <= {"ok", "Interrupted before its end."}


def test_most_moments_leave_finished_pages_behind(scene: Scene, tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    assert _crawl_killed(settings, scene.sources, "finishing", 1) == -9
    assert len(_finished(settings)) >= 5
    report = run_crawl(settings, scene.sources[:1])[0]
    assert (report.new, report.unchanged, report.failed) in ((5, 0, 1), (0, 5, 1))


def test_a_crawl_ends_when_nobody_listens_any_more(tmp_path: Path) -> None:
    asked = Event()
    with HostileWeb() as web:
        web.feed_of("slow", {"/drip": Answer(b"", drip=True)})
        web.on_visit = lambda host, path: asked.set() if path == "/drip" else None
        settings = loopback_settings(tmp_path, crawl_timeout=300)
        child = start_visits(settings, [source("slow", web.url("slow", "/feed.xml"))])
        assert asked.wait(60)
        child.communicate(timeout=30)
    assert child.returncode == 3
