"""From Scrapy's answers to this project's own shapes: an index page to read, a page to archive."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from crawlers.address import AddressError, canonical_address
from crawlers.archive import Archived, Fetched
from crawlers.documents_read import NotReadableError, kind_of_answer, stated_type
from crawlers.spiders.listing_page import Entry, IndexPage
from crawlers.walls import wall_of


def usable_address(entry: Entry) -> str:
    """The canonical address of an entry, or an empty string where it has none."""
    try:
        return canonical_address(entry.address)
    except AddressError:
        return ""


def declared_of(entry: Entry, asked: str) -> dict[str, str | None]:
    """What the list says of an item, under the names of `crawlers.extract.Declared`; nothing empty."""
    said = {
        "url": asked,
        "title": entry.title.strip(),
        "published": entry.published,
        "language": entry.language,
        "organisation": entry.organisation,
        "file_name": _file_name(asked),
    }
    return {key: value for key, value in said.items() if value}


def fetched_of(response: Response, asked: str) -> Fetched:
    """An answer as something to archive. Raises `NotReadableError`."""
    wall = wall_of(response.url, response.body, is_challenge(response))
    if wall:
        raise NotReadableError(wall)
    if urlsplit(response.url).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
        raise NotReadableError("The page is gone: the site sends us to its front page instead.")
    return Fetched(
        address=canonical_address(response.url),
        body=response.body,
        media_type=kind_of_answer(response),
        captured_at=datetime.now(UTC),
        status=response.status,
        headers=_plain_headers(response),
    )


def list_fetched(response: Response, asked: str) -> Fetched:
    """A page of a list as something to archive."""
    return Fetched(
        address=response.url,
        body=response.body,
        media_type=stated_type(response.headers) or "application/octet-stream",
        captured_at=datetime.now(UTC),
        status=response.status,
        headers=_plain_headers(response),
        asked=asked,
    )


def response_of(archived: Archived, meta: dict[str, Any]) -> Response:
    """An archived answer as the answer to a request with `meta`."""
    headers = Headers(dict(archived.headers))
    kind = responsetypes.from_args(headers=headers, url=archived.address, body=archived.body)
    return kind(archived.address, headers=headers, body=archived.body, request=Request(archived.address, meta=meta))


def _file_name(address: str) -> str:
    name = urlsplit(address).path.rpartition("/")[2]
    return name if name.lower().endswith((".pdf", ".docx", ".txt", ".md")) else ""


def is_challenge(response: Response) -> bool:
    return response.headers.get("cf-mitigated") == b"challenge"


def _plain_headers(response: Response) -> dict[str, str]:
    headers = response.headers.to_unicode_dict()
    return {str(name).lower(): str(headers[name]) for name in headers}


def index_page_of(response: Response) -> IndexPage:
    encoding = str(getattr(response, "encoding", "") or "utf-8")
    return IndexPage(response.url, response.body, encoding, _plain_headers(response))
