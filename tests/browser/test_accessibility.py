"""axe finds no violation of WCAG 2.2 A or AA on any kind of page, light and dark, wide and narrow."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.browsing import Reader, window
from tests.webapp.addresses import FORMS, PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = (("light", 1280), ("dark", 375))
LEAST_WIDTH = 320
"""CSS pixels: what WCAG 2.2 (1.4.10, reflow) asks of text at a magnification of four."""
BROKEN = (
    "<html lang='en'><head><title>Broken</title></head><body><main><h1>Broken</h1><img src='data:,'>"
    "<p style='color:#bbb;background:#fff'>pale</p><a href='#a' style='font-size:9px'>a</a><br>"
    "<a href='#b' style='font-size:9px'>b</a></main></body></html>"
)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is: the rule, the element, and what to do."""
    options: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:160]} ({node['failureSummary']})" for v in found for node in v["nodes"]]


def narrow(page: Page) -> bool:
    """Whether the page stands in a window like a telephone's."""
    return page.viewport_size is not None and page.viewport_size["width"] < 400


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A window in one scheme and width, for all pages in turn."""
    scheme, width = request.param
    with window(browser, site, Reader(width, scripts=True), scheme) as page:
        yield page


@pytest.mark.parametrize("address", (*PAGES, *FORMS))
def test_a_page_violates_no_rule(view: Page, address: str) -> None:
    if narrow(view):
        view.set_viewport_size({"width": 375, "height": 700})
    view.goto(address)
    assert violations(view) == []
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_the_check_can_fail(view: Page) -> None:
    view.goto("about:blank")
    view.set_content(BROKEN)
    assert {line.partition(":")[0] for line in violations(view)} >= {"image-alt", "color-contrast", "target-size"}
