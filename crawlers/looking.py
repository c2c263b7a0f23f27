"""Looking at sites without keeping anything: lists are asked for with all manners and guards of a crawl.

`look` runs an errand in a child process (see `crawlers.run` for why). The errand is handed `get`, which gives the
page at an address or, in words, why there is none.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.defer import deferred_from_coro

from crawlers.polite_settings import scrapy_settings
from crawlers.reasons import error_reason, status_reason
from crawlers.run import ROOT, CrawlError
from crawlers.spiders.answers import index_page_of, is_challenge
from crawlers.spiders.listing_page import IndexPage
from crawlers.walls import wall_of
from db.settings import Settings, load_settings

AT_ONCE = 8
"""Sites asked at the same time; each of them is asked one thing at a time."""


@dataclass(frozen=True)
class Looked:
    """The page at an address, or why there is none."""

    page: IndexPage | None = None
    reason: str = ""
    response: Response | None = None
    """The answer behind `page`, for whoever keeps it."""


Get = Callable[[str], Awaitable[Looked]]
Errand = Callable[[Get, Mapping[str, Any]], AsyncIterator[Mapping[str, Any]]]


def look(settings: Settings, errand: str, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the errand of this name (see `errands`) yields for `order`, as it comes. Raises `CrawlError`."""
    told = json.dumps({"settings": settings.model_dump(mode="json"), "errand": errand, "order": order})
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "crawlers.looking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
    ) as child:
        assert child.stdin and child.stdout  # noqa: S101  (they are pipes)
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(f"{told}\n")
                child.stdin.flush()
            yield from (json.loads(line) for line in child.stdout)
        except BaseException:
            child.terminate()
            raise
    if child.returncode:
        raise CrawlError(f"Looking at the sites ended early (exit status {child.returncode}). Run it again.")


class LookSpider(Spider):
    """Asks for what the errand wants; the errand's answers go to standard output, one line of JSON each."""

    name = "look"

    def __init__(self, errand: Errand, order: Mapping[str, Any], limits: Settings) -> None:
        super().__init__()
        self.errand, self.order, self.limits = errand, order, limits

    async def start(self) -> AsyncIterator[Any]:
        """Run the errand to its end; nothing is handed to Scrapy's scheduler."""
        async for found in self.errand(self.get, self.order):
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
        requests: tuple[Request, ...] = ()
        for request in requests:
            yield request

    async def get(self, address: str) -> Looked:
        """The page at `address`, or why there is none."""
        engine: Any = self.crawler.engine
        try:
            request = Request(address)
            response: Response = await engine.download_async(request)
        except Exception as error:
            return Looked(reason=error_reason(error, self.limits.crawl_max_bytes, self.limits.crawl_timeout)[1])
        if response.status != 200:
            return Looked(reason=status_reason(response)[1])
        wall = wall_of(response.url, response.body, is_challenge(response))
        return Looked(reason=wall) if wall else Looked(index_page_of(response), response=response)


def errands() -> dict[str, Errand]:
    """Name → errand."""
    from crawlers.one_page import page_errand
    from crawlers.source_checks import check_errand
    from crawlers.source_proposals import propose_errand

    return {"check": check_errand, "page": page_errand, "propose": propose_errand}


def main() -> None:
    """The child's whole life."""
    from crawlers.visits import end_with_parent, guarded_reactor

    told = json.loads(sys.stdin.readline())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
    threading.Thread(target=end_with_parent, daemon=True).start()
    settings = load_settings(**told["settings"])
    reactor = guarded_reactor(settings.crawl_loopback)
    from twisted.internet.task import react

    polite = {**scrapy_settings(settings), "CONCURRENT_REQUESTS": AT_ONCE, "LOG_ENABLED": False}
    runner = AsyncCrawlerRunner(ScrapySettings(polite))

    async def everything() -> None:
        await runner.crawl(LookSpider, errand=errands()[told["errand"]], order=told["order"], limits=settings)

    react(lambda _: deferred_from_coro(everything()), _reactor=reactor)


async def at_once(tasks: list[Awaitable[Mapping[str, Any]]]) -> AsyncIterator[Mapping[str, Any]]:
    """The results of the tasks as they come, `AT_ONCE` of them under way."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def held(task: Awaitable[Mapping[str, Any]]) -> Mapping[str, Any]:
        async with gate:
            return await task

    for done in asyncio.as_completed([held(task) for task in tasks]):
        yield await done


if __name__ == "__main__":
    main()
