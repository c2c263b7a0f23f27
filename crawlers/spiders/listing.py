"""A plain list of links over one or more pages."""

import re

from crawlers.address import site_of
from crawlers.spiders.listing_page import (
    Entry,
    Further,
    IndexPage,
    Listing,
    links_of,
    next_page,
    parse_html,
    title_of,
    words_of,
)
from db.docket import Source

ITEM_PATHS = "//main//a[@href] | //article//a[@href] | //h1//a[@href] | //h2//a[@href] | //h3//a[@href]"
"""Where a list's items stand on a page whose source says nothing about them."""


def read_listing(page: IndexPage, source: Source) -> Listing:
    """Links that match the source's `item_pattern`, and the next page. Raises `UnreadableListError`.

    A pattern that matches the page's own address makes the page itself an item: one that is kept up to date.
    """
    tree = parse_html(page)
    following = next_page(tree)
    found: dict[str, str] = {}
    for address, element in links_of(tree, "//a[@href]" if source.item_pattern else ITEM_PATHS):
        if address not in (following, page.address) and _is_item(address, source, page.address):
            found[address] = found.get(address) or title_of(words_of(element))
    if source.item_pattern and page.address == source.address and _is_item(page.address, source, page.address):
        found.setdefault(page.address, "")
    entries = tuple(
        Entry(address, title=title, language=source.language, organisation=source.organisation)
        for address, title in found.items()
    )
    return Listing(entries, (Further(following),) if following else ())


def _is_item(address: str, source: Source, page: str) -> bool:
    """Whether the source's pattern fits; on another site not only in the query, which often names our own pages."""
    if site_of(address) != site_of(page):
        address = address.partition("?")[0]
    return re.search(source.item_pattern, address) is not None
