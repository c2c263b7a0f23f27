"""One crawl of a web that misbehaves: every address ends in one outcome, with a reason in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawlers.archive import read_capture
from crawlers.ledger import SourceReport
from crawlers.run import run_crawl
from db.docket import Source
from db.settings import Settings
from tests.crawlers.crawling import failure_at, loopback_settings, source, stored
from tests.crawlers.hostile_web import Answer, HostileWeb, bomb, feed, page, redirect

CHALLENGE = "<html><title>Just a moment...</title><body>Checking your browser before you go on.</body></html>"
CONSENT = "<html><body><h1>Before you continue</h1><button>Accept all</button></body></html>"
PAGES = {
    "/good": page("Good"),
    "/moved": redirect("/arrived"),
    "/octets.pdf": Answer(b"%PDF-1.4 not much of one", kind="application/octet-stream"),
    "/forbidden": page("Forbidden"),
    "/loop": redirect("/loop2"),
    "/to-private": redirect("http://10.0.0.1/admin"),
    "/to-metadata": redirect("http://169.254.169.254/latest/"),
    "/to-odd": redirect("http://2852039166/latest/"),
    "/to-mapped": redirect("http://[::ffff:10.0.0.1]/"),
    "/to-file": redirect("file:///etc/passwd"),
    "/home-again": redirect("/"),
    "/drip": Answer(b"<p>", drip=True),
    "/cut": Answer(b"<p>half", cut=True),
    "/large": Answer(b"<p>" + b"x" * 150_000),
    "/bomb": bomb(10_000_000),
    "/picture.png": Answer(b"\x89PNG", kind="image/png"),
    "/octets": Answer(b"\x00\x01\x02", kind="application/octet-stream"),
    "/empty": Answer(b"  \n"),
    "/gone": Answer(b"gone", 404),
    "/broken": Answer(b"oops", 500),
    "/login": Answer(b"who?", 401),
    "/wall": Answer(CHALLENGE.encode()),
    "/consent": Answer(CONSENT.encode()),
    "/never-given": Answer(status=304),
    "/to-elsewhere": redirect("served by the fixture, which knows the port"),
}
REASONS = {
    "/forbidden": ("refused", "The site's robots.txt asks us not to read this page."),
    "/loop": ("failed", "The site sends us in a circle (too many redirects)."),
    "/to-private": (
        "refused",
        "The address 10.0.0.1 is not on the public internet (private network, RFC 1918).",
    ),
    "/to-metadata": ("refused", "The address 169.254.169.254 is not on the public internet"),
    "/to-odd": ("refused", "The address 169.254.169.254 is not on the public internet"),
    "/to-mapped": ("refused", "The address ::ffff:10.0.0.1 is not on the public internet"),
    "/to-file": ("refused", "The site sends us on to an address that we do not read (file:///etc/passwd)."),
    "/home-again": ("failed", "The page is gone: the site sends us to its front page instead."),
    "/drip": ("failed", "No complete answer within 2 seconds."),
    "/cut": ("failed", "The connection broke before the page was complete."),
    "/large": ("refused", "Larger than 100 kB."),
    "/bomb": ("refused", "Larger than 100 kB once unpacked."),
    "/picture.png": ("refused", "Not a kind of document that can be read (image/png)."),
    "/octets": ("refused", "Not a kind of document that can be read."),
    "/empty": ("failed", "The page is empty."),
    "/gone": ("failed", "Not found (404)."),
    "/broken": ("failed", "The site has an error (500)."),
    "/login": ("refused", "Login wall: the page asks for a login (401)."),
    "/wall": ("failed", "Bot challenge: the site shows a check for robots instead of the page."),
    "/consent": ("failed", "Consent wall: the site shows a request for consent instead of the page."),
    "/to-elsewhere": ("refused", "The site sends us on to another site, which is not this source's."),
    "/never-given": ("failed", "The site says that this page did not change, but never gave it to us."),
}


@dataclass(frozen=True)
class Crawl:
    web: HostileWeb
    settings: Settings
    reports: dict[str, SourceReport]


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    settings = loopback_settings(tmp_path_factory.mktemp("hostile"))
    with HostileWeb() as web:
        reports = run_crawl(settings, _sources(web))
        yield Crawl(web, settings, {report.source: report for report in reports})


def _sources(web: HostileWeb) -> list[Source]:
    elsewhere = {"/to-elsewhere": redirect(web.url("elsewhere", "/a"))}
    web.serve("elsewhere", {"/a": page("Elsewhere")})
    web.feed_of("pages", {**PAGES, **elsewhere})
    extra = {
        "/robots.txt": Answer(b"User-agent: Travaux\nDisallow: /forbidden\n", kind="text/plain"),
        "/arrived": page("Arrived"),
        "/loop2": redirect("/loop"),
        "/": page("Front page"),
    }
    web.serve("pages", extra)
    web.serve("links", {"/feed.xml": feed(["http://elsewhere.example/a", "javascript:alert(1)", "http://[bad/"])})
    web.serve("nothing", {"/feed.xml": feed([])})
    web.serve("garbage", {"/feed.xml": Answer(b"<rss><channel><item><li", kind="application/rss+xml")})
    web.serve("html", {"/feed.xml": page("Not a feed")})
    web.serve("walled", {"/feed.xml": Answer(CHALLENGE.encode())})
    web.serve(
        "failing",
        {"/robots.txt": Answer(b"oops", 503, headers={"Retry-After": "0"}), "/feed.xml": feed(["x"])},
    )
    web.serve("busy", {"/feed.xml": Answer(b"later", 429, headers={"Retry-After": "3600"})})
    web.serve("path", {"/feed.xml": Answer(b"/etc/passwd", kind="application/rss+xml")})
    own = ("pages", "links", "nothing", "garbage", "html", "walled", "failing", "busy", "path", "no-feed")
    return [
        *(source(name, web.url(name, "/feed.xml")) for name in own),
        source("private", "http://192.168.1.1/feed.xml"),
    ]


@pytest.mark.parametrize("path", sorted(REASONS))
def test_a_bad_page_is_kept_as_a_failure_with_its_reason(crawl: Crawl, path: str) -> None:
    kind, reason = REASONS[path]
    found = failure_at(crawl.reports["pages"], crawl.web.url("pages", path))
    assert (found.kind, found.reason[: len(reason)]) == (kind, reason)


def test_every_address_has_one_outcome_and_the_counts_add_up(crawl: Crawl) -> None:
    report = crawl.reports["pages"]
    assert report.seen == len(PAGES)
    assert report.seen == report.new + report.changed + report.unchanged + report.refused + report.failed
    assert report.new == len(PAGES) - len(REASONS)
    assert len(report.failures) == report.refused + report.failed


def test_failures_are_stored_as_they_are_reported(crawl: Crawl) -> None:
    rows = [row for row in stored(crawl.settings)["FetchFailure"] if row["source"] == "pages"]
    noted = {(one.address, one.kind, one.reason) for one in crawl.reports["pages"].failures}
    assert {(row["address"], row["kind"], row["reason"]) for row in rows} == noted


def test_a_forbidden_page_was_never_asked_for(crawl: Crawl) -> None:
    asked = {path for host, path, _ in crawl.web.visits if host == "pages"}
    assert "/forbidden" not in asked and "/good" in asked


def test_a_redirected_page_is_kept_under_the_address_it_led_to(crawl: Crawl) -> None:
    rows = {row["address"]: row for row in stored(crawl.settings)["Capture"]}
    row = rows[crawl.web.url("pages", "/arrived")]
    body = read_capture(crawl.settings.captures, row["warc_file"], row["warc_offset"])
    assert body == page("Arrived").body
    assert crawl.web.url("pages", "/moved") not in rows


def test_what_the_feed_says_is_declared_with_the_day_as_written(crawl: Crawl) -> None:
    rows = {row["address"]: row for row in stored(crawl.settings)["Capture"]}
    assert '"title": "On good"' in rows[crawl.web.url("pages", "/good")]["declared"]
    assert '"published": "2024-08-05"' in rows[crawl.web.url("pages", "/good")]["declared"]
    assert '"organisation": "The pages society"' in rows[crawl.web.url("pages", "/good")]["declared"]


def test_a_document_that_names_no_type_is_known_by_its_bytes(crawl: Crawl) -> None:
    rows = {row["address"]: row for row in stored(crawl.settings)["Capture"]}
    assert rows[crawl.web.url("pages", "/octets.pdf")]["media_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "Empty listing"),
        ("garbage", "The feed is broken"),
        ("html", "The feed is not RSS or Atom"),
        ("walled", "Bot challenge"),
        ("failing", "robots.txt"),
        ("busy", "come back later"),
        ("no-feed", "Not found (404)"),
        ("path", "The feed is"),
        ("private", "192.168.1.1 is not on the public internet"),
    ],
)
def test_a_list_that_cannot_be_read_fails_the_visit_by_name(crawl: Crawl, name: str, words: str) -> None:
    report = crawl.reports[name]
    assert words in report.outcome and not report.is_ok
    outcomes = {row["source"]: row["outcome"] for row in stored(crawl.settings)["CrawlRun"]}
    assert outcomes[name] == report.outcome


def test_links_to_other_sites_and_schemes_are_refused(crawl: Crawl) -> None:
    report = crawl.reports["links"]
    assert (report.seen, report.refused, report.is_ok) == (3, 3, False)
    assert "another site" in failure_at(report, "http://elsewhere.example/a").reason
    assert not any(host == "elsewhere.example" for host, _, _ in crawl.web.visits)


def test_a_site_whose_robots_txt_fails_is_not_read(crawl: Crawl) -> None:
    assert not any(host == "failing" and path == "/feed.xml" for host, path, _ in crawl.web.visits)
