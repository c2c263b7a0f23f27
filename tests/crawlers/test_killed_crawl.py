"""kill -9 at any moment of a crawl, then the same crawl again: the same content as without the kill."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from crawlers.run import run_crawl, start_visits
from db.docket import Source
from db.settings import Settings
from tests.crawlers.crawling import content, loopback_settings, source, stored
from tests.crawlers.hostile_web import Answer, HostileWeb, page

MOMENTS = (2, 7, 12)
"""Answers after which the crawl is killed, robots.txt and feeds included; an undisturbed one takes 16."""


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
            pages = {f"/{number}": page(f"Page {number} of {host}") for number in range(5)}
            web.feed_of(host, {**pages, "/gone": Answer(b"", 410)})
        sources = [source(host, web.url(host, "/feed.xml")) for host in ("one", "two")]
        run_crawl(settings, sources)
        yield Scene(web, sources, settings)


def _crawl_killed(web: HostileWeb, settings: Settings, sources: list[Source], moment: int) -> None:
    reached = Event()
    answered = len(web.visits)
    web.on_visit = lambda *_: reached.set() if len(web.visits) - answered >= moment else None
    child = start_visits(settings, sources)
    assert reached.wait(60)
    child.kill()
    child.communicate()
    web.on_visit = lambda *_: None


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_crawl_run_again_gives_the_same_content(scene: Scene, tmp_path: Path, moment: int) -> None:
    settings = loopback_settings(tmp_path)
    _crawl_killed(scene.web, settings, scene.sources, moment)
    run_crawl(settings, scene.sources)
    assert content(settings) == content(scene.undisturbed)
    captures, failures = content(settings)
    assert (len(captures), len(failures)) == (10, 2)
    outcomes = {row["outcome"] for row in stored(settings)["CrawlRun"]}
    assert outcomes <= {"ok", "Interrupted before its end."}


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
