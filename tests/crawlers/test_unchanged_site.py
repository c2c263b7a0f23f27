"""The second visit to a site that did not change downloads no body twice and writes no capture."""

import json
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawlers.archive import read_record
from crawlers.run import run_crawl
from crawlers.sample_web.server import SampleWeb
from crawlers.sample_web.sources import sample_sources
from db.models import ListPage
from db.session import open_installation, reading
from db.settings import Settings
from tests.crawlers.crawling import loopback_settings, source, stored
from tests.crawlers.hostile_web import Answer, HostileWeb, page

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Sample</title>{}</feed>"""
SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
LONG_AGO = "2024-08-01T10:00:00Z"


def _plain(text: str) -> Answer:
    """A page without validators."""
    return Answer(f"<main><h1>{text}</h1><p>The draft needs a judge before a search.</p></main>".encode())


def _sitemap(web: HostileWeb, host: str, dates: dict[str, str]) -> Answer:
    urls = "".join(
        f"<url><loc>{web.url(host, path)}</loc><lastmod>{day}</lastmod></url>" for path, day in dates.items()
    )
    return Answer(SITEMAP.format(urls).encode(), kind="application/xml")


def _lists(settings: Settings) -> list[ListPage]:
    engine = open_installation(settings)
    with reading(engine) as session:
        rows = list(session.exec(select(ListPage).order_by(col(ListPage.id))))
    engine.dispose()
    return rows


def test_the_sample_web_gives_no_body_a_second_time(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path, crawl_max_bytes=5_000_000, crawl_timeout=20)
    with SampleWeb() as web:
        run_crawl(settings, sample_sources(web.port))
        rows, files = stored(settings), sorted(settings.captures.iterdir())
        lists = [row.model_dump() for row in _lists(settings)]
        web.visits.clear()
        second = run_crawl(settings, sample_sources(web.port))
        given = [visit for visit in web.visits if visit.status == 200]
    assert given == []
    assert all(report.new == report.changed == 0 for report in second)
    assert sum(report.unchanged for report in second) >= len({row["address"] for row in rows["Capture"]})
    assert stored(settings)["Capture"] == rows["Capture"]
    assert sorted(settings.captures.iterdir()) == files
    assert [row.model_dump() for row in _lists(settings)] == lists


def test_without_validators_the_dates_of_lists_stand_in(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        _serve_without_validators(web)
        sources = [
            source("map", web.url("map", "/sitemap.xml"), way="sitemap"),
            source("atom", web.url("atom", "/atom.xml")),
            source("press", web.url("press"), way="wordpress"),
        ]
        first = run_crawl(settings, sources)
        rows = stored(settings)["Capture"]
        web.visits.clear()
        second = run_crawl(settings, sources)
        asked = {(host, path) for host, path, status in web.visits if status == 200}
        web.serve("map", {"/sitemap.xml": _sitemap(web, "map", {"/a": "2024-09-01T00:00:00Z", "/b": LONG_AGO})})
        web.visits.clear()
        run_crawl(settings, sources[:1])
        later = {path for _, path, _ in web.visits}
    assert [report.new for report in first] == [2, 1, 1]
    assert [(report.seen, report.unchanged, report.outcome) for report in second] == [
        (2, 2, "ok"),
        (1, 1, "ok"),
        (1, 1, "ok"),
    ]
    assert not asked & {("map", "/a"), ("map", "/b"), ("atom", "/c"), ("press", "/d")}
    assert stored(settings)["Capture"] == rows
    assert "/a" in later and "/b" not in later


def _serve_without_validators(web: HostileWeb) -> None:
    web.serve("map", {"/a": _plain("A"), "/b": _plain("B")})
    web.serve("map", {"/sitemap.xml": _sitemap(web, "map", {"/a": LONG_AGO, "/b": LONG_AGO})})
    entry = f'<entry><title>C</title><link href="{web.url("atom", "/c")}"/><updated>{LONG_AGO}</updated></entry>'
    web.serve(
        "atom", {"/c": _plain("C"), "/atom.xml": Answer(ATOM.format(entry).encode(), kind="application/atom+xml")}
    )
    post = {"link": web.url("press", "/d"), "title": {"rendered": "D"}, "modified_gmt": "2024-08-01T10:00:00"}
    front = Answer(
        b"<main>Front</main>", headers={"Link": f'<{web.url("press", "/wp-json/")}>; rel="https://api.w.org/"'}
    )
    posts = Answer(json.dumps([post]).encode(), kind="application/json")
    web.serve("press", {"/": front, "/d": _plain("D"), "/wp-json/wp/v2/posts?per_page=100&page=1": posts})


def test_a_date_is_believed_for_so_many_days_only(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path, crawl_recheck_days=0)
    with HostileWeb() as web:
        web.serve("map", {"/a": _plain("A"), "/sitemap.xml": _sitemap(web, "map", {"/a": LONG_AGO})})
        one = source("map", web.url("map", "/sitemap.xml"), way="sitemap")
        run_crawl(settings, [one])
        web.visits.clear()
        report = run_crawl(settings, [one])[0]
        assert ("map", "/a", 200) in web.visits
    assert report.unchanged == 1 and len(stored(settings)["Capture"]) == 1


def test_a_list_that_did_not_change_is_read_from_the_archive(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        web.serve("site", {"/a": page("Before")})
        body = _sitemap(web, "site", {"/a": LONG_AGO}).body
        web.serve("site", {"/sitemap.xml": Answer(body, kind="application/xml", headers={"ETag": '"list"'})})
        index = INDEX.format(f"<sitemap><loc>{web.url('site', '/sitemap.xml')}</loc></sitemap>").encode()
        web.serve("site", {"/index.xml": Answer(index, kind="application/xml", headers={"ETag": '"index"'})})
        one = source("site", web.url("site", "/index.xml"), way="sitemap")
        run_crawl(settings, [one])
        web.serve("site", {"/a": page("After")})
        web.visits.clear()
        report = run_crawl(settings, [one])[0]
        statuses = {path: status for _, path, status in web.visits}
    assert (report.changed, report.outcome) == (1, "ok")
    assert (statuses["/index.xml"], statuses["/sitemap.xml"], statuses["/a"]) == (304, 304, 200)
    kept = {row.address: row for row in _lists(settings)}[web.url("site", "/sitemap.xml")]
    assert read_record(settings.captures, kept.warc_file, kept.warc_offset).body == body
    assert not {row["address"] for row in stored(settings)["Capture"]} & {row.address for row in _lists(settings)}


def test_a_sitemap_that_its_index_calls_unchanged_is_not_asked_for(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        web.serve("site", {"/a": _plain("A"), "/sitemap.xml": _sitemap(web, "site", {"/a": LONG_AGO})})
        entry = f"<sitemap><loc>{web.url('site', '/sitemap.xml')}</loc><lastmod>{LONG_AGO}</lastmod></sitemap>"
        web.serve("site", {"/index.xml": Answer(INDEX.format(entry).encode(), kind="application/xml")})
        one = source("site", web.url("site", "/index.xml"), way="sitemap")
        run_crawl(settings, [one])
        web.visits.clear()
        report = run_crawl(settings, [one])[0]
        asked = {path for _, path, status in web.visits if status == 200}
    assert asked == {"/index.xml"} and (report.unchanged, report.outcome) == (1, "ok")


def test_a_site_that_ignores_conditions_is_asked_by_date_the_third_time(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        headers = {"Last-Modified": "Thu, 01 Aug 2024 10:00:00 GMT"}
        web.serve("map", {"/a": Answer(b"<p>A, always whole</p>", headers=headers)})
        web.serve("map", {"/sitemap.xml": _sitemap(web, "map", {"/a": LONG_AGO})})
        one = source("map", web.url("map", "/sitemap.xml"), way="sitemap")
        for _ in range(2):
            run_crawl(settings, [one])
        web.visits.clear()
        report = run_crawl(settings, [one])[0]
        assert "/a" not in {path for _, path, _ in web.visits}
    assert report.unchanged == 1


@pytest.mark.parametrize("texts", [("A", "B", "A")])
def test_a_page_that_goes_back_to_an_earlier_text_is_captured_again(tmp_path: Path, texts: tuple[str, ...]) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        one = source("site", web.url("site", "/feed.xml"))
        outcomes = []
        for text in (*texts, texts[-1]):
            web.feed_of("site", {"/a": page(text)})
            report = run_crawl(settings, [one])[0]
            outcomes.append(("new" * report.new) + ("changed" * report.changed) + ("unchanged" * report.unchanged))
    assert outcomes == ["new", "changed", "changed", "unchanged"]
    hashes = [row["sha256"] for row in stored(settings)["Capture"]]
    assert len(hashes) == 3 and hashes[0] == hashes[2] != hashes[1]
