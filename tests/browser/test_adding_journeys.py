"""The commonest journeys of those who add and gather, each at two widths, with and without scripts (docs/journeys.md).

What takes longer than a page runs in processes of its own, with the real crawler and models.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from db.session import open_installation
from db.settings import Settings
from tests.browser.browsing import Reader, window
from tests.browser.serving import served
from tests.browser.steps import follow, go, heading, shown
from tests.crawlers.hostile_web import Answer, HostileWeb, feed
from tests.crawlers.hostile_web import page as web_page
from tests.sample_story import RESEARCH_ON_7
from tests.webapp.conftest import fake_search
from webapp import create_app

PAPER = Path(__file__).parents[2] / "crawlers/sample_web/hosts/committee-papers/files/mission-of-valdoria-position.pdf"
WORK_ENDS = 90_000
"""Milliseconds in which a process of its own must have ended on a busy machine."""
HOME = (
    b'<html lang="en"><head><title>Lighthouse (sample)</title><link rel="alternate" type="application/rss+xml" '
    b'href="/feed/"></head><body><main>Hello</main></body></html>'
)


@pytest.fixture
def bare(browser: Browser, reader: Reader, tmp_path: Path) -> Iterator[Page]:
    """An empty window at an installation in which nothing was collected; its crawler may visit this machine."""
    settings = Settings(
        data=tmp_path / "bare", reviewer="Ana Sample", crawl_loopback=True, crawl_delay=0.0, crawl_timeout=5.0
    )
    open_installation(settings).dispose()
    with served(create_app(settings, search=fake_search)) as address, window(browser, address, reader) as opened:
        yield opened


def awaited(found: Locator) -> Locator:
    """What a page shows once the work is done; the page looks again by itself, with scripts and without."""
    expect(found).to_be_visible(timeout=WORK_ENDS)
    return found


def test_from_a_quotation_to_a_word_document(own: Page) -> None:
    own.goto("/articles/7")
    quotation = own.locator("figure", has_text=RESEARCH_ON_7.text).first
    quotation.get_by_role("link", name=re.compile("^Clip")).click()
    own.get_by_label("Into a new basket").fill("Letter (sample)")
    own.get_by_role("button", name="Clip it").click()
    go(own, "Clippings")
    follow(own, "Letter (sample)")
    with own.expect_download() as waiting:
        own.get_by_role("link", name=re.compile("Word")).click()
    written = [paragraph.text for paragraph in Document(str(waiting.value.path())).paragraphs]
    assert RESEARCH_ON_7.text in written


def test_from_an_address_to_a_source_that_is_read(bare: Page) -> None:
    with HostileWeb() as web:
        entries = [web.url("light", "/cybercrime-1")]
        pages = {"/cybercrime-1": web_page("Cybercrime one")}
        web.serve("light", {"/": Answer(HOME), "/feed/": feed(entries), **pages})
        bare.goto("/")
        go(bare, "Add")
        bare.get_by_label("Address of a site that publishes statements").fill(web.url("light"))
        bare.get_by_role("button", name="Look at the site").click()
        button = awaited(bare.get_by_role("button", name="Add this source"))
        bare.get_by_label("Organisation", exact=True).fill("Lighthouse Society (sample)")
        bare.get_by_label("Only items with one of these").fill("cybercrime")
        bare.get_by_label("At least so many items").fill("1")
        button.click()
        go(bare, "Coverage")
        bare.locator("summary", has_text="Not visited yet").click()
        shown(bare, "Lighthouse Society (sample)")


def test_from_a_dropped_paper_to_a_corrected_mark(bare: Page) -> None:
    bare.goto("/")
    go(bare, "Add")
    bare.get_by_label("Text, Markdown, web pages, PDF").set_input_files(PAPER)
    bare.get_by_role("button", name="Look at the files").click()
    awaited(bare.get_by_role("button", name="Keep and process")).click()
    awaited(bare.locator("#new ~ ul a, section[aria-labelledby=new] ul a").first).click()
    expect(bare.locator("main .text")).to_contain_text("Valdoria")
    bare.get_by_role("link", name=re.compile("^Correct")).first.click()
    heading(bare, "Correct a mark")
    bare.locator("main").get_by_role("link", name=re.compile("^Correct")).first.click()
    bare.get_by_role("button", name=re.compile("^(Wrong|Names no article)")).click()
    shown(bare, "Stored:")
    bare.goto("/review/history")
    shown(bare, "Ana Sample")
