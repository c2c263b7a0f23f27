"""Scrapy's middlewares where its own are not enough: the guard, robots.txt, conditional requests."""

import asyncio
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawlers.address import AddressError, canonical_address
from crawlers.guard import RefusedError, refuse_address
from crawlers.ledger import VALIDATORS
from crawlers.reasons import RobotsForbid
from crawlers.resolver import held_back

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a robots.txt that asks for more is met with this."""
BUSY = (429, 503)
LONGEST_WAIT = 60.0
"""Seconds; a date in Retry-After counts as longer."""


class GuardMiddleware:
    """Refuses addresses by scheme and host before anything is sent; names are judged when looked up."""

    def __init__(self, loopback: bool) -> None:
        self._loopback = loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler.settings.getbool("TRAVAUX_LOOPBACK"))

    def process_request(self, request: Request) -> None:
        """Raise `RefusedError` for an address that is not read; redirects come by here too."""
        reason = refuse_address(request.url, self._loopback)
        if reason:
            raise RefusedError(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say why a name had no address, when that is because its addresses were held back."""
        host = (urlsplit(request.url).hostname or "").lower().rstrip(".")
        reason = held_back(host) if isinstance(exception, CannotResolveHostError) else ""
        if reason:
            raise RefusedError(reason)


class RobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 says: one that cannot be had because the site is failing forbids everything.

    Scrapy reads whatever body comes as rules, so that an error page allows everything.
    """

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            body = b"User-agent: *\nDisallow: /\n"
        else:
            body = response.body if response.status == 200 else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)
        self._slow_down(self._parsers.get(netloc))

    def _slow_down(self, parser: object) -> None:
        """Keep the site's Crawl-delay where it is longer than ours."""
        asked = parser.crawl_delay(self._robotstxt_useragent or "") if isinstance(parser, RobotParser) else None
        throttle = self.crawler.get_extension(AutoThrottle)
        if asked and throttle:
            throttle.mindelay = min(max(throttle.mindelay, float(asked)), LONGEST_CRAWL_DELAY)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """As Scrapy's, with an exception of its own."""
        if rp is not None and not rp.allowed(request.url, self._robotstxt_useragent or ""):
            raise RobotsForbid("Forbidden by robots.txt")


class PatientRetryMiddleware(RetryMiddleware):
    """Waits as long as a busy site asks (429 or 503 with Retry-After) before it asks again."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer, or a request to try again; a site that asks for more than a minute is left alone."""
        if response.status in BUSY:
            wait = asked_wait(response)
            if wait > LONGEST_WAIT:
                return response
            await asyncio.sleep(wait)
        return super().process_response(request, response)


def asked_wait(response: Response) -> float:
    """Seconds that a busy site asks us to wait; one second where it does not say."""
    asked = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    return float(asked) if asked.isdecimal() else (LONGEST_WAIT + 1 if asked else 1.0)


class ConditionalMiddleware:
    """Asks for a page only if it changed since its newest capture; after a redirect, the page it led to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set, or after a redirect replace, the validators of a request that is meant to be kept."""
        if "asked" not in request.meta:
            return
        for name in VALIDATORS:
            request.headers.pop(name, None)
        if not request.meta["known"] and "redirect_times" not in request.meta:
            return
        ledger = getattr(self._crawler.spider, "ledger", None)
        try:
            validators = ledger.validators(canonical_address(request.url)) if ledger else {}
        except AddressError:
            return
        for name, value in validators.items():
            request.headers[name] = value
