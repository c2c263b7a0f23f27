"""Steps that every reader takes, however wide the window and whether scripts run or not."""

import re

from playwright.sync_api import Page, expect


def go(page: Page, place: str) -> None:
    """Follow a link of the main navigation, opening the menu where it is folded."""
    page.wait_for_load_state("load")  # before its stylesheet, a page shows the menu of narrow windows too
    menu = page.locator("header summary", has_text="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("banner").get_by_role("link", name=place, exact=True).click()


def follow(page: Page, name: str, within: str = "main") -> None:
    """Follow the first link of that name in a part of the page."""
    page.locator(within).get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page, words: str) -> None:
    """The page is the one with these words in its heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def copied(page: Page, part: str) -> str:
    """What a reader gets who copies from a part of the page, by its button where there is one (it needs scripts), and
    pastes into the search field.
    """
    button = page.locator(part).get_by_role("button", name="Copy")
    if button.count():
        button.first.click()
    else:
        page.locator(part).locator(".cite").first.click()
        page.keyboard.press("Control+C")
    field = page.get_by_label("Search statements").first
    field.fill("")
    field.focus()
    page.keyboard.press("Control+V")
    return " ".join(field.input_value().split())


def shown(page: Page, words: str) -> None:
    """These words can be read in the page's main part."""
    expect(page.locator("main").get_by_text(re.compile(re.escape(words))).first).to_be_visible()
