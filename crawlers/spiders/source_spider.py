"""The spider: reads a source's lists with the reader of its way, and keeps every page that they name."""

import re
from collections.abc import Iterator
from typing import Any, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.headers import Headers
from twisted.python.failure import Failure

from crawlers.address import AddressError, canonical_address
from crawlers.documents_read import NotReadableError, may_be_readable
from crawlers.ledger import Item, Ledger
from crawlers.revisits import NOTHING, Known, is_as_listed
from crawlers.spiders.answers import declared_of, fetched_of, usable_address
from crawlers.spiders.list_spider import ListSpider
from crawlers.spiders.listing_page import Entry, Listing
from crawlers.spiders.relevance import has_words
from db.settings import Settings
from db.store.captures import now


class SourceSpider(ListSpider):
    """One visit to one source. Every address that it asks for ends in exactly one line of the ledger."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        super().__init__(ledger, settings)
        self.entries_listed = 0
        self.over_limit = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.headers_arrived, signal=signals.headers_received)
        return spider

    def follow(self, listing: Listing, found_in: str) -> Iterator[Request]:
        """Requests for a list's entries, those never read first, and for its further pages."""
        wanted = [(entry, usable_address(entry)) for entry in listing.entries if self.is_wanted(entry)]
        known = self.ledger.known_among([asked for _, asked in wanted if asked])
        for entry, asked in sorted(wanted, key=lambda one: one[1] in known):
            yield from self.item_request(entry, known.get(asked, NOTHING), found_in)
        for further in listing.further:
            yield from self.index_request(further)

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

    def item_request(self, entry: Entry, known: Known, found_in: str) -> Iterator[Request]:
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
            yield from self.ask_for_item(Item(asked, entry.modified, found_in), entry, known)

    def ask_for_item(self, item: Item, entry: Entry, known: Known) -> Iterator[Request]:
        """A request for a page, unless it is known to be as it was."""
        if item.asked in self.ledger.carried:
            self.ledger.carry(item.asked)
        elif known.page and is_as_listed(known, item.listed, now(), self.recheck):
            self.ledger.as_listed(item, known.page)
        else:
            meta = {"item": item, "declared": self.declared(entry, item.asked), "validators": known.validators}
            meta |= {"handle_httpstatus_list": [304]}
            yield Request(item.asked, self.item_arrived, errback=self.item_lost, meta=meta)

    async def item_arrived(self, response: Response) -> None:
        """Keep a page, or note why it is none."""
        item: Item = response.meta["item"]
        try:
            if response.status == 304:
                self.not_modified(item, response)
            else:
                fetched = fetched_of(response, item.asked)
                if not self.ledger.is_own_site(fetched.address):
                    raise NotReadableError(
                        "The site sends us on to another site, which is not this source's.", "refused"
                    )
                conditional = bool(response.meta.get("conditional"))
                await self.ledger.keep(item, fetched, response.meta["declared"], conditional)
        except NotReadableError as error:
            self.ledger.note(item.asked, error.kind, str(error))

    def declared(self, entry: Entry, asked: str) -> dict[str, str | None]:
        """What is known of an item besides its page."""
        kind = {"doc_kind": "comment"} if self.source.way == "comments" else {}
        return {**declared_of(entry, asked), **kind}

    def not_modified(self, item: Item, response: Response) -> None:
        """The site says that nothing changed; it can only say so of what we have."""
        led_to = canonical_address(response.url)
        if self.ledger.validators(led_to) is not None:
            self.ledger.unchanged(item, led_to)
        else:
            self.ledger.note(
                item.asked, "failed", "The site says that this page did not change, but never gave it to us."
            )

    def item_lost(self, failure: Failure) -> None:
        """Note why a page could not be had."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        self.ledger.note(request.meta["item"].asked, *self.reason_of(failure))

    def headers_arrived(self, headers: Headers, request: Request) -> None:
        """Do not download what will not be kept: the answer is judged by its headers alone."""
        if "item" in request.meta and not may_be_readable(headers):
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
