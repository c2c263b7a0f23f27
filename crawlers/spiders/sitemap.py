"""Sitemaps: an index of sitemaps, or the addresses themselves; news sitemaps say more of each."""

from typing import Any

from lxml import etree
from scrapy.utils.gz import gunzip

from crawlers.spiders.dates import stated_day
from crawlers.spiders.listing_page import Entry, Further, IndexPage, Listing, UnreadableListError
from db.docket import Source

MEDIA = {"image", "video"}
GZIP = b"\x1f\x8b"
LARGEST_UNPACKED = 60_000_000
"""Bytes; the protocol allows 50 MB."""


def read_sitemap(page: IndexPage, source: Source) -> Listing:
    """Entries newest change first, or the sitemaps of an index. Raises `UnreadableListError`.

    `lastmod` orders, and is handed on as `modified`; sites often leave it as it was (crawlers.revisits).
    """
    root = _root(page.body)
    name = _local(root)
    blocks = [_fields(child) for child in root if isinstance(child.tag, str)]
    blocks.sort(key=lambda block: block.get("lastmod", ""), reverse=True)
    if name == "sitemapindex":
        return Listing(
            further=tuple(
                Further(block["loc"], modified=block.get("lastmod", "")) for block in blocks if block.get("loc")
            )
        )
    if name == "urlset":
        return Listing(tuple(_entry(block, source) for block in blocks))
    raise UnreadableListError(f"Expected a sitemap, found a document called {name!r}.")


def _root(body: bytes) -> Any:
    try:
        xml = gunzip(body, max_size=LARGEST_UNPACKED) if body.startswith(GZIP) else body
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=True)
        root = etree.fromstring(xml.strip(), parser=parser)
    except Exception as error:  # lxml, zlib and Scrapy each raise their own
        raise UnreadableListError("The sitemap is no XML that can be read.") from error
    if root is None:
        raise UnreadableListError("The sitemap is empty.")
    return root


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _fields(block: Any) -> dict[str, str]:
    """Local names and texts inside one `<url>` or `<sitemap>`, those of its pictures and films left out; the first
    of each name counts.
    """
    found: dict[str, str] = {}
    for child in block:
        if not isinstance(child.tag, str) or _local(child) in MEDIA:
            continue
        for element in child.iter():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                found.setdefault(_local(element), element.text.strip())
    return found


def _entry(block: dict[str, str], source: Source) -> Entry:
    return Entry(
        address=block.get("loc", ""),
        title=block.get("title", ""),
        published=stated_day(block.get("publication_date", "")),
        language=block.get("language", source.language),
        organisation=source.organisation,
        modified=block.get("lastmod", ""),
    )
