"""The child process of a crawl: visits sources, several at a time, but those of one site one after another.

Reads one line of JSON (`settings`, `sources`), writes one line of JSON per visited source.
"""

import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.reactor import install_reactor
from sqlalchemy import Engine

from crawlers.address import site_of
from crawlers.archive import Archive
from crawlers.keeping import Keeper
from crawlers.ledger import Ledger, SourceReport
from crawlers.on_disk import visit_on_disk
from crawlers.patience import Budget
from crawlers.polite_settings import scrapy_settings
from db.docket import Source
from db.session import open_installation
from db.settings import Settings, load_settings

AT_ONCE = 8
"""Sites visited at the same time."""
SWITCH = 0.0005
"""Seconds for which the thread that stores may keep the network waiting; Python's own 5 ms halve the pace."""
UNREAD = "The visit ended before this page was read."
logger = logging.getLogger(__name__)


def by_site(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources grouped by site: a site is asked by one visit at a time, or its limits would count double."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(site_of(source.address), []).append(source)
    return list(groups.values())


class Visits:
    """Everything that the visits of one run share."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._engine = engine
        self._archive = Archive(settings.captures)
        self._keeper = Keeper(engine, self._archive)
        self._runner = AsyncCrawlerRunner(ScrapySettings(scrapy_settings(settings)))
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def visit_all(self, sources: Sequence[Source]) -> None:
        """Visit every source; one that fails never stops another."""
        try:
            await asyncio.gather(*(self._visit_site(group) for group in by_site(sources)))
        finally:
            self._archive.close()

    async def _visit_site(self, sources: Sequence[Source]) -> None:
        async with self._gate:
            budget = Budget(self._settings.crawl_site_requests)
            for source in sources:
                report = await self._visit(source, budget)
                sys.stdout.write(report.model_dump_json() + "\n")
                sys.stdout.flush()

    async def _visit(self, source: Source, budget: Budget) -> SourceReport:
        from crawlers.spiders.source_spider import SourceSpider

        if source.is_on_disk:
            return await asyncio.to_thread(visit_on_disk, self._engine, self._settings, source)
        ledger = Ledger(self._engine, self._keeper, source, budget=budget)
        ledger.begin()
        try:
            await self._runner.crawl(SourceSpider, ledger=ledger, settings=self._settings)
        except Exception as error:
            logger.exception("The visit of %s ended early", source.key)
            ledger.trouble(f"The visit ended early because of an error in Travaux ({type(error).__name__}).")
        return await ledger.close(UNREAD)


def end_with_parent() -> None:
    """End at once when standard input ends: nobody is there to hear a report, and all is stored."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(3)


def guarded_reactor(loopback: bool) -> Any:
    """The installed reactor, with the guard in place of its name resolver."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    from crawlers.resolver import GuardedResolver

    installed: Any = reactor
    installed.installNameResolver(GuardedResolver(installed.nameResolver, loopback))
    return installed


def _keep_log(path: Path) -> None:
    """The log of this run, for whoever mends a spider; people are told in the report."""
    logging.basicConfig(
        filename=path,
        filemode="w",
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for talkative in ("scrapy.middleware", "scrapy.addons", "scrapy.crawler"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    from twisted.python.log import PythonLoggingObserver

    PythonLoggingObserver("twisted").start()  # type: ignore[no-untyped-call]


def visit_sources(settings: Settings, sources: Sequence[Source]) -> None:
    """Run the reactor until every source was visited; leaves the process by `SystemExit`."""
    engine = open_installation(settings)
    sys.setswitchinterval(SWITCH)
    reactor = guarded_reactor(settings.crawl_loopback)
    _keep_log(settings.data / "crawl.log")
    from twisted.internet.task import react

    async def everything() -> None:
        await Visits(settings, engine).visit_all(sources)

    react(lambda _: deferred_from_coro(everything()), _reactor=reactor)


def main() -> None:
    """The child's whole life."""
    order = json.loads(sys.stdin.readline())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and closes our input
    threading.Thread(target=end_with_parent, daemon=True).start()
    sources = [Source.model_validate(entry) for entry in order["sources"]]
    visit_sources(load_settings(**order["settings"]), sources)


if __name__ == "__main__":
    main()
