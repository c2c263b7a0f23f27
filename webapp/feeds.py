"""Atom feeds (RFC 4287) of statements: what is new about an article, a concern, an organisation or a topic.

An entry is a statement. Its id is made from the statement's address alone, so that it is the same in every feed and
every installation; `updated` is when its present wording was collected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from typing import Protocol
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from flask import Response, request

from webapp.desk import desk

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""


class FeedEntry(Protocol):
    """What a feed tells: a statement, or an issued digest. `address` makes its id, `path` is its page."""

    @property
    def address(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def first_seen(self) -> datetime: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def quotation(self) -> str: ...


@dataclass(frozen=True)
class Feed:
    """What a feed is called, and the address of the page that it follows (a path)."""

    title: str
    page: str
    entries: Sequence["FeedEntry"]


def answer(feed: Feed) -> Response:
    """The feed as it is sent, with what a reader needs to ask again only for a change."""
    made = Response(written(feed, base_address()), content_type=MEDIA_TYPE)
    made.add_etag()
    made.headers["Last-Modified"] = format_datetime(updated(feed), usegmt=True)
    made.headers["Cache-Control"] = "private, no-cache"
    made.make_conditional(request)
    return made


def base_address() -> str:
    """Where this installation is reached, without a slash at the end."""
    return desk().settings.base_url.rstrip("/")


def updated(feed: Feed) -> datetime:
    """When the newest entry changed; of a feed without any, the day on which the docket began."""
    began = datetime.combine(desk().docket.began, time(), UTC)
    return max((entry.updated for entry in feed.entries), default=began).replace(microsecond=0)


def written(feed: Feed, base: str) -> bytes:
    """The feed as XML; whatever was crawled is text in it and nothing else."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(root, "id", _name(base + feed.page))
    _text(root, "title", feed.title)
    _text(root, "updated", updated(feed).isoformat())
    ET.SubElement(root, "link", {"rel": "self", "href": base + request.full_path.rstrip("?")})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": base + feed.page})
    _text(ET.SubElement(root, "author"), "name", f"Travaux: {desk().docket.short_name}")
    for entry in feed.entries:
        _entry(root, entry, base)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, entry: "FeedEntry", base: str) -> None:
    made = ET.SubElement(root, "entry")
    _text(made, "id", _name(entry.address))
    _text(made, "title", f"{entry.author}: {entry.title}" if entry.author else entry.title or "Untitled")
    _text(made, "updated", entry.updated.replace(microsecond=0).isoformat())
    _text(made, "published", entry.first_seen.replace(microsecond=0).isoformat())
    _text(ET.SubElement(made, "author"), "name", entry.author or "Organisation not known")
    ET.SubElement(made, "link", {"rel": "alternate", "href": base + entry.path})
    _text(made, "summary", entry.quotation)


def _name(address: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, address)}"


def _text(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = NOT_XML.sub("", words)
