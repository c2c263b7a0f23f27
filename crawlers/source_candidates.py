"""The ways in which a site may publish, read off its front page and its robots.txt. Pure: bytes in, ways out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawlers.extract.blocks import clean
from crawlers.spiders.documents import DOCUMENT
from crawlers.spiders.listing_page import IndexPage, UnreadableListError, links_of, parse_html, select, words_of
from crawlers.spiders.wordpress import api_root
from db.docket_source import Way

FEED_TYPES = "contains(@type, 'rss') or contains(@type, 'atom')"
MOST_OF_A_WAY = 3
FEW_DOCUMENTS = 3
"""A page with fewer PDF and DOCX files is no list of documents."""
SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
TITLE_PARTS = re.compile(r"\s+[|–—»·-]\s+")


@dataclass(frozen=True)
class Candidate:
    """A way and address worth trying, and in words where it was found."""

    way: Way
    address: str
    found: str


@dataclass(frozen=True)
class SiteHead:
    """What a front page says of itself: the site's name and language; either may be empty."""

    name: str = ""
    language: str = ""


def candidates_of(page: IndexPage, robots: str) -> list[Candidate]:
    """Ways worth trying at a site whose page is `page` and whose robots.txt reads `robots`, best first."""
    start = page.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<rss" in start or b"<feed" in start or b"<rdf" in start:
        return [Candidate("feed", page.address, "the address is a feed")]
    if b"<urlset" in start or b"<sitemapindex" in start:
        return [Candidate("sitemap", page.address, "the address is a sitemap")]
    try:
        return [*_on_page(page), *_sitemaps(page, robots), Candidate("listing", page.address, "the page's links")]
    except UnreadableListError:
        return list(_sitemaps(page, robots))


def head_of(page: IndexPage) -> SiteHead:
    """The site's name and language as its page gives them."""
    try:
        tree = parse_html(page)
    except UnreadableListError:
        return SiteHead()
    names = [str(name) for name in select(tree, "//meta[@property='og:site_name']/@content")]
    names += [TITLE_PARTS.split(words_of(title))[-1] for title in select(tree, "//head/title")]
    languages = [str(code) for code in select(tree, "/html/@lang")]
    name = next((clean(name) for name in names if clean(name)), "")[:120]
    language = (languages or [""])[0].split("-")[0].split("_")[0].strip().lower()
    return SiteHead(name, language if re.fullmatch("[a-z]{2,3}", language) else "")


def _on_page(page: IndexPage) -> Iterator[Candidate]:
    tree = parse_html(page)
    if api_root(page, tree):
        front = urljoin(page.address, "/") if "?" in page.address else page.address
        yield Candidate("wordpress", front, "the page names a WordPress API")
    feeds = [
        address
        for address, element in links_of(tree, f"//link[@rel='alternate'][{FEED_TYPES}][@href]")
        if "comments" not in f"{address} {element.get('title', '')}".lower()
    ]
    for address in list(dict.fromkeys(feeds))[:MOST_OF_A_WAY]:
        yield Candidate("feed", address, "the page names this feed")
    papers = {address for address, _ in links_of(tree) if DOCUMENT.search(urlsplit(address).path)}
    if len(papers) >= FEW_DOCUMENTS:
        yield Candidate("documents", page.address, f"the page links to {len(papers)} PDF and DOCX files")


def _sitemaps(page: IndexPage, robots: str) -> Iterator[Candidate]:
    named = list(dict.fromkeys(SITEMAP_LINE.findall(robots)))[:MOST_OF_A_WAY]
    for address in named:
        yield Candidate("sitemap", urljoin(page.address, address), "robots.txt names this sitemap")
    if not named:
        yield Candidate("sitemap", urljoin(page.address, "/sitemap.xml"), "the usual address of a sitemap")
