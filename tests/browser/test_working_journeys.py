"""The commonest journeys of those who change something, each at two widths, with and without scripts.

Every walk has a copy of the site to itself (docs/journeys.md).
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.browsing import Reader
from tests.browser.steps import follow, go, heading, shown

WRONG = "We never said that (sample)."
ANSWER = "You are right: the mark was taken away (sample)."


def test_from_a_statement_to_an_answered_correction(own: Page) -> None:
    own.goto("/statements/1")
    follow(own, "This is not what we said")
    heading(own, "This is not what we said")
    own.get_by_label("Your name or organisation").fill("Cy Sample")
    own.get_by_label("What is wrong").fill(WRONG)
    own.get_by_role("button", name="Ask for a correction").click()
    own.goto("/statements/1")
    shown(own, "it waits for an answer")
    go(own, "Review")
    follow(own, "Corrections asked for")
    shown(own, WRONG)
    own.get_by_label("Answer, shown on the statement").fill(ANSWER)
    own.get_by_role("button", name="Corrected", exact=True).click()
    own.goto("/statements/1")
    shown(own, ANSWER)


def decide(page: Page, reader: Reader, key: str, name: str) -> None:
    """Press a key of the queue, or without scripts the button that it stands for, which has the focus by Tab."""
    if reader.scripts:
        page.keyboard.press(key)
        return
    button = page.get_by_role("button", name=re.compile(rf"^{name}"))
    while not button.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_from_the_review_queue_to_a_decision_by_keyboard(own: Page, reader: Reader) -> None:
    own.goto("/")
    go(own, "Review")
    own.get_by_role("link", name="Start with the most helpful").press("Enter")
    heading(own, "Marks to look at")
    claimed = own.locator(".claim").inner_text()
    decide(own, reader, "r", "Wrong|Names no article")
    shown(own, "Stored:")
    assert own.locator(".claim").inner_text() != claimed
    decide(own, reader, "u", "Undo")
    expect(own.get_by_text("Stored:").first).to_be_visible()
    own.goto("/review/history")
    shown(own, "Ana Sample")
