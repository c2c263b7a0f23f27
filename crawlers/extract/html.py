"""HTML to a `Page`: trafilatura decides what the main text is, our own walk gives it in the page's own words.

Trafilatura's output loses some headings and joins some lines; so its text is only used to choose among the
blocks of the page. Where the two cannot be matched, its own output is taken as it is.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from crawlers.extract.blocks import Block, clean, cleaned, squash
from crawlers.extract.html_blocks import SIDE, blocks_of, depth_of
from crawlers.extract.limits import HTML_DEPTH, Unreadable
from crawlers.extract.page import Page, Said

_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", SIDE})
_MATCHED_SHARE = 0.85
"""At least this share of trafilatura's text must be found among our blocks for the match to be trusted."""
_LONG = 40
"""From this many letters on, a block is recognised wherever it stands; shorter ones must be a line of their own."""
_DATES = (
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.date",
    "date",
    "publish-date",
    "article.published",
    "og:published_time",
)


def read_html(text: str) -> Page:
    """The page of HTML `text`. Raises `Unreadable` where it holds no text or is nested beyond reading."""
    root = _parse(text)
    everything = cleaned(blocks_of(root))
    if not everything:
        raise Unreadable("The page holds no text.")
    meta, linked = _metas(root), list(_linked_data(root))
    body = _main_blocks(root, everything)
    return Page(
        body=body,
        everything=everything,
        title=_title(root, meta, everything, body),
        published=_published(root, meta, linked),
        site=_site(meta, linked) or _home_link(root),
        authors=tuple(_authors(meta, linked)),
        language=(root.get("lang") or meta.get("og:locale") or "")[:2].lower() or None,
        canonical_url=_canonical(root, meta),
        kind_hint=" ".join(str(item.get("@type", "")) for item in linked),
    )


def _parse(text: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"The page could not be read as HTML: {error}.") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise Unreadable("The page nests its elements so deeply that the HTML reader would drop text from it.")
    return root


def _main_blocks(root: HtmlElement, everything: Sequence[Block]) -> list[Block]:
    outside = [block for block in everything if block.region not in _OUTSIDE]
    if depth_of(root) > HTML_DEPTH:
        return outside
    markup = lxml.html.tostring(root, encoding="unicode")
    found = trafilatura.bare_extraction(markup, include_comments=False, include_tables=True)
    if found is None or not found.text:
        return outside
    chosen = _chosen(everything, found.text)
    return chosen if chosen else _own_words(found.text)


def _chosen(everything: Sequence[Block], main_text: str) -> list[Block]:
    """The blocks whose text trafilatura kept, with the headings between them; [] when too few match."""
    lines = {squash(line) for line in main_text.split("\n")}
    whole = squash(main_text)
    needles = [squash(block.text) for block in everything]
    kept = [
        index
        for index, (block, needle) in enumerate(zip(everything, needles, strict=True))
        if (len(needle) >= _LONG and needle in whole) or (needle in lines and block.region not in _OUTSIDE)
    ]
    if sum(len(needles[index]) for index in kept) < _MATCHED_SHARE * len(whole):
        return []
    kept = [index for index in kept if everything[index].region != SIDE]
    return [everything[index] for index in _with_headings(everything, kept)]


def _with_headings(everything: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """`kept` plus each heading that stands directly before a kept block and inside the text."""
    chosen = set(kept)
    first = kept[0] if kept else len(everything)
    for index in reversed(range(first, len(everything))):
        block = everything[index]
        if block.kind == "heading" and block.region not in _OUTSIDE and index + 1 in chosen:
            chosen.add(index)
    return sorted(chosen)


def _own_words(text: str) -> list[Block]:
    return cleaned(Block("paragraph", line) for line in text.split("\n"))


def _metas(root: HtmlElement) -> dict[str, str]:
    """Name or property (lower case) → first non-empty content of the page's meta elements."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = clean(element.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, flattened one level; broken JSON is passed over."""
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        items = data.get("@graph", [data]) if isinstance(data, dict) else data
        if isinstance(items, list):
            yield from (item for item in items if isinstance(item, dict))


def _title(root: HtmlElement, meta: dict[str, str], everything: Sequence[Block], body: Sequence[Block]) -> Said | None:
    """The page's main heading; otherwise what its head calls it, without the site's name."""
    element = root.find(".//title")
    named = meta.get("og:title") or clean(element.text_content() if element is not None else "")
    headings = [block.text for block in everything if block.kind == "heading" and block.level == 1]
    known = squash(" ".join((named, clean(element.text_content()) if element is not None else "")))
    for heading in headings:
        if squash(heading) and squash(heading) in known:
            return Said(heading, "printed on the page")
    if len(headings) == 1 and headings[0] in {block.text for block in everything if block.region not in _OUTSIDE}:
        return Said(headings[0], "printed on the page")
    return Said(_without_site(named, meta.get("og:site_name", "")), "page metadata") if named else None


def _without_site(title: str, site: str) -> str:
    for separator in (" | ", " – ", " — ", " - ", " :: ", " » ", " · "):
        if site and title.endswith(separator + site):
            return title[: -len(separator + site)]
    head, separator, tail = title.rpartition(" | ")
    return head if separator and len(head) > len(tail) else title


def _published(root: HtmlElement, meta: dict[str, str], linked: Sequence[dict[str, Any]]) -> Said | None:
    values = [meta[name] for name in _DATES if name in meta]
    values += [str(item["datePublished"]) for item in linked if item.get("datePublished")]
    values += [str(value) for value in root.xpath("//article//time/@datetime | //main//time/@datetime")]
    return Said(values[0], "page metadata") if values else None


def _site(meta: dict[str, str], linked: Sequence[dict[str, Any]]) -> Said | None:
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and publisher.get("name"):
            return Said(clean(str(publisher["name"])), "page metadata")
    name = meta.get("og:site_name") or meta.get("dc.publisher") or meta.get("citation_technical_report_institution")
    return Said(name, "page metadata") if name else None


def _home_link(root: HtmlElement) -> Said | None:
    """The words of the link to the site's front page, where they are a name and not just "Home"."""
    names = (clean(link.text_content()) for link in root.xpath('//a[@href="/"]'))
    name = next((name for name in names if len(name.split()) > 1), None)
    return Said(name, "the link to the site's front page") if name else None


def _authors(meta: dict[str, str], linked: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in linked:
        authors = item.get("author") or []
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and clean(name):
                yield clean(name)
    if not linked and meta.get("author"):
        yield meta["author"]


def _canonical(root: HtmlElement, meta: dict[str, str]) -> str | None:
    links = root.xpath('//link[@rel="canonical"]/@href')
    address = str(links[0]).strip() if links else meta.get("og:url", "")
    return address if address.startswith(("http://", "https://")) else None
