"""The commonest journeys of those who read, each at two widths, with and without scripts (docs/journeys.md)."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import copied, follow, go, heading, shown
from tests.sample_story import RESEARCH_ON_7


def test_from_the_front_page_to_a_copied_quotation(page: Page) -> None:
    page.goto("/")
    row = page.get_by_role("row", name=re.compile(r"^7 Illegal access"))
    row.locator("a[href*='concern=researchers']").click()
    heading(page, "Article 7")
    page.locator("figure", has_text=RESEARCH_ON_7.text).first.get_by_role("link", name="Cite").click()
    heading(page, "To cite it")
    quotation = copied(page, "section:has(h2:text-is('The words with their footnote'))")
    assert RESEARCH_ON_7.text in quotation and "3 July 2024" in quotation


def test_from_the_weekly_digest_to_a_statement(page: Page) -> None:
    page.goto("/")
    go(page, "Digests")
    page.locator("main a[href$='2024-W32']").first.click()
    heading(page, "2024-W32")
    page.locator("main a[href*='/statements/']").first.click()
    expect(page.locator(".text blockquote, .text p").first).to_be_visible()
    assert re.search(r"/statements/\d+", page.url)


def test_from_an_organisation_to_its_position(page: Page) -> None:
    page.goto("/")
    go(page, "Organisations")
    follow(page, "Lantern Watch (sample)")
    heading(page, "Lantern Watch (sample)")
    page.locator("main a[href^='/articles/7']").first.click()
    heading(page, "Article 7")


def test_from_an_article_to_what_changed_between_drafts(page: Page) -> None:
    page.goto("/articles/")
    page.locator("main a[href='/articles/3']").first.click()
    page.get_by_label("Text of").select_option("adopted")
    page.get_by_label("compared with").select_option("rev3")
    page.get_by_role("button", name="Show").click()
    shown(page, "stands only in the first")
    expect(page.locator("main del", has_text="night")).to_be_visible()
    expect(page.locator("main ins", has_text="dusk")).to_be_visible()


def test_from_coverage_to_the_source_that_fails(page: Page) -> None:
    page.goto("/")
    go(page, "Coverage")
    heading(page, "What was read")
    shown(page, "A wall for robots was served.")


def test_from_a_search_to_a_passage_in_its_text(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search statements").first.fill("security researchers")
    page.get_by_label("Search statements").first.press("Enter")
    heading(page, "Search")
    expect(page.locator("main mark", has_text="researchers").first).to_be_visible()
    follow(page, "In its text")
    expect(page.locator(":target")).to_contain_text("security researchers")


def test_from_a_search_through_a_filter_to_a_file(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search statements").first.fill("Article")
    page.get_by_label("Search statements").first.press("Enter")
    page.get_by_role("complementary").get_by_role("link", name="NGO", exact=True).click()
    shown(page, "Kind of organisation: NGO")
    found = int(re.sub(r"\D", "", page.locator("#results").inner_text()))
    with page.expect_download() as waiting:
        follow(page, "CSV")
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == found + 1 > 2


def test_from_an_article_to_its_feed(page: Page) -> None:
    page.goto("/articles/7")
    feed = page.request.get(str(page.get_by_role("link", name="feed", exact=True).get_attribute("href")))
    assert feed.ok and feed.headers["content-type"].startswith("application/atom+xml")
    entry = re.search(r"<entry>.*?<link[^>]* href=\"[^\"]*?(/statements/[^\"]+)\"", feed.text(), re.DOTALL)
    assert entry
    page.goto(entry[1].replace("&amp;", "&"))
    expect(page.locator("main .text")).to_be_visible()
