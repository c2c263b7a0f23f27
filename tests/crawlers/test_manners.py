"""Manners: how long a site is left in peace, how much is asked of it, and what its robots.txt is worth."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from scrapy.http import Response

from crawlers.patience import LONGEST_WAIT, asked_wait
from crawlers.run import run_crawl
from tests.crawlers.crawling import failure_at, loopback_settings, source
from tests.crawlers.hostile_web import Answer, HostileWeb, page


def _busy(asked: str | None) -> Response:
    headers = {"Retry-After": asked} if asked is not None else {}
    return Response("http://a.example/", status=429, headers=headers)


@pytest.mark.parametrize(
    ("asked", "tries", "wait"), [("7", 0, 7), ("0", 3, 0), (None, 0, 1), (None, 3, 8), ("soon", 1, 2)]
)
def test_a_busy_site_says_how_long_to_wait_or_the_waits_double(asked: str | None, tries: int, wait: float) -> None:
    assert asked_wait(_busy(asked), tries) == wait


def test_a_date_in_retry_after_is_a_wait_until_then() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    assert 28 <= asked_wait(_busy(soon)) <= 30
    assert asked_wait(_busy(past)) == 0
    assert asked_wait(_busy(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))) > LONGEST_WAIT


def _times(web: HostileWeb) -> list[tuple[str, float]]:
    """The moments of every request from now on, by path."""
    heard: list[tuple[str, float]] = []
    web.on_visit = lambda _host, path: heard.append((path, monotonic()))
    return heard


def test_a_busy_host_is_asked_nothing_until_its_time_is_over(tmp_path: Path) -> None:
    with HostileWeb() as web:
        pages = {f"/{number}": page(f"Page {number}") for number in range(3)}
        web.feed_of("site", {"/busy": Answer(b"later", 429, headers={"Retry-After": "1"}), **pages})
        heard = _times(web)
        first: Callable[[str, str], object] = web.on_visit

        def heal(host: str, path: str) -> None:
            if path == "/busy" and any(one == "/busy" for one, _ in heard):
                web.serve("site", {"/busy": page("At last")})
            first(host, path)

        web.on_visit = heal
        report = run_crawl(loopback_settings(tmp_path), [source("site", web.url("site", "/feed.xml"))])[0]
    moments = [moment for path, moment in heard if path == "/busy"]
    assert (report.new, report.failed) == (4, 0)
    assert len(moments) == 2 and moments[1] - moments[0] >= 0.99


def test_a_site_that_asks_for_an_hour_is_left_alone_for_the_visit(tmp_path: Path) -> None:
    with HostileWeb() as web:
        pages = {f"/{number}": page(f"Page {number}") for number in range(30)}
        web.feed_of("site", {"/busy": Answer(b"later", 503, headers={"Retry-After": "3600"}), **pages})
        report = run_crawl(loopback_settings(tmp_path), [source("site", web.url("site", "/feed.xml"))])[0]
        asked = [path for _, path, _ in web.visits]
    assert asked.count("/busy") == 1 and len(asked) < 25
    assert report.seen == 31 and any("left alone" in failure.reason for failure in report.failures)


def test_the_sites_crawl_delay_lies_between_its_requests(tmp_path: Path) -> None:
    with HostileWeb() as web:
        web.feed_of("site", {f"/{number}": page(f"Page {number}") for number in range(2)})
        robots = Answer(b"User-agent: *\nCrawl-delay: 1\n", kind="text/plain")
        web.serve("site", {"/robots.txt": robots})
        heard = _times(web)
        run_crawl(loopback_settings(tmp_path), [source("site", web.url("site", "/feed.xml"))])
    moments = [moment for path, moment in heard if path != "/robots.txt"]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert len(gaps) == 2 and min(gaps) >= 0.95


def test_the_budget_of_a_site_covers_all_its_sources_and_is_said_aloud(tmp_path: Path) -> None:
    with HostileWeb() as web:
        web.feed_of("site", {f"/{number}": page(f"Page {number}") for number in range(6)})
        web.serve("site", {"/other.xml": web.routes["site"]["/feed.xml"]})
        sources = [source("one", web.url("site", "/feed.xml")), source("two", web.url("site", "/other.xml"))]
        reports = run_crawl(loopback_settings(tmp_path, crawl_site_requests=5), sources)
        asked = len(web.visits)
    assert asked == 5
    assert all(report.outcome.startswith("The budget of 5 requests") and not report.is_ok for report in reports)
    assert reports[0].seen == 6 == reports[0].new + reports[0].failed


def test_without_its_robots_txt_a_site_is_not_read(tmp_path: Path) -> None:
    with HostileWeb() as web:
        web.feed_of("site", {"/a": page("A")})
        web.serve("site", {"/robots.txt": Answer(b"", drip=True)})
        report = run_crawl(loopback_settings(tmp_path), [source("site", web.url("site", "/feed.xml"))])[0]
        assert {path for _, path, _ in web.visits} == {"/robots.txt"}
    assert "robots.txt" in report.outcome and "No complete answer" in report.outcome


def test_a_robots_txt_that_changes_is_obeyed_at_once_and_one_that_does_not_is_not_sent_again(tmp_path: Path) -> None:
    with HostileWeb() as web:
        web.feed_of("site", {"/a": page("A")})
        allowed = Answer(b"User-agent: *\nDisallow: /b\n", kind="text/plain", headers={"ETag": '"one"'})
        web.serve("site", {"/robots.txt": allowed})
        one, settings = source("site", web.url("site", "/feed.xml")), loopback_settings(tmp_path)
        run_crawl(settings, [one])
        web.visits.clear()
        assert run_crawl(settings, [one])[0].is_ok
        assert ("site", "/robots.txt", 304) in web.visits
        closed = Answer(b"User-agent: *\nDisallow: /a\n", kind="text/plain", headers={"ETag": '"two"'})
        web.serve("site", {"/robots.txt": closed})
        third = run_crawl(settings, [one])[0]
    assert "robots.txt asks us not" in failure_at(third, web.url("site", "/a")).reason


def test_a_challenge_behind_an_error_is_called_a_challenge(tmp_path: Path) -> None:
    wall = b"<html><title>Just a moment...</title><body>Checking your browser</body></html>"
    with HostileWeb() as web:
        challenged = Answer(wall, 403, headers={"cf-mitigated": "challenge"})
        web.feed_of("site", {f"/{number}": challenged for number in range(2)})
        report = run_crawl(loopback_settings(tmp_path), [source("site", web.url("site", "/feed.xml"))])[0]
    assert report.failed == 2
    assert report.outcome.startswith("Nothing could be read: Bot challenge")


def test_an_endless_list_ends(tmp_path: Path) -> None:
    with HostileWeb() as web:
        links = {f"/list/{n}": Answer(f'<main><a href="/item/{n}">Item</a></main><a rel="next" href="/list/{n + 1}">Next</a>'.encode()) for n in range(230)}  # fmt: skip
        web.serve("site", {**links, **{f"/item/{n}": page(f"Item {n}") for n in range(230)}})
        one = source("site", web.url("site", "/list/0"), way="listing", item_pattern="/item/")
        report = run_crawl(loopback_settings(tmp_path, crawl_max_pages=3), [one])[0]
    assert "Stopped after 200 pages of the list" in report.outcome
