"""What an HTML page says about itself: its headline, day, site, authors, language and address."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawlers.extract.blocks import Block, clean, squash
from crawlers.extract.page import Said

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


_TITLE_WORDS = 3
"""So many words make a lower heading, which the page's title repeats, its headline."""


@dataclass(frozen=True)
class Head:
    """Each value as `Page` has it; `kind_hint` are the types that the page's linked data names."""

    title: Said | None
    published: Said | None
    site: Said | None
    authors: tuple[str, ...]
    language: str | None
    locale: str
    canonical_url: str | None
    kind_hint: str


def read_head(root: HtmlElement, blocks: Sequence[Block]) -> Head:
    """The head of the page under `root`. `blocks` are its blocks outside of menus and the like."""
    meta, linked = _metas(root), list(_linked_data(root))
    title = _title(root, meta, blocks)
    return Head(
        title=title,
        published=_published(root, meta, linked),
        site=_site(root, meta, linked, title),
        authors=tuple(_authors(meta, linked)),
        language=_locale(root, meta)[:2].lower() or None,
        locale=_locale(root, meta),
        canonical_url=_canonical(root, meta),
        kind_hint=" ".join(str(item.get("@type", "")) for item in linked),
    )


def _locale(root: HtmlElement, meta: dict[str, str]) -> str:
    """The language that the page gives, with its country where either place has one ("en-US")."""
    given = [(value or "").strip().replace("_", "-") for value in (root.get("lang"), meta.get("og:locale"))]
    return next((value for value in given if "-" in value), "") or next((value for value in given if value), "")


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


def _title(root: HtmlElement, meta: dict[str, str], blocks: Sequence[Block]) -> Said | None:
    """The page's main heading; otherwise what its head calls it, without the site's name."""
    named = meta.get("og:title") or _title_element(root)
    known = squash(named + _title_element(root))
    headings = sorted((block for block in blocks if block.kind == "heading"), key=lambda block: block.level)
    same = [block for block in headings if squash(block.text) and squash(block.text) in known]
    first = [block for block in same if block.level == 1 or block.words >= _TITLE_WORDS]
    home = _home_link(root)
    first = [block for block in first if not home or squash(block.text) != squash(home.value)] or first
    only = [block for block in headings if block.level == 1]
    if first or len(only) == 1:
        return Said((first or only)[0].text, "printed on the page")
    return Said(_without_site(named, meta.get("og:site_name", "")), "page metadata") if named else None


def _title_element(root: HtmlElement) -> str:
    element = root.find(".//title")
    return clean(element.text_content()) if element is not None else ""


def _without_site(title: str, site: str) -> str:
    for separator in (" | ", " – ", " — ", " - ", " :: ", " » ", " · ", "｜"):
        if site and title.endswith(separator + site):
            return title[: -len(separator + site)]
    head, separator, tail = title.rpartition(" | ")
    return head if separator and len(head) > len(tail) else title


def _published(root: HtmlElement, meta: dict[str, str], linked: Sequence[dict[str, Any]]) -> Said | None:
    values = [meta[name] for name in _DATES if name in meta]
    values += [str(item["datePublished"]) for item in linked if item.get("datePublished")]
    values += [str(value) for value in root.xpath("//article//time/@datetime | //main//time/@datetime")]
    return Said(values[0], "page metadata") if values else None


def _site(root: HtmlElement, meta: dict[str, str], linked: Sequence[dict[str, Any]], title: Said | None) -> Said | None:
    """The site's name, from its metadata, the link to its front page, or the rest of the page's title."""
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and publisher.get("name"):
            return Said(clean(str(publisher["name"])), "page metadata")
    name = meta.get("og:site_name") or meta.get("dc.publisher") or meta.get("citation_technical_report_institution")
    if name:
        return Said(name, "page metadata")
    return _home_link(root) or _rest_of_title(_title_element(root), title)


def _rest_of_title(element: str, title: Said | None) -> Said | None:
    """What the title element says beside the headline, where a separator parts the two."""
    before, found, after = element.partition(title.value) if title else ("", "", "")
    rest = (before or after).strip(" |｜–—-:·»«>")
    long = len(rest.split()) > 1 or (rest > "\u3040" and len(rest) > 3)
    return Said(rest, "page metadata") if found and rest and not (before and after) and long else None


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
