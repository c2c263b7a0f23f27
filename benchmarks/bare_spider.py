"""The yardstick: a Scrapy spider that follows the same links, stores nothing, and has Scrapy's own settings.

`python -m benchmarks.bare_spider PORT` prints how many pages it was given.
"""

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

read = 0


class BareSpider(Spider):
    """List pages, their links, the pages behind them."""

    name = "bare"

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """Follow a list's links and its next page."""
        for link in response.xpath("//main//li/a/@href").getall():
            yield response.follow(link, self.page)
        for link in response.xpath("//a[@rel='next']/@href").getall():
            yield response.follow(link, self.parse)

    def page(self, response: Response) -> None:
        """Count a page."""
        global read
        read += bool(response.body)


def main(port: str) -> None:
    """Crawl the site with Scrapy's defaults, its log off."""
    process = CrawlerProcess({"LOG_ENABLED": False, "DOWNLOAD_DELAY": 0})
    process.crawl(BareSpider, start_urls=[f"http://127.0.0.1:{port}/list/0"])
    process.start()
    sys.stdout.write(f"{read}\n")


if __name__ == "__main__":
    main(sys.argv[1])
