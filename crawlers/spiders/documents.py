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
    select,
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


LANGUAGES = {
    **{"a": "ar", "c": "zh", "e": "en", "f": "fr", "r": "ru", "s": "es"},
    **{"arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "russian": "ru", "spanish": "es"},
    **{"عربي": "ar", "العربية": "ar", "中文": "zh", "français": "fr", "русский": "ru", "español": "es"},
}
"""The words of a link that leads to one language of a document: the six of the United Nations, by letter or name."""
SUBMITTERS = re.compile(
    r"submi(?:tted|ssion)|contribution|comments|inputs?\b|received|stakeholder|member states|observer|organi[sz]ations"
    r"|academi|private sector|civil society|entities",
    re.IGNORECASE,
)
"""Words of a heading below which each line is called after its submitter."""
PARTED = re.compile(r"^(.{2,120}?)\s*(?::|\s[–—-])\s+(.{3,})$")
"""`Submitter: title`, with a colon or a dash between them."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "dt")


def read_documents(page: IndexPage, source: Source) -> Listing:
    """Every linked PDF and DOCX with what its row of the table, or its place in a list, says of it.

    Raises `UnreadableListError`.
    """
    tree = parse_html(page)
    above = _headings_above(tree)
    entries = tuple(
        _entry(address, element, above.get(element, ()))
        for address, element in links_of(tree)
        if _is_document(address, source)
    )
    following = next_page(tree)
    return Listing(entries, (Further(following),) if following else ())


def _is_document(address: str, source: Source) -> bool:
    if source.item_pattern:
        return re.search(source.item_pattern, address) is not None
    return DOCUMENT.search(urlsplit(address).path) is not None


def _headings_above(tree: lxml_html.HtmlElement) -> dict[lxml_html.HtmlElement, tuple[str, ...]]:
    """Link → the headings under which it stands, outermost first."""
    found: dict[lxml_html.HtmlElement, tuple[str, ...]] = {}
    open_headings: dict[int, str] = {}
    for element in tree.iter("a", *HEADINGS):
        if element.tag == "a":
            found[element] = tuple(open_headings[level] for level in sorted(open_headings))
            continue
        level = HEADINGS.index(str(element.tag))
        open_headings = {other: text for other, text in open_headings.items() if other < level}
        open_headings[level] = words_of(element)
    return found


def _entry(address: str, element: lxml_html.HtmlElement, headings: tuple[str, ...]) -> Entry:
    row = next(element.iterancestors("tr"), None)
    said = _row_cells(row) if row is not None else {}
    said = said or _line(element, headings)
    own = title_of(words_of(element))
    language = str(element.get("hreflang") or "").split("-")[0].lower() or LANGUAGES.get(words_of(element).lower(), "")
    return Entry(
        address=address,
        title=said.get("title", "") or ("" if own.lower() in LANGUAGES else own),
        summary=" ".join(headings),
        published=stated_day(said.get("published", "")),
        language=language,
        organisation=said.get("organisation", ""),
    )


def _line(element: lxml_html.HtmlElement, headings: tuple[str, ...]) -> dict[str, str]:
    """What a line of a list says of its documents: its submitter, where the headings say that it names one."""
    place = next(element.iterancestors("li", "p", "dd", "td"), element)
    own = title_of(words_of(element))
    text = own if own and own.lower() not in LANGUAGES else _without_links(place)
    if not headings or not any(SUBMITTERS.search(heading) for heading in headings[1:] or headings):
        return {"title": text}
    parted = PARTED.match(text)
    return {"organisation": parted[1], "title": parted[2]} if parted else {"organisation": text, "title": text}


def _without_links(place: lxml_html.HtmlElement) -> str:
    """The words of a line that are in no link, without the marks between its links."""
    pieces = select(place, ".//text()[not(ancestor::a)]")
    return " ".join(" ".join(map(str, pieces)).split()).strip(" |()[],;:•–-")


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
