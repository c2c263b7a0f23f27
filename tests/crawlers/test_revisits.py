"""The second visit: what is unchanged costs nothing, what changed is a new capture, what healed is forgotten.

And the limits of a visit.
"""

from pathlib import Path

from crawlers.run import run_crawl
from tests.crawlers.crawling import loopback_settings, source, stored
from tests.crawlers.hostile_web import Answer, HostileWeb, page, redirect


def test_later_visits_download_only_what_changed(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        pages = {
            "/same": page("Same"),
            "/plain": Answer(b"<p>No validators here</p>"),
            "/changes": page("Before"),
        }
        web.feed_of("site", {**pages, "/heals": Answer(b"", 404), "/moved": redirect("/new-place")})
        web.serve("site", {"/new-place": page("New place")})
        one = source("site", web.url("site", "/feed.xml"), expect_min=4)
        first = run_crawl(settings, [one])[0]
        web.serve("site", {"/changes": page("After"), "/heals": page("Healed")})
        web.visits.clear()
        second = run_crawl(settings, [one])[0]
        answered = {path: status for _, path, status in web.visits}
        rows, files = stored(settings), sorted(settings.captures.iterdir())
        third = run_crawl(settings, [one])[0]
    assert (first.seen, first.new, first.failed) == (5, 4, 1)
    assert (second.new, second.changed, second.unchanged, second.failed) == (1, 1, 3, 0)
    assert (answered["/same"], answered["/new-place"], answered["/changes"]) == (304, 304, 200)
    assert not rows["FetchFailure"]
    assert sum(row["address"] == web.url("site", "/changes") for row in rows["Capture"]) == 2
    assert len(rows["Capture"]) == 6
    assert (third.seen, third.unchanged, third.is_ok) == (5, 5, True)
    assert sorted(settings.captures.iterdir()) == files and stored(settings)["Capture"] == rows["Capture"]


def test_a_count_outside_the_expected_range_fails_the_visit(tmp_path: Path) -> None:
    with HostileWeb() as web:
        for host in ("few", "many"):
            web.feed_of(host, {f"/{number}": page(f"Page {number}") for number in range(3)})
        few = source("few", web.url("few", "/feed.xml"), expect_min=9)
        many = source("many", web.url("many", "/feed.xml"), expect_max=2)
        reports = run_crawl(loopback_settings(tmp_path), [few, many])
    outcomes = ["Expected at least 9 items, found 3.", "Expected at most 2 items, found 3."]
    assert [report.outcome for report in reports] == outcomes
    assert [(report.new, report.is_ok) for report in reports] == [(3, False), (3, False)]


def test_the_page_limit_is_said_aloud_and_the_next_run_reads_on(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path, crawl_max_pages=2)
    with HostileWeb() as web:
        web.feed_of("site", {f"/{number}": page(f"Page {number}") for number in range(4)})
        one = source("site", web.url("site", "/feed.xml"))
        first, second = run_crawl(settings, [one])[0], run_crawl(settings, [one])[0]
    assert "limit of 2 pages; 2 more are listed" in first.outcome and not first.is_ok
    assert (first.new, second.new) == (2, 2)


def test_the_time_limit_leaves_no_address_without_an_outcome(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path, crawl_max_seconds=1.0, crawl_timeout=60, crawl_delay=0.6)
    with HostileWeb() as web:
        web.feed_of("site", {f"/{number}": page(f"Page {number}") for number in range(20)})
        report = run_crawl(settings, [source("site", web.url("site", "/feed.xml"))])[0]
    assert report.outcome.startswith("Stopped after 1 seconds")
    assert report.seen == 20 == report.new + report.failed
    assert "The visit ended before this page was read." in {one.reason for one in report.failures}


def test_loopback_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path, crawl_loopback=False)
    with HostileWeb() as web:
        web.feed_of("site", {"/page": page("Page")})
        by_name = source("by-name", web.url("site", "/feed.xml"))
        by_number = source("by-number", f"http://127.0.0.1:{web.port}/feed.xml")
        reports = run_crawl(settings, [by_name, by_number])
    assert not web.visits
    assert all("this machine" in report.outcome for report in reports)
