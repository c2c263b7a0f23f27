"""Scrapy's middlewares where its own are not enough: the guard, robots.txt, conditional requests."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawlers.address import AddressError, canonical_address
from crawlers.guard import RefusedError, refuse_address
from crawlers.patience import keep_delay
from crawlers.reasons import RobotsForbid, RobotsLost, error_reason
from crawlers.resolver import held_back
from db.store.pages import Validators

CLOSED = b"User-agent: *\nDisallow: /\n"


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

    Scrapy reads whatever body comes as rules, so that an error page allows everything, and takes silence for
    permission. A robots.txt is archived like a list, and asked for only if it changed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._lost: dict[str, Exception] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raises `RobotsForbid` or, where robots.txt could not be had, `RobotsLost`."""
        await super().process_request(request)
        lost = self._lost.get(urlsplit(request.url).netloc)
        if lost and not request.meta.get("dont_obey_robotstxt"):
            settings = self.crawler.settings
            size, seconds = settings.getint("DOWNLOAD_MAXSIZE"), settings.getfloat("DOWNLOAD_TIMEOUT")
            raise RobotsLost(error_reason(lost, size, seconds))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        await super()._parse_robots(response.replace(status=200, body=self._rules(response)), netloc, request)
        parser = self._parsers.get(netloc)
        asked = parser.crawl_delay(self._robotstxt_useragent or "") if isinstance(parser, RobotParser) else None
        if asked:
            keep_delay(self.crawler, urlsplit(request.url).hostname or "", float(asked))

    def _rules(self, response: Response) -> bytes:
        """The rules that an answer means."""
        spider: Any = self.crawler.spider
        if response.status >= 500:
            return CLOSED
        if response.status == 200 and hasattr(spider, "keep_robots"):
            spider.keep_robots(response)
        if response.status == 304 and hasattr(spider, "kept_robots"):
            return bytes(spider.kept_robots(response.url))
        return response.body if response.status == 200 else b""

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):
            self._lost[netloc] = exc
        super()._robots_error(exc, netloc)

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
        """Set, or after a redirect of a page replace, the validators of a request for a page or a list."""
        ledger = getattr(self._crawler.spider, "ledger", None)
        if ledger and "validators" not in request.meta and request.meta.get("dont_obey_robotstxt"):
            request.meta["validators"] = ledger.list_validators(request.url)
        if not ledger or "validators" not in request.meta:
            return
        stated: Validators | None = request.meta["validators"]
        if "item" in request.meta and "redirect_times" in request.meta:
            try:
                stated = ledger.validators(canonical_address(request.url))
            except AddressError:
                stated = None
        _make_conditional(request, stated or Validators())


def _make_conditional(request: Request, stated: Validators) -> None:
    """Ask for a change only; nothing of an earlier address may stay in the headers of a redirected request."""
    request.meta["conditional"] = bool(stated)
    for name, value in (("If-None-Match", stated.etag), ("If-Modified-Since", stated.last_modified)):
        request.headers.pop(name, None)
        if value:
            request.headers[name] = value
