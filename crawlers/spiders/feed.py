"""RSS and Atom, read by feedparser."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from crawlers.spiders.dates import stated_day
from crawlers.spiders.listing_page import Entry, Further, IndexPage, Listing, UnreadableListError
from db.docket import Source


def read_feed(page: IndexPage, source: Source) -> Listing:
    """A feed's entries, and its next page where it is paged (RFC 5005). Raises `UnreadableListError`.

    A feed with errors in it is read as far as it goes; one without any entry must at least be a feed.
    """
    # Never the bytes themselves: feedparser would open or fetch a body that looks like a path or an address.
    found: Any = feedparser.parse(
        BytesIO(page.body),
        response_headers={
            "content-type": page.headers.get("content-type", "application/xml"),
            "content-location": page.address,
        },
    )
    if not found.get("version") and not found.entries:
        raise UnreadableListError("The feed is not RSS or Atom.")
    entries = tuple(_entry(item, found.feed, source) for item in found.entries)
    if found.bozo and not any(entry.address for entry in entries):
        raise UnreadableListError("The feed is broken: it ends or goes wrong before its first link.")
    return Listing(entries, tuple(_further(found.feed)))


def _entry(item: Any, feed: Any, source: Source) -> Entry:
    return Entry(
        address=str(item.get("link", "")),
        title=str(item.get("title", "")),
        summary=" ".join([str(item.get("summary", "")), *(str(part.value) for part in item.get("content", []))]),
        published=stated_day(str(item.get("published") or item.get("created") or "")),
        language=_language(item, feed) or source.language,
        organisation=source.organisation,
        # Not `get`: feedparser would give the day of publication where there is no later one.
        modified=str(item["updated"]) if dict.__contains__(item, "updated") else "",
    )


def _language(item: Any, feed: Any) -> str:
    """An entry's own `xml:lang` or `dc:language`; the feed's where it has none."""
    own = item.get("language") or (item.get("title_detail") or {}).get("language") or feed.get("language")
    return str(own or "").split("-")[0].lower()


def _further(feed: Any) -> Iterator[Further]:
    for link in feed.get("links", []):
        if link.get("rel") == "next" and link.get("href"):
            yield Further(str(link.href))
