"""Why a page was not read, in words for people who run no servers."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawlers.guard import RefusedError
from crawlers.patience import LeftAlone
from crawlers.walls import wall_of
from db.store.captures import FailureKind

Reason = tuple[FailureKind, str]

STATUS_WORDS: dict[int, Reason] = {
    401: ("refused", "Login wall: the page asks for a login (401)."),
    402: ("refused", "The page is behind a paywall (402)."),
    403: ("refused", "The site does not let us read this page (403)."),
    404: ("failed", "Not found (404)."),
    410: ("failed", "The page was removed by its site (410)."),
    429: ("failed", "The site asked us to come back later (429: too many requests)."),
    451: ("refused", "The page is withheld for legal reasons (451)."),
    503: ("failed", "The site is not available at the moment (503)."),
}


class RobotsForbid(IgnoreRequest):
    """The site's robots.txt asks not to read an address."""


class RobotsLost(IgnoreRequest):
    """The site's robots.txt could not be had, for a reason that is no permission."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason[1])
        self.reason = reason


def megabytes(size: int) -> str:
    """A size in bytes for people: `20 MB`, `512 kB`."""
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def status_reason(response: Response) -> Reason:
    """The reason for an answer that is no page."""
    if 300 <= response.status < 400:
        target = (response.headers.get("Location") or b"").decode("latin-1")[:200]
        return (
            "refused",
            f"The site sends us on to an address that we do not read ({target or 'none named'}).",
        )
    wall = wall_of(response.url, response.body, response.headers.get("cf-mitigated") == b"challenge")
    if wall:
        return "failed", wall
    if response.status in STATUS_WORDS:
        return STATUS_WORDS[response.status]
    if response.status >= 500:
        return "failed", f"The site has an error ({response.status})."
    return "failed", f"The site did not give us the page ({response.status})."


def error_reason(error: BaseException, largest: int, seconds: float) -> Reason:
    """The reason for a download that ended in `error`, under the limits of bytes and seconds in force."""
    if isinstance(error, HttpError):
        return status_reason(error.response)
    if isinstance(error, RefusedError):
        return "refused", str(error)
    if isinstance(error, LeftAlone):
        return "failed", str(error)
    if isinstance(error, RobotsLost):
        return error.reason[0], f"{error.reason[1]} (Its robots.txt, without which nothing is read.)"
    if isinstance(error, RobotsForbid):
        return "refused", "The site's robots.txt asks us not to read this page."
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error), largest)
    return _lost(error, largest, seconds)


def _ignored(text: str, largest: int) -> Reason:
    if "redirections" in text:
        return "failed", "The site sends us in a circle (too many redirects)."
    if "decompression" in text or "DOWNLOAD_MAXSIZE" in text:
        return "refused", f"Larger than {megabytes(largest)} once unpacked."
    return "failed", "The page could not be read."


def _lost(error: BaseException, largest: int, seconds: float) -> Reason:
    words: tuple[tuple[type[BaseException], FailureKind, str], ...] = (
        (DownloadCancelledError, "refused", f"Larger than {megabytes(largest)}."),
        (DownloadTimeoutError, "failed", f"No complete answer within {seconds:g} seconds."),
        (CannotResolveHostError, "failed", "There is no site of this name, or the network is down."),
        (DownloadConnectionRefusedError, "failed", "The site does not answer (connection refused)."),
        (ResponseDataLossError, "failed", "The connection broke before the page was complete."),
        (StopDownload, "refused", "Not a kind of document that can be read."),
    )
    for kind, sort, text in words:
        if isinstance(error, kind):
            return sort, text
    if isinstance(error, DownloadFailedError):
        detail = str(error)
        if "certificate" in detail.lower() or "ssl" in detail.lower():
            return (
                "failed",
                "The site's security certificate is not valid, so we cannot know that it is the site.",
            )
        return "failed", "The connection to the site broke."
    return "failed", f"The page could not be read ({type(error).__name__})."
