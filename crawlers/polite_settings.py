"""Scrapy's settings for this project. Its defaults trust the network; docs/decisions says what changed."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from db.settings import Settings

ROBOTS_NAME = "Travaux"
"""The name by which a robots.txt can address this crawler."""
MAX_REDIRECTS = 5
RETRIES = 1


def user_agent(contact: str) -> str:
    """The name shown to sites, with where to complain."""
    try:
        number = version("travaux")
    except PackageNotFoundError:
        number = "0"
    return f"{ROBOTS_NAME}/{number} (+{contact or 'no contact given'}; reads public statements about treaties)"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Everything that Scrapy is told; names are Scrapy's."""
    return _manners(settings) | _bounds(settings) | _doors()


def _manners(settings: Settings) -> dict[str, Any]:
    at_once = 1 if settings.crawl_delay else 8
    return {
        "USER_AGENT": user_agent(settings.contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        "DOWNLOAD_DELAY": settings.crawl_delay,
        # Exactly that long, at least: Scrapy would shorten and lengthen it by half, at random.
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "AUTOTHROTTLE_ENABLED": settings.crawl_delay > 0,
        "AUTOTHROTTLE_START_DELAY": settings.crawl_delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(at_once),
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
        # No more than that in all: what Scrapy took out of its queue it reads to the end, time limit or not.
        "CONCURRENT_REQUESTS": at_once,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"},
        "RETRY_TIMES": RETRIES,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "TRAVAUX_LOOPBACK": settings.crawl_loopback,
    }


def _bounds(settings: Settings) -> dict[str, Any]:
    return {
        "DOWNLOAD_TIMEOUT": settings.crawl_timeout,
        "DOWNLOAD_MAXSIZE": settings.crawl_max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": settings.crawl_max_seconds,
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        "METAREFRESH_ENABLED": False,
        # Both are checked, and answered for, before a request is made.
        "DEPTH_LIMIT": 0,
        "URLLENGTH_LIMIT": 0,
    }


def _doors() -> dict[str, Any]:
    """What is shut: other schemes, consoles, cookies, proxies of the environment, unverified TLS."""
    return {
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "MEMUSAGE_ENABLED": False,
        # Every address is owed an outcome; Scrapy's filter drops a repeated one without a word.
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.manners.RobotsMiddleware": 100,
            "crawlers.manners.ConditionalMiddleware": 110,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawlers.patience.PatientRetryMiddleware": 550,
            "crawlers.manners.GuardMiddleware": 560,
            "crawlers.patience.BudgetMiddleware": 570,
        },
        "EXTENSIONS": {
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.patience.SiteThrottle": 0,
        },
        "STATS_DUMP": False,
        "CONCURRENT_ITEMS": 1,  # there are none: what a page becomes is stored where it arrives
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    }
