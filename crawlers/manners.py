"""Scrapy's middlewares where its own are not enough: the guard, robots.txt, conditional requests."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet import reactor

from crawlers.address import AddressError, canonical_address
from crawlers.guard import RefusedError, refuse_address
from crawlers.ledger import VALIDATORS
from crawlers.reasons import RobotsForbid
from crawlers.resolver import GuardedResolver

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a robots.txt that asks for more is met with this."""


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
        resolver: Any = getattr(reactor, "nameResolver", None)
        if isinstance(exception, CannotResolveHostError) and isinstance(resolver, GuardedResolver):
            host = (request.url.split("/")[2].rpartition("@")[2].rsplit(":", 1)[0]).lower().rstrip(".")
            if host in resolver.refused:
                raise RefusedError(resolver.refused[host])


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
        asked = (
            parser.crawl_delay(self._robotstxt_useragent or "") if isinstance(parser, RobotParser) else None
        )
        throttle = self.crawler.get_extension(AutoThrottle)
        if asked and throttle:
            throttle.mindelay = min(max(throttle.mindelay, float(asked)), LONGEST_CRAWL_DELAY)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """As Scrapy's, with an exception of its own."""
        if rp is not None and not rp.allowed(request.url, self._robotstxt_useragent or ""):
            raise RobotsForbid("Forbidden by robots.txt")


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
        ledger = getattr(self._crawler.spider, "ledger", None)
        try:
            validators = ledger.validators(canonical_address(request.url)) if ledger else {}
        except AddressError:
            return
        for name, value in validators.items():
            request.headers[name] = value
