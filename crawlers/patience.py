"""How hard a site is asked: its pauses, its Crawl-delay, its wishes when it is busy, and a budget for each run."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.settings import BaseSettings

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a robots.txt that asks for more is met with this."""
BUSY = (429, 503)
LONGEST_WAIT = 60.0
"""Seconds; a site that asks for more is left alone for the rest of the visit."""
BUSY_TRIES = 3
"""Times that a page is asked for again when the site is busy; pages in a row that stay so end the visit's asking."""
SPENT = "The budget of {:,} requests to this site in one run is spent; run it again for the rest."
LEFT_ALONE = "The site asked us to come back later, so it is left alone for now; run it again for the rest."


class LeftAlone(IgnoreRequest):
    """A request that was not made, for the site's sake. The message says why."""


@dataclass
class Budget:
    """Requests that one run may still make to one site, over all its sources."""

    most: int
    spent: int = 0

    def spend(self) -> bool:
        """Take one; False when none is left."""
        self.spent += 1
        return self.spent <= self.most


class BudgetMiddleware:
    """Ends the asking when the site's budget is spent; robots.txt, lists, pages and second tries all count."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `LeftAlone` when nothing is left to spend."""
        ledger = getattr(self._crawler.spider, "ledger", None)
        if ledger and not ledger.budget.spend():
            reason = SPENT.format(ledger.budget.most)
            if reason not in ledger.troubles:
                ledger.trouble(reason)
            raise LeftAlone(reason)


class SiteThrottle(AutoThrottle):
    """Scrapy's throttle, which never goes below a host's own Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key and slot:
            slot.delay = max(slot.delay, self.floors.get(key, 0.0))


def keep_delay(crawler: Crawler, host: str, asked: float) -> None:
    """Keep a host's Crawl-delay (seconds) where it is longer than ours, from the next request on."""
    downloader = crawler.engine.downloader if crawler.engine else None
    if downloader is None:
        return
    delay = min(max(downloader.settings.getfloat("DOWNLOAD_DELAY"), asked), LONGEST_CRAWL_DELAY)
    downloader.per_slot_settings[host] = {"delay": delay}
    if host in downloader.slots:
        downloader.slots[host].delay = max(downloader.slots[host].delay, delay)
    throttle = crawler.get_extension(SiteThrottle)
    if throttle:
        throttle.floors[host] = delay


class PatientRetryMiddleware(RetryMiddleware):
    """Waits as long as a busy host asks (429 or 503 with Retry-After) before anything of it is asked again."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._until: dict[str, float] = {}
        self._refusals: Counter[str] = Counter()
        self._closed: set[str] = set()

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again. Raises `LeftAlone` when that is not in this visit."""
        host = urlsplit(request.url).netloc
        while (wait := self._until.get(host, 0.0) - monotonic()) > 0:
            await asyncio.sleep(wait)
        if host in self._closed:
            raise LeftAlone(LEFT_ALONE)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer, or the request to make again once the host may be asked."""
        host = urlsplit(request.url).netloc
        if response.status not in BUSY or response.headers.get("cf-mitigated"):
            self._refusals.pop(host, None)
            return super().process_response(request, response)
        tries = int(request.meta.get("busy_tries", 0))
        wait = asked_wait(response, tries)
        if wait > LONGEST_WAIT:
            self._closed.add(host)
            return response
        self._until[host] = max(self._until.get(host, 0.0), monotonic() + wait)
        if tries < BUSY_TRIES:
            return request.replace(dont_filter=True, meta={**request.meta, "busy_tries": tries + 1})
        self._refusals[host] += 1
        if self._refusals[host] >= BUSY_TRIES:
            self._closed.add(host)
        return response


def asked_wait(response: Response, tries: int = 0) -> float:
    """Seconds that a busy site asks us to wait, as a number or a date; where it does not say: 1, 2, 4, 8."""
    asked = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        moment = parsedate_to_datetime(asked)
    except (TypeError, ValueError, IndexError):
        return float(2**tries)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
