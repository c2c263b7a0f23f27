"""The spider: reads a source's lists with the reader of its way, and keeps every page that they name."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.headers import Headers
from twisted.python.failure import Failure

from crawlers.address import AddressError, canonical_address
from crawlers.documents_read import NotReadableError, may_be_readable
from crawlers.ledger import Ledger
from crawlers.reasons import Reason, error_reason
from crawlers.spiders.answers import (
    declared_of,
    fetched_of,
    index_page_of,
    is_challenge,
    usable_address,
)
from crawlers.spiders.listing_page import Entry, Further, Listing, UnreadableListError
from crawlers.spiders.relevance import has_words
from crawlers.spiders.ways import READERS
from crawlers.walls import wall_of
from db.settings import Settings

MOST_INDEX_PAGES = 200
logger = logging.getLogger(__name__)


class SourceSpider(Spider):
    """One visit to one source. Every address that it asks for ends in exactly one line of the ledger."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        super().__init__(name=ledger.source.key)
        self.ledger = ledger
        self.limits = settings
        self.source = ledger.source
        self.entries_listed = 0
        self.over_limit = 0
        self.index_pages: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.headers_arrived, signal=signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the source's own address."""
        for request in self.index_request(Further(self.source.address)):
            yield request

    # Lists

    def index_request(self, further: Further) -> Iterator[Request]:
        """A request for a page of the list, once, and only on the source's own site."""
        try:
            address = canonical_address(further.address)
        except AddressError as error:
            self.list_failed(further.address[:500], ("refused", f"{error}."))
            return
        if address in self.index_pages:
            return
        self.index_pages.add(address)
        if not self.ledger.is_own_site(address):
            self.list_failed(address, ("refused", "The list goes on at another site, which is not this source's."))
        elif len(self.index_pages) > MOST_INDEX_PAGES:
            self.ledger.trouble(f"Stopped after {MOST_INDEX_PAGES} pages of the list; it goes on.")
        else:
            meta = {"instead": further.instead, "index": address}
            yield Request(address, self.index_arrived, errback=self.index_lost, meta=meta, priority=10)

    def index_arrived(self, response: Response) -> Iterator[Request]:
        """Read one page of the list and ask for what it names."""
        wall = wall_of(response.url, response.body, is_challenge(response))
        if wall:
            self.list_failed(response.meta["index"], ("failed", wall))
            return
        try:
            listing = READERS[self.source.way](index_page_of(response), self.source)
        except UnreadableListError as error:
            yield from self.index_elsewhere(response.meta, ("failed", str(error)))
            return
        except Exception:
            logger.exception("The reader failed on %s", response.url)
            yield from self.index_elsewhere(response.meta, ("failed", "The list could not be understood."))
            return
        self.ledger.read_by(listing.read_by)
        yield from self.follow(listing)

    def follow(self, listing: Listing) -> Iterator[Request]:
        """Requests for a list's entries, those never read first, and for its further pages."""
        wanted = [(entry, usable_address(entry)) for entry in listing.entries if self.is_wanted(entry)]
        known = self.ledger.known_among(asked for _, asked in wanted if asked)
        for entry, asked in sorted(wanted, key=lambda one: one[1] in known):
            yield from self.item_request(entry, asked in known)
        for further in listing.further:
            yield from self.index_request(further)

    def index_lost(self, failure: Failure) -> Iterator[Request]:
        """A page of the list could not be had."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        yield from self.index_elsewhere(request.meta, self.reason_of(failure))

    def index_elsewhere(self, meta: dict[str, Any], reason: Reason) -> Iterator[Request]:
        """Read the list's other address where it has one; otherwise the visit failed."""
        if meta["instead"]:
            first, *others = meta["instead"]
            yield from self.index_request(Further(first, tuple(others)))
        else:
            self.list_failed(meta["index"], reason)

    def list_failed(self, address: str, reason: Reason) -> None:
        """Without its list nobody knows what a source holds: the visit as a whole counts as failed."""
        self.ledger.note(address, *reason)
        self.ledger.trouble(f"The list of items could not be read: {reason[1]}")

    # Items

    def is_wanted(self, entry: Entry) -> bool:
        """False for what the source's pattern or words leave out."""
        pattern = self.source.item_pattern
        if pattern and entry.address and not re.search(pattern, entry.address):
            self.ledger.counts["left_aside"] += 1
            return False
        self.entries_listed += 1
        if has_words(entry, self.source):
            return True
        self.ledger.counts["left_aside"] += 1
        return False

    def item_request(self, entry: Entry, known: bool) -> Iterator[Request]:
        """A request for one item, once; refused where it is no address of the source's site."""
        try:
            asked = canonical_address(entry.address)
        except AddressError as error:
            name = entry.address[:500] or f"{self.source.address} (an entry without a link: {entry.title[:80]!r})"
            self.ledger.note(name, "refused", f"{error}.")
            return
        if asked in self.ledger.claimed:
            return
        if not self.ledger.is_own_site(asked):
            self.ledger.note(asked, "refused", "The link leads to another site, which is not this source's.")
        elif len(self.ledger.claimed) >= self.limits.crawl_max_pages:
            self.over_limit += 1
        elif self.ledger.claim(asked):
            meta = {"asked": asked, "known": known, "declared": self.declared(entry, asked)}
            meta |= {"handle_httpstatus_list": [304]}
            yield Request(asked, self.item_arrived, errback=self.item_lost, meta=meta)

    async def item_arrived(self, response: Response) -> None:
        """Keep a page, or note why it is none."""
        asked = str(response.meta["asked"])
        try:
            if response.status == 304:
                self.not_modified(asked, response)
            else:
                fetched = fetched_of(response, asked)
                if not self.ledger.is_own_site(fetched.address):
                    raise NotReadableError(
                        "The site sends us on to another site, which is not this source's.", "refused"
                    )
                await self.ledger.keep(asked, fetched, response.meta["declared"])
        except NotReadableError as error:
            self.ledger.note(asked, error.kind, str(error))

    def declared(self, entry: Entry, asked: str) -> dict[str, str | None]:
        """What is known of an item besides its page."""
        kind = {"doc_kind": "comment"} if self.source.way == "comments" else {}
        return {**declared_of(entry, asked), **kind}

    def not_modified(self, asked: str, response: Response) -> None:
        """The site says that nothing changed; it can only say so of what we have."""
        if self.ledger.known_among([canonical_address(response.url)]):
            self.ledger.unchanged(asked)
        else:
            self.ledger.note(asked, "failed", "The site says that this page did not change, but never gave it to us.")

    def item_lost(self, failure: Failure) -> None:
        """Note why a page could not be had."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        self.ledger.note(str(request.meta["asked"]), *self.reason_of(failure))

    def reason_of(self, failure: Failure) -> Reason:
        """The reason of a failed request, in words."""
        return error_reason(failure.value or Exception(), self.limits.crawl_max_bytes, self.limits.crawl_timeout)

    def headers_arrived(self, headers: Headers, request: Request) -> None:
        """Do not download what will not be kept: the answer is judged by its headers alone."""
        if "asked" in request.meta and not may_be_readable(headers):
            raise StopDownload(fail=False)

    def closed(self, reason: str) -> None:
        """Scrapy's last word; what it means for the visit."""
        if reason == "closespider_timeout":
            self.ledger.trouble(f"Stopped after {self.limits.crawl_max_seconds:g} seconds, before the end.")
        elif self.over_limit:
            self.ledger.trouble(
                f"Stopped at the limit of {self.limits.crawl_max_pages} pages; {self.over_limit} more are "
                "listed. Run again for the next ones, or raise crawl_max_pages."
            )
        elif not self.entries_listed:
            self.ledger.trouble("Empty listing: the site's list names no items.")
