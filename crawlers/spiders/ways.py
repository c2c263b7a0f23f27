"""The ways of publishing on the web, each with the reader of its lists."""

from collections.abc import Callable

from crawlers.spiders.comments import read_comments
from crawlers.spiders.documents import read_documents
from crawlers.spiders.feed import read_feed
from crawlers.spiders.listing import read_listing
from crawlers.spiders.listing_page import IndexPage, Listing
from crawlers.spiders.sitemap import read_sitemap
from crawlers.spiders.wordpress import read_wordpress
from db.docket import Source
from db.docket_source import Way

Reader = Callable[[IndexPage, Source], Listing]
READERS: dict[Way, Reader] = {
    "feed": read_feed,
    "sitemap": read_sitemap,
    "wordpress": read_wordpress,
    "listing": read_listing,
    "documents": read_documents,
    "comments": read_comments,
}
"""Way of publishing → what reads it; the ways on disk are in `crawlers.on_disk`."""
