"""WordPress: its JSON API says what there is; the page that readers see is what is kept, as proof."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import LxmlError

from crawlers.spiders.dates import stated_day
from crawlers.spiders.feed import read_feed
from crawlers.spiders.listing_page import (
    Entry,
    Further,
    IndexPage,
    Listing,
    UnreadableListError,
    links_of,
    parse_html,
    words_of,
)
from db.docket import Source

API_REL = "https://api.w.org/"
LINK_HEADER = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?' + re.escape(API_REL) + r'"?')
POSTS = "wp/v2/posts"
PER_PAGE = 100


def read_wordpress(page: IndexPage, source: Source) -> Listing:
    """A front page leads to the API, or else the feed; both list posts. Raises `UnreadableListError`."""
    start = page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"[", b"{")):
        return _read_posts(page, source)
    if start.startswith(b"<?xml") or start.startswith((b"<rss", b"<feed")):
        return read_feed(page, source)
    return Listing(further=(_discover(page),))


def _discover(page: IndexPage) -> Further:
    tree = parse_html(page)
    feed = next(
        (address for address, _ in links_of(tree, "//link[@rel='alternate'][contains(@type, 'rss')][@href]")),
        "",
    ) or urljoin(page.address, "feed/")
    header = LINK_HEADER.search(page.headers.get("link", ""))
    root = header.group(1) if header else next(
        (address for address, _ in links_of(tree, f"//link[@rel='{API_REL}'][@href]")), ""
    )  # fmt: skip
    return Further(posts_address(urljoin(page.address, root)), instead=feed) if root else Further(feed)


def posts_address(root: str, page: int = 1) -> str:
    """The API's address of a page of posts; sites without permalinks carry the route in `rest_route`."""
    query = urlencode({"per_page": PER_PAGE, "page": page})
    if "rest_route=" in root:
        return f"{root.rstrip('/')}/{POSTS}&{query}"
    return f"{root.rstrip('/')}/{POSTS}?{query}"


def _read_posts(page: IndexPage, source: Source) -> Listing:
    try:
        posts = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError("The site's list of posts is no JSON that can be read.") from error
    if not isinstance(posts, list):
        raise UnreadableListError("The site's list of posts is something else (an error message, perhaps).")
    return Listing(tuple(_entry(post, source) for post in posts if isinstance(post, dict)), _next(page))


def _next(page: IndexPage) -> tuple[Further, ...]:
    parts = urlsplit(page.address)
    query = parse_qs(parts.query, keep_blank_values=True)
    number = query.get("page", ["1"])[0]
    total = page.headers.get("x-wp-totalpages", "")
    if not (number.isdecimal() and total.isdecimal() and int(number) < int(total)):
        return ()
    query["page"] = [str(int(number) + 1)]
    return (Further(parts._replace(query=urlencode(query, doseq=True)).geturl()),)


def _entry(post: dict[str, Any], source: Source) -> Entry:
    return Entry(
        address=str(post.get("link") or ""),
        title=_rendered(post, "title"),
        summary=f"{_rendered(post, 'excerpt')} {_rendered(post, 'content')}",
        published=stated_day(str(post.get("date") or "")),
        language=str(post.get("lang") or source.language),
        organisation=source.organisation,
    )


def _rendered(post: dict[str, Any], name: str) -> str:
    """The words of a field that WordPress renders as HTML."""
    value = post.get(name)
    markup = str(value.get("rendered") or "") if isinstance(value, dict) else ""
    if not markup.strip():
        return ""
    try:
        return words_of(lxml_html.fragment_fromstring(markup, create_parent="div"))
    except (ValueError, AssertionError, LxmlError):
        return ""
