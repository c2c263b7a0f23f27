"""Each way of publishing, read from shapes of real lists: what is an item, what is said of it, where it goes on."""

import json

import pytest

from crawlers.on_disk import DISK_READERS
from crawlers.spiders.comments import read_comments
from crawlers.spiders.dates import stated_day
from crawlers.spiders.documents import read_documents
from crawlers.spiders.feed import read_feed
from crawlers.spiders.listing import read_listing
from crawlers.spiders.listing_page import Entry, Further, IndexPage, UnreadableListError
from crawlers.spiders.relevance import has_words
from crawlers.spiders.sitemap import read_sitemap
from crawlers.spiders.ways import READERS
from crawlers.spiders.wordpress import posts_address, read_wordpress
from db.docket import Source
from db.docket_source import ON_DISK, WAYS
from tests.crawlers.crawling import source

SITE = "https://org.example"


def _page(body: str | bytes, path: str = "/list", **headers: str) -> IndexPage:
    raw = body if isinstance(body, bytes) else body.encode()
    return IndexPage(SITE + path, raw, headers={name.replace("_", "-"): value for name, value in headers.items()})


def _source(way: str, **given: object) -> Source:
    return source("org", f"{SITE}/list", way, language="en", **given)


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Notes</title><id>urn:x</id>
<link rel="next" href="https://org.example/feed?page=2"/>
<entry xml:lang="ar"><title>Une lettre</title><id>urn:1</id><link href="/notes/1"/>
<published>2024-07-22T23:30:00-05:00</published><summary>Sur le projet.</summary></entry></feed>"""


def test_an_atom_feed_says_language_day_and_next_page() -> None:
    found = read_feed(_page(ATOM, content_type="application/atom+xml"), _source("feed"))
    entry = found.entries[0]
    assert (entry.address, entry.title, entry.published) == (f"{SITE}/notes/1", "Une lettre", "2024-07-22")
    assert (entry.language, entry.organisation) == ("ar", "The org society")
    assert found.further == (Further(f"{SITE}/feed?page=2"),)


@pytest.mark.parametrize("body", [b"", b"<html><body>Not a feed</body></html>", b"/etc/hostname", b"http://127.0.0.1/"])
def test_what_is_no_feed_is_said(body: bytes) -> None:
    with pytest.raises(UnreadableListError):
        read_feed(_page(body), _source("feed"))


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://org.example/old </loc><lastmod>2023-01-01</lastmod></url>
<url><loc>https://org.example/new</loc><lastmod>2024-08-09</lastmod><news:news><news:publication>
<news:name>Org</news:name><news:language>es</news:language></news:publication>
<news:publication_date>2024-08-09T08:00:00Z</news:publication_date><news:title>Un texto</news:title></news:news></url>
</urlset>"""


def test_a_sitemap_lists_the_newest_change_first_and_a_news_sitemap_says_more() -> None:
    new, old = read_sitemap(_page(SITEMAP), _source("sitemap")).entries
    assert (new.address, new.title, new.published, new.language) == (f"{SITE}/new", "Un texto", "2024-08-09", "es")
    assert (old.address, old.published) == (f"{SITE}/old", "")


def test_a_sitemap_index_leads_to_its_sitemaps() -> None:
    body = f"<sitemapindex><sitemap><loc>{SITE}/a.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(_page(body), _source("sitemap")).further == (Further(f"{SITE}/a.xml"),)


@pytest.mark.parametrize("body", [b"", b"not xml", b"<html><p>x</p></html>", b"\x1f\x8b broken"])
def test_what_is_no_sitemap_is_said(body: bytes) -> None:
    with pytest.raises(UnreadableListError):
        read_sitemap(_page(body), _source("sitemap"))


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    body = f'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>{SITE}/&f;</loc></url></urlset>'
    assert [entry.address for entry in read_sitemap(_page(body), _source("sitemap")).entries] in ([f"{SITE}/"], [""])


API = f"{SITE}/wp-json/"


def test_wordpress_is_found_by_its_link_header() -> None:
    found = read_wordpress(_page("<p>Home</p>", link=f'<{API}>; rel="https://api.w.org/"'), _source("wordpress"))
    assert found.further == (Further(posts_address(API), instead=(f"{SITE}/feed/",)),)


def test_wordpress_without_an_api_is_read_by_its_feed() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/notes/feed/">'
    found = read_wordpress(_page(f"<html><head>{head}</head><body>Home</body></html>"), _source("wordpress"))
    assert found.further == (Further(f"{SITE}/notes/feed/"),)
    assert read_wordpress(_page(ATOM), _source("wordpress")).entries[0].title == "Une lettre"


def test_posts_of_the_api_are_entries_and_go_on_while_there_are_pages() -> None:
    post = {"link": f"{SITE}/a/", "date": "2024-02-09T12:00:00", "title": {"rendered": "A &#8217;judge&#8217;"},
            "excerpt": {"rendered": "<p>Short.</p>"}, "content": {"rendered": "<p>Long <b>text</b>.</p>"}}  # fmt: skip
    page = _page(json.dumps([post]), "/wp-json/wp/v2/posts?per_page=100&page=1", x_wp_totalpages="2")
    found = read_wordpress(page, _source("wordpress"))
    entry = found.entries[0]
    assert (entry.title, entry.summary, entry.published) == ("A ’judge’", "Short. Long text.", "2024-02-09")
    assert found.further == (Further(f"{SITE}/wp-json/wp/v2/posts?per_page=100&page=2"),)


@pytest.mark.parametrize("body", ['{"code": "rest_forbidden"}', "[broken", "[" * 5000])
def test_an_error_of_the_api_is_said(body: str) -> None:
    with pytest.raises(UnreadableListError):
        read_wordpress(_page(body), _source("wordpress"))


