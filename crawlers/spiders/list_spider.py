"""The half of the spider that reads lists: from the source's own address to every page of its list."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.address import AddressError, canonical_address
from crawlers.archive import ArchiveError, read_record
from crawlers.ledger import Ledger
from crawlers.reasons import Reason, error_reason
from crawlers.revisits import is_list_as_listed
from crawlers.spiders.answers import index_page_of, is_challenge, list_fetched, response_of
from crawlers.spiders.listing_page import Further, Listing, UnreadableListError
from crawlers.spiders.ways import READERS
from crawlers.walls import wall_of
from db.models import ListPage
from db.settings import Settings
from db.store.captures import now
from db.store.pages import Validators

MOST_INDEX_PAGES = 200
logger = logging.getLogger(__name__)


class ListSpider(Spider):
    """Reads a source's lists with the reader of its way; what a list names is for `follow` to ask for."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        super().__init__(name=ledger.source.key)
        self.ledger = ledger
        self.limits = settings
        self.source = ledger.source
        self.index_pages: set[str] = set()
        self.recheck = timedelta(days=settings.crawl_recheck_days)

    def follow(self, listing: Listing, found_in: str) -> Iterator[Request]:
        """Requests for what one page of the list, at `found_in`, names."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the source's own address."""
        for request in self.index_request(Further(self.source.address)):
            yield request

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
            yield from self.ask_for_list(address, further, self.ledger.list_at(address))

    def ask_for_list(self, address: str, further: Further, known: ListPage | None) -> Iterator[Request]:
        """Ask for a page of the list if it changed, and not at all where the list above says that it did not."""
        meta: dict[str, Any] = {"instead": further.instead, "index": address, "listed": further.modified}
        archived = self.from_archive(known, meta) if known else None
        if known and archived and is_list_as_listed(known, further.modified, now(), self.recheck):
            yield from self.read_list(archived)
            return
        stated = Validators(known.etag, known.last_modified) if known and archived else None
        meta |= {"validators": stated, "handle_httpstatus_list": [304] if stated else []}
        yield Request(address, self.index_arrived, errback=self.index_lost, meta=meta, priority=10)

    def from_archive(self, known: ListPage, meta: dict[str, Any]) -> Response | None:
        """The list as it was fetched last; None where the archive does not hold it any more."""
        try:
            return response_of(read_record(self.limits.captures, known.warc_file, known.warc_offset), meta)
        except ArchiveError as error:
            logger.warning("A list is asked for anew: %s", error)
            return None

    def keep_robots(self, response: Response) -> None:
        """Archive a robots.txt: why a page was not read must be provable too."""
        self.ledger.keep_list(list_fetched(response, response.url), "")

    def kept_robots(self, address: str) -> bytes:
        """The rules of a robots.txt that did not change; everything is forbidden where they are lost."""
        known = self.ledger.list_at(address)
        archived = self.from_archive(known, {}) if known else None
        return archived.body if archived else b"User-agent: *\nDisallow: /\n"

    def index_arrived(self, response: Response) -> Iterator[Request]:
        """Read one page of the list and ask for what it names."""
        known = self.ledger.list_at(response.meta["index"]) if response.status == 304 else None
        archived = self.from_archive(known, response.meta) if known else None
        yield from self.read_list(archived or response)

    def read_list(self, response: Response) -> Iterator[Request]:
        """Read one page of the list, archive it, and ask for what it names."""
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
        address = str(response.meta["index"])
        self.ledger.keep_list(list_fetched(response, address), str(response.meta["listed"]))
        self.ledger.read_by(listing.read_by)
        yield from self.follow(listing, address)

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

    def reason_of(self, failure: Failure) -> Reason:
        """The reason of a failed request, in words."""
        return error_reason(failure.value or Exception(), self.limits.crawl_max_bytes, self.limits.crawl_timeout)
