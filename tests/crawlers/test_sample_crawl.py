"""The real spiders on the sample web: every page that stands in its list of expectations, and no other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawlers.ledger import SourceReport
from crawlers.run import run_crawl
from crawlers.sample_web.expected import load_expected
from crawlers.sample_web.server import SampleWeb
from crawlers.sample_web.sources import sample_sources
from db.settings import Settings
from tests.crawlers.crawling import loopback_settings, stored


@dataclass(frozen=True)
class Crawled:
    web: SampleWeb
    settings: Settings
    first: tuple[SourceReport, ...]
    second: tuple[SourceReport, ...]

    @property
    def captures(self) -> dict[str, list[dict[str, Any]]]:
        """Captures by address, oldest first."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in stored(self.settings)["Capture"]:
            found.setdefault(row["address"], []).append(row)
        return found

    def address(self, page: dict[str, Any]) -> str:
        return self.web.url(page["host"], page["path"])


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    settings = loopback_settings(tmp_path_factory.mktemp("sample"), crawl_max_bytes=5_000_000, crawl_timeout=20)
    with SampleWeb() as web:
        first = run_crawl(settings, sample_sources(web.port))
        web.edition = 2
        yield Crawled(web, settings, first, run_crawl(settings, sample_sources(web.port)))


def test_every_expected_page_and_comment_is_captured_and_nothing_else(crawled: Crawled) -> None:
    expected = load_expected()
    pages = [page for page in expected["pages"] if page["outcome"] not in ("refused", "failed")]
    wanted = {crawled.address(page) for page in [*pages, *expected["comments"]]}
    assert set(crawled.captures) == wanted


def test_refused_and_failed_pages_are_kept_with_their_reason(crawled: Crawled) -> None:
    wanted = {
        (crawled.address(page), page["outcome"])
        for page in load_expected()["pages"]
        if page["outcome"] in ("refused", "failed")
    }
    rows = stored(crawled.settings)["FetchFailure"]
    assert {(row["address"], row["kind"]) for row in rows} == wanted
    assert wanted


def test_the_visit_of_the_next_edition_finds_only_what_changed(crawled: Crawled) -> None:
    assert sum(report.new for report in crawled.first) == len(crawled.captures)
    assert sum(report.new for report in crawled.second) == 0
    changed = [address for address, rows in crawled.captures.items() if len(rows) > 1]
    expected = [crawled.address(page) for page in load_expected()["pages"] if page.get("editions", 1) > 1]
    assert sorted(changed) == sorted(expected)
    assert sum(report.changed for report in crawled.second) == len(changed)


def test_every_source_holds_what_is_expected_of_it(crawled: Crawled) -> None:
    assert [(one.source, one.outcome) for one in crawled.first if one.outcome != "ok"] == []


def test_a_document_list_says_who_submitted_what(crawled: Crawled) -> None:
    pages = [page for page in load_expected()["pages"] if page.get("file") in ("pdf", "docx")]
    assert pages
    for page in pages:
        declared = json.loads(crawled.captures[crawled.address(page)][0]["declared"])
        assert declared["title"] == page["title"]
        assert declared["organisation"] == page["organisation"]
        assert declared["published"] == page["published"]
        assert declared["language"] == page["language"]


def test_days_declared_by_lists_are_the_days_of_publication(crawled: Crawled) -> None:
    days = {crawled.address(page): page["published"] for page in load_expected()["pages"] if "published" in page}
    declared = {address: json.loads(rows[0]["declared"]) for address, rows in crawled.captures.items()}
    said = {address: one["published"] for address, one in declared.items() if one.get("published") and address in days}
    assert len(said) > 15
    assert said == {address: days[address] for address in said}


def test_the_archive_is_in_the_installations_folder(crawled: Crawled) -> None:
    files = {row["warc_file"] for rows in crawled.captures.values() for row in rows}
    assert files == {path.name for path in Path(crawled.settings.captures).iterdir()}
    assert len(files) == 2
