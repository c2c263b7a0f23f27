"""One page or document, fetched because somebody pasted its address: with all guards and manners of a crawl.

Nothing is stored here: `fetch_page` hands back what was fetched, to be shown first and kept only if it is wanted.
"""

import base64
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from crawlers.address import AddressError, canonical_address
from crawlers.archive import Fetched
from crawlers.documents_read import NotReadableError
from crawlers.guard import refuse_address
from crawlers.looking import Get, look
from crawlers.spiders.answers import fetched_of
from db.settings import Settings


class PageError(ValueError):
    """There is no page to be had at the address. The message says why, and what to do."""


def fetch_page(settings: Settings, address: str) -> Fetched:
    """The page or document at `address`. Raises `PageError`, `CrawlError`."""
    asked = usable(address, settings.crawl_loopback)
    rows = list(look(settings, "page", {"address": asked}))
    if not rows:
        raise PageError(f"{asked} could not be read: the look ended early. Try it again.")
    if rows[0].get("trouble"):
        raise PageError(f"{asked} could not be read: {rows[0]['trouble']}")
    return from_row(rows[0])


def usable(address: str, loopback: bool = False) -> str:
    """The canonical form of what was pasted. Raises `PageError` for what is no public address of the web."""
    pasted = address.strip()
    try:
        found = canonical_address(pasted if "://" in pasted else f"https://{pasted}")
    except AddressError as error:
        raise PageError(f"{error}. Give the address of a page, such as https://some.example/statement.") from error
    reason = refuse_address(found, loopback)
    if reason:
        raise PageError(f"{found} is not read. {reason}")
    return found


async def page_errand(get: Get, order: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """One row: the page as `as_row` writes it, or `trouble`."""
    looked = await get(order["address"])
    if looked.response is None:
        yield {"trouble": looked.reason}
        return
    try:
        yield as_row(fetched_of(looked.response, order["address"]))
    except NotReadableError as error:
        yield {"trouble": str(error)}


def as_row(fetched: Fetched) -> dict[str, Any]:
    """What was fetched as JSON can hold it."""
    return {
        "address": fetched.address,
        "body": base64.b64encode(fetched.body).decode("ascii"),
        "media_type": fetched.media_type,
        "captured_at": fetched.captured_at.isoformat(),
        "status": fetched.status,
        "headers": dict(fetched.headers),
    }


def from_row(row: Mapping[str, Any]) -> Fetched:
    """What `as_row` wrote."""
    return Fetched(
        row["address"],
        base64.b64decode(row["body"]),
        row["media_type"],
        datetime.fromisoformat(row["captured_at"]),
        row["status"],
        row["headers"],
    )
