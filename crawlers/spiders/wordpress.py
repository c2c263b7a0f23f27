"""WordPress: its JSON API says what there is; the page that readers see is what is kept, as proof."""

import json
import re
from dataclasses import replace
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
from crawlers.spiders.relevance import folded, has_words
from db.docket import Source

API_REL = "https://api.w.org/"
LINK_HEADER = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?' + re.escape(API_REL) + r'"?')
POSTS = "wp/v2/posts"
PER_PAGE = 100
MOST_SEARCHES = 3
SEARCH_FEED = re.compile(r"(?:^|&)feed=rss2(?:&|$)")


def read_wordpress(page: IndexPage, source: Source) -> Listing:
    """A front page leads to the API, or else the feed; both list posts. Raises `UnreadableListError`.

    `read_by` says which of them was read. The API is searched for the source's words; where the feed, which
    holds the latest posts only, has none of them, the site's search feed is read as well.
    """
    start = page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"[", b"{")):
        return _read_posts(page, source)
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return _read_feed(page, source)
    return Listing(further=(_discover(page, source),))


def _read_feed(page: IndexPage, source: Source) -> Listing:
    listing = read_feed(page, source)
    if SEARCH_FEED.search(urlsplit(page.address).query):
        return replace(listing, read_by="its search feed")
    if any(has_words(entry, source) for entry in listing.entries):
        return replace(listing, read_by="its feed")
    further = tuple(Further(address) for address in search_feeds(source))
    return Listing(listing.entries, (*listing.further, *further), "its feed")


def _discover(page: IndexPage, source: Source) -> Further:
    tree = parse_html(page)
    feed = next(
        (address for address, _ in links_of(tree, "//link[@rel='alternate'][contains(@type, 'rss')][@href]")),
        "",
    ) or urljoin(page.address, "feed/")
    instead = tuple(search_feeds(source))
    root = api_root(page, tree)
    if not root:
        return Further(feed, instead)
    return Further(posts_address(root, search=next(iter(searches(source)), "")), (feed, *instead))


def api_root(page: IndexPage, tree: lxml_html.HtmlElement) -> str:
    """The address of the site's WordPress API, named by its Link header or in its head; or an empty string."""
    header = LINK_HEADER.search(page.headers.get("link", ""))
    found = header.group(1) if header else next(
        (address for address, _ in links_of(tree, f"//link[@rel='{API_REL}'][@href]")), ""
    )  # fmt: skip
    return urljoin(page.address, found) if found else ""


def search_feeds(source: Source) -> list[str]:
    """The addresses of the site's search feed for the source's first words, which every WordPress site has."""
    front = source.address.partition("wp-json")[0].partition("?")[0]
    return [f"{front}?{urlencode({'s': word, 'feed': 'rss2'})}" for word in searches(source)[:MOST_SEARCHES]]


def searches(source: Source) -> list[str]:
    """The source's words without those that hold another of them: whoever finds that one finds them too."""
    folds = {word: folded(word).strip() for word in dict.fromkeys(source.words)}
    return [word for word, fold in folds.items() if not any(one in fold for one in folds.values() if one != fold)]


def posts_address(root: str, page: int = 1, search: str = "") -> str:
    """The API's address of a page of posts; sites without permalinks carry the route in `rest_route`."""
    query = urlencode({"per_page": PER_PAGE, "page": page, **({"search": search} if search else {})})
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
    entries = tuple(_entry(post, source) for post in posts if isinstance(post, dict))
    return Listing(entries, (*_next(page), *_next_search(page, source)), "its WordPress API")


def _next(page: IndexPage) -> tuple[Further, ...]:
    parts = urlsplit(page.address)
    query = parse_qs(parts.query, keep_blank_values=True)
    number = query.get("page", ["1"])[0]
    total = page.headers.get("x-wp-totalpages", "")
    if not (number.isdecimal() and total.isdecimal() and int(number) < int(total)):
        return ()
    query["page"] = [str(int(number) + 1)]
    return (Further(parts._replace(query=urlencode(query, doseq=True)).geturl()),)


def _next_search(page: IndexPage, source: Source) -> tuple[Further, ...]:
    """After the first page of what was found for a word, the first page for the next one."""
    parts = urlsplit(page.address)
    query = parse_qs(parts.query, keep_blank_values=True)
    words = searches(source)
    asked = query.get("search", [""])[0]
    at = words.index(asked) + 1 if asked in words and query.get("page", ["1"]) == ["1"] else len(words)
    if at >= len(words):
        return ()
    query["search"] = [words[at]]
    return (Further(parts._replace(query=urlencode(query, doseq=True)).geturl()),)


def _entry(post: dict[str, Any], source: Source) -> Entry:
    return Entry(
        address=str(post.get("link") or ""),
        title=_rendered(post, "title"),
        summary=f"{_rendered(post, 'excerpt')} {_rendered(post, 'content')}",
        published=stated_day(str(post.get("date") or "")),
        language=str(post.get("lang") or source.language),
        organisation=source.organisation,
        modified=str(post.get("modified_gmt") or post.get("modified") or ""),
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
