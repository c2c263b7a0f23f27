"""Public comments of a consultation: a list of links to them, or the JSON behind it."""

import json
import re
from typing import Any
from urllib.parse import urljoin

from crawlers.spiders.dates import stated_day
from crawlers.spiders.listing import read_listing
from crawlers.spiders.listing_page import Entry, Further, IndexPage, Listing, UnreadableListError
from db.docket import Source

JSON_LISTS = ("data", "comments", "results", "items")
NAMES: dict[str, tuple[str, ...]] = {
    "published": ("postedDate", "receiveDate", "date", "created", "published"),
    "language": ("language", "lang"),
    "organisation": ("organization", "organisation", "company"),
    "title": ("title", "subject"),
    "summary": ("comment", "text", "body"),
    "modified": ("modifyDate", "lastModifiedDate", "modified", "updated"),
}
"""Field of an entry → the names under which portals give it, most common first."""


def read_comments(page: IndexPage, source: Source) -> Listing:
    """One entry per comment, each with an address of its own. Raises `UnreadableListError`."""
    if page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return _read_json(page)
    listing = read_listing(page, source)
    # The portal is not the author of a comment, and the words of a link to one are no title.
    return Listing(tuple(Entry(entry.address) for entry in listing.entries), listing.further)


def _read_json(page: IndexPage) -> Listing:
    try:
        found: Any = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError("The list of comments is no JSON that can be read.") from error
    rows = found if isinstance(found, list) else next((found[key] for key in JSON_LISTS if key in found), None)
    if not isinstance(rows, list):
        raise UnreadableListError(f"Expected a list of comments under one of {', '.join(JSON_LISTS)}, found none.")
    entries = tuple(_entry(row, page.address) for row in rows if isinstance(row, dict))
    following = _link(found, "next") if isinstance(found, dict) else ""
    return Listing(entries, (Further(urljoin(page.address, following)),) if following else ())


def _link(row: dict[str, Any], name: str) -> str:
    links = row.get("links")
    value = links.get(name) if isinstance(links, dict) else row.get(name)
    value = value.get("href") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def _entry(row: dict[str, Any], base: str) -> Entry:
    attributes = row.get("attributes")
    values = {**row, **attributes} if isinstance(attributes, dict) else row
    said = {field: _first(values, names) for field, names in NAMES.items()}
    said["published"] = stated_day(said["published"])
    own = _link(row, "self") or _first(row, ("url", "link", "href"))
    return Entry(urljoin(base, own) if own else "", **said)


def _first(values: dict[str, Any], names: tuple[str, ...]) -> str:
    found = (values.get(name) for name in names)
    return next((re.sub(r"\s+", " ", one) for one in found if isinstance(one, str) and one.strip()), "")
