"""A table or list of documents per session and submitter, as United Nations bodies publish them."""

import re
from urllib.parse import urlsplit

from lxml import html as lxml_html

from crawlers.spiders.dates import stated_day
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

DOCUMENT = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)
COLUMNS = (
    (
        "organisation",
        re.compile(r"submit|organi[sz]|entity|delegation|member state|author|from|stakeholder", re.I),
    ),
    ("title", re.compile(r"title|document|subject|name", re.I)),
    ("published", re.compile(r"date|received|posted", re.I)),
)
"""What a column is, by the words of its heading; the first column that fits counts."""


def read_documents(page: IndexPage, source: Source) -> Listing:
    """Every linked PDF and DOCX with what its row of the table says of it. Raises `UnreadableListError`."""
    tree = parse_html(page)
    entries = tuple(
        _entry(address, element, source) for address, element in links_of(tree) if _is_document(address, source)
    )
    following = next_page(tree)
    return Listing(entries, (Further(following),) if following else ())


def _is_document(address: str, source: Source) -> bool:
    if source.item_pattern:
        return re.search(source.item_pattern, address) is not None
    return DOCUMENT.search(urlsplit(address).path) is not None


def _entry(address: str, element: lxml_html.HtmlElement, source: Source) -> Entry:
    row = next(element.iterancestors("tr"), None)
    cells = _row_cells(row) if row is not None else {}
    return Entry(
        address=address,
        title=cells.get("title", "") or title_of(words_of(element)),
        published=stated_day(cells.get("published", "")),
        language=str(element.get("hreflang") or "").split("-")[0].lower(),
        organisation=cells.get("organisation", ""),
    )


def _row_cells(row: lxml_html.HtmlElement) -> dict[str, str]:
    """Column kind → the row's text there, where the table has headings."""
    table = next(row.iterancestors("table"), None)
    headings = [words_of(cell) for cell in table.xpath("(.//tr[th])[1]/th")] if table is not None else []
    cells = [words_of(cell) for cell in row.xpath("./td | ./th")]
    found: dict[str, str] = {}
    for kind, pattern in COLUMNS:
        taken = next((i for i, heading in enumerate(headings) if pattern.search(heading)), None)
        if taken is not None and taken < len(cells):
            found[kind] = cells[taken]
    return found
