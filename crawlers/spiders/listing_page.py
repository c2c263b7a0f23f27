"""What a reader is given, and what it hands back. Readers are pure: bytes in, entries out, no network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import html as lxml_html
from lxml.etree import LxmlError

NOISE = {"", "pdf", "docx", "doc", "download", "read more", "more", "link", "e", "english", "here"}
"""Words on a link that are no title."""


class UnreadableListError(ValueError):
    """This page is no list of the expected kind. The message says what it is instead."""


@dataclass(frozen=True)
class IndexPage:
    """A page that lists items: its final address, its bytes, the answer's headers (names in lower case)."""

    address: str
    body: bytes
    encoding: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One listed item, with what the list says of it; `published` is YYYY-MM-DD or empty.

    `modified` is when it last changed, as the list writes it: it is only ever compared with itself.
    """

    address: str
    title: str = ""
    summary: str = ""
    published: str = ""
    language: str = ""
    organisation: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Further:
    """Another page of the list, the addresses to try `instead`, one after the other, where it cannot be had, and when
    it last changed, as the list writes it.
    """

    address: str
    instead: tuple[str, ...] = ()
    modified: str = ""


@dataclass(frozen=True)
class Listing:
    """What one index page holds. `read_by` names the form of the list where a way of publishing has several."""

    entries: tuple[Entry, ...] = ()
    further: tuple[Further, ...] = ()
    read_by: str = ""


def parse_html(page: IndexPage) -> lxml_html.HtmlElement:
    """The page as a tree with absolute links. Raises `UnreadableListError`."""
    parser = lxml_html.HTMLParser(encoding=page.encoding, no_network=True)
    tree: Any
    try:
        tree = lxml_html.document_fromstring(page.body, parser=parser)
        base = next((str(href) for href in tree.xpath("//base/@href")), "")
        tree.make_links_absolute(urljoin(page.address, base), handle_failures="ignore")
    except (ValueError, AssertionError, LxmlError, LookupError) as error:
        raise UnreadableListError("The list is no web page that can be understood.") from error
    return tree


def select(tree: Any, path: str) -> list[Any]:
    """The elements or strings that an XPath names."""
    return list(tree.xpath(path))


def words_of(element: lxml_html.HtmlElement) -> str:
    """The visible words of an element, on one line."""
    return " ".join(str(element.text_content()).split())


def links_of(tree: lxml_html.HtmlElement, path: str = "//a[@href]") -> Iterator[tuple[str, lxml_html.HtmlElement]]:
    """Web addresses and their elements, in the page's order."""
    for element in select(tree, path):
        address = str(element.get("href", "")).strip()
        if address.startswith(("http://", "https://")):
            yield address, element


NEXT_PATHS = (
    "//link[@rel='next'][@href]",
    "//a[contains(concat(' ', @rel, ' '), ' next ')][@href]",
    "//*[contains(concat(' ', @class, ' '), ' next ') or contains(@class, 'pager__item--next')"
    " or contains(@class, 'pagination-next')]/descendant-or-self::a[@href]",
)
NEXT_WORDS = {
    "next", "next page", "go to next page", "older", "older posts", "older entries", "siguiente", "página siguiente",
    "suivant", "page suivante", "próximo", "próxima", "seguinte", "weiter", "successivo", "следующая", "далее",
    "التالي", "下一页",
}  # fmt: skip


def next_page(tree: lxml_html.HtmlElement) -> str:
    """The address of the list's next page, or an empty string: as marked up, as worded, or the next number."""
    for path in NEXT_PATHS:
        for address, _ in links_of(tree, path):
            return address
    for address, element in links_of(tree):
        if _says_next(element):
            return address
    return _next_number(tree)


def _says_next(element: lxml_html.HtmlElement) -> bool:
    said = (words_of(element), element.get("aria-label"), element.get("title"))
    return any(str(words or "").strip(" »›→>").lower() in NEXT_WORDS for words in said)


def _next_number(tree: lxml_html.HtmlElement) -> str:
    """In a row of numbered pages, the link after the number that is no link or is marked as the present one."""
    for row in select(tree, "//*[contains(@class, 'pag')]"):
        numbers = [one for one in select(row, ".//a | .//span | .//strong | .//em") if words_of(one).isdecimal()]
        present = next((one for one in numbers if one.tag != "a" or one.get("aria-current")), None)
        wanted = str(int(words_of(present)) + 1) if present is not None else ""
        for address, element in links_of(row, ".//a[@href]"):
            if words_of(element) == wanted:
                return address
    return ""


def title_of(text: str) -> str:
    """A link's words as a title, or nothing where they are none."""
    return "" if text.strip(" »›→>.[]").lower() in NOISE else text
