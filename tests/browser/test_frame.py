"""The frame of every page: by keyboard, on paper, in a narrow window, and under a magnifier."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import Reader, window
from tests.browser.steps import heading


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    """A wide window without scripts."""
    with window(browser, site, Reader(1280, scripts=False)) as page:
        yield page


def focused(page: Page) -> str:
    """The words of the element that has the focus, or its label."""
    found = page.locator(":focus")
    return str(found.get_attribute("placeholder") or found.inner_text()).strip()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(desk: Page) -> None:
    desk.goto("/articles/7")
    desk.keyboard.press("Tab")
    assert focused(desk) == "Skip to the content"
    expect(desk.locator(".skip")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.locator("main :focus").count() == 1


def test_the_keyboard_goes_through_the_head_in_the_order_that_is_seen(desk: Page) -> None:
    desk.goto("/about")
    stops = []
    for _ in range(8):
        desk.keyboard.press("Tab")
        stops.append(focused(desk))
    assert stops == [
        "Skip to the content", "Travaux", "Search statements", "Search", "Articles", "Concerns", "Topics", "Organisations",
    ]  # fmt: skip


def test_the_focus_can_be_seen_on_every_stop(desk: Page) -> None:
    desk.goto("/articles/7")
    stops = 0
    while True:
        desk.keyboard.press("Tab")
        if not desk.locator(":focus").count():
            break
        ring = desk.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle")
        assert ring == "solid", focused(desk)
        stops += 1
    assert stops > 20


def test_the_menu_of_a_narrow_window_opens_by_keyboard_without_scripts(browser: Browser, site: str) -> None:
    with window(browser, site, Reader(375, scripts=False)) as page:
        page.goto("/")
        expect(page.get_by_role("link", name="Concerns", exact=True).first).not_to_be_visible()
        page.locator("header summary", has_text="Menu").press("Enter")
        page.get_by_role("banner").get_by_role("link", name="Concerns", exact=True).press("Enter")
        heading(page, "Concerns")


@pytest.mark.parametrize("address", ["/articles/7", "/statements/1"])
def test_on_paper_there_is_no_menu_and_every_quotation_has_its_address(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.emulate_media(media="print")
    for part in (".menu.wide", ".menu.narrow", ".find", ".skip"):
        expect(desk.locator(part).first).not_to_be_visible()
    expect(desk.locator(".printed")).to_contain_text(address)
    after = "element => getComputedStyle(element, '::after').content"
    shown = desk.locator("main a[rel~=external]").first.evaluate(after)
    assert "https://" in shown


def test_the_focus_ring_and_the_ground_change_with_the_scheme(browser: Browser, site: str) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        with window(browser, site, Reader(1280, scripts=False), scheme) as page:
            page.goto("/")
            grounds.add(page.locator("html").evaluate("element => getComputedStyle(element).backgroundColor"))
    assert len(grounds) == 2