def test_an_api_without_permalinks_carries_its_route_in_the_query() -> None:
    assert posts_address(f"{SITE}/?rest_route=/") == f"{SITE}/?rest_route=/wp/v2/posts&per_page=100&page=1"


LIST = """<html><body><nav><a href="/about">About</a></nav><main>
<h2><a href="statements/1">On the draft</a></h2><a href="statements/1">Read more</a>
<a href="statements/2">Read more</a><a href="//other.example/x">Elsewhere</a><a href="mailto:a@b.example">Write</a>
</main>{}</body></html>"""


@pytest.mark.parametrize(
    "link",
    ['<a href="?page=2" rel="nofollow next">2</a>', '<li class="pager__item--next"><a href="?page=2">›</a></li>',
     '<a href="?page=2">Página siguiente »</a>', '<a class="next page-numbers" href="?page=2">→</a>'],
)  # fmt: skip
def test_a_list_follows_its_pattern_and_its_pages(link: str) -> None:
    found = read_listing(_page(LIST.format(link)), _source("listing", item_pattern="/statements/[0-9]+$"))
    assert [(entry.address, entry.title) for entry in found.entries] == [
        (f"{SITE}/statements/1", "On the draft"),
        (f"{SITE}/statements/2", ""),
    ]
    assert found.further == (Further(f"{SITE}/list?page=2"),)


def test_a_list_without_a_pattern_is_read_by_its_main_part() -> None:
    found = read_listing(_page(LIST.format("")), _source("listing"))
    assert f"{SITE}/about" not in {entry.address for entry in found.entries}
    assert f"{SITE}/statements/1" in {entry.address for entry in found.entries}


TABLE = """<html><body><h3>Sixth session</h3><table><thead><tr><th>Submitted by</th><th>Stakeholder</th><th>Title</th>
<th>Date</th><th>File</th></tr></thead><tbody><tr><td>Candle Collective</td><td>NGO</td><td>Two remarks</td>
<td>05.08.2024</td><td><a hreflang="en" href="/files/a.pdf">PDF</a>
<a hreflang="fr" href="/files/b.DOCX">F</a></td></tr></tbody></table>
<ul><li><a href="/files/c.pdf?v=2">Steelbridge comments</a></li></ul>
<a href="/x.html">no</a></body></html>"""


def test_a_document_table_says_who_submitted_what_and_when() -> None:
    one, two, three = read_documents(_page(TABLE), _source("documents")).entries
    assert one == Entry(f"{SITE}/files/a.pdf", "Two remarks", "Sixth session", "2024-08-05", "en", "Candle Collective")
    assert (two.address, two.language) == (f"{SITE}/files/b.DOCX", "fr")
    assert (three.title, three.organisation, three.published) == ("Steelbridge comments", "", "")


def _comment(number: int) -> dict[str, object]:
    said = {"organization": "Hearth", "postedDate": "2024-07-01T12:00:00Z", "language": "es", "comment": "No\n a esto."}
    return {"id": str(number), "attributes": said, "links": {"self": f"/comments/{number}"}}


def test_comments_in_json_have_each_an_address_and_what_is_said_of_them() -> None:
    body = json.dumps({"data": [_comment(1), _comment(2), "odd"], "links": {"next": "?page=2"}})
    found = read_comments(_page(body, "/api"), _source("comments"))
    assert [entry.address for entry in found.entries] == [f"{SITE}/comments/1", f"{SITE}/comments/2"]
    entry = found.entries[0]
    assert (entry.organisation, entry.published, entry.language) == ("Hearth", "2024-07-01", "es")
    assert found.further == (Further(f"{SITE}/api?page=2"),)


def test_comments_in_a_list_are_not_by_the_portal() -> None:
    found = read_comments(_page(LIST.format("")), _source("comments", item_pattern="/statements/"))
    assert found.entries[0] == Entry(f"{SITE}/statements/1")


@pytest.mark.parametrize("body", ['{"error": 1}', "{", '{"data": 3}'])
def test_json_without_comments_is_said(body: str) -> None:
    with pytest.raises(UnreadableListError):
        read_comments(_page(body), _source("comments"))


def test_every_way_of_publishing_has_a_reader() -> None:
    assert {*READERS, *DISK_READERS} == set(WAYS)
    assert set(DISK_READERS) == ON_DISK


@pytest.mark.parametrize(
    ("text", "day"),
    [("Mon, 05 Aug 2024 23:30:00 -0500", "2024-08-05"), ("2024-08-05T23:30:00-05:00", "2024-08-05"),
     ("05.08.2024", "2024-08-05"), ("5 août 2024", "2024-08-05"), ("31 de julio de 2024", "2024-07-31"),
     ("August 2024", ""), ("2024-13-45", ""), ("Access Now", ""), ("", ""), ("yesterday", "")],
)  # fmt: skip
def test_a_day_counts_only_when_it_is_written_out(text: str, day: str) -> None:
    assert stated_day(text) == day


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (Entry(f"{SITE}/a", title="Le TRAITÉ sur la cybercriminalité"), True),
        (Entry(f"{SITE}/news/un-cybercrime-treaty-vote"), True),
        (Entry(f"{SITE}/a", summary="<p>the cybercrime\n<b>treaty</b></p>"), True),
        (Entry(f"{SITE}/a", title="A new office"), False),
    ],
)
def test_words_are_looked_for_in_title_summary_and_address(entry: Entry, kept: bool) -> None:
    wanted = _source("feed", words=("cybercrime treaty", "traite sur la cybercriminalité"))
    assert has_words(entry, wanted) is kept
    assert has_words(entry, _source("feed"))
