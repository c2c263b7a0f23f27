"""The sample web answers as the page systems that it imitates."""

import html
import http.client
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.sample_web.expected import load_expected
from crawlers.sample_web.server import SampleWeb, Visit
from crawlers.sample_web.statements import HOSTS, SampleWebError


@pytest.fixture(scope="module")
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as running:
        yield running


def get(web: SampleWeb, host: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    """One request, sent to loopback with the sample host's name in the Host header."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": f"{host}.localhost:{web.port}", **named})
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response, text


def test_feed_links_to_pages_and_keeps_the_text_back(web: SampleWeb) -> None:
    response, text = get(web, "lanternhouse", "/rss.xml")
    items = ET.fromstring(text).findall("./channel/item")  # noqa: S314
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    assert len(items) == 9
    assert "Permanent secrecy is not a detail" not in text
    assert all((item.findtext("link") or "").startswith(web.url("lanternhouse")) for item in items)


def test_feed_leads_to_one_dead_and_one_broken_page(web: SampleWeb) -> None:
    assert get(web, "lanternhouse", "/statements/board-note-on-observers")[0].status == 404
    assert get(web, "lanternhouse", "/statements/minutes-of-the-spring-assembly")[0].status == 500


def test_unchanged_page_is_not_sent_again(web: SampleWeb) -> None:
    first, _ = get(web, "lanternhouse", "/statements/two-missing-words")
    by_tag, body = get(web, "lanternhouse", "/statements/two-missing-words", If_None_Match=first.headers["ETag"])
    since = first.headers["Last-Modified"]
    by_date, _ = get(web, "lanternhouse", "/statements/two-missing-words", If_Modified_Since=since)
    assert (by_tag.status, body, by_date.status) == (304, "", 304)


def test_changed_page_has_a_new_text_a_new_tag_and_a_later_date() -> None:
    path = "/statements/secrecy-without-an-end-date"
    with SampleWeb() as web:
        before, old = get(web, "lanternhouse", path)
        web.edition = 2
        after, new = get(web, "lanternhouse", path, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert ("ninety days" in old, "ninety days" in new, "thirty days" in new) == (True, False, True)
    assert "2024-08-06" in new


def test_unknown_host_and_unknown_page_are_404(web: SampleWeb) -> None:
    assert get(web, "nobody", "/")[0].status == 404
    assert get(web, "lanternhouse", "/nothing-here")[0].status == 404


def test_wordpress_pages_name_the_api_and_the_api_counts(web: SampleWeb) -> None:
    page, _ = get(web, "ciel-ouvert", "/")
    assert page.headers["Link"] == f'<{web.url("ciel-ouvert", "/wp-json/")}>; rel="https://api.w.org/"'
    posts, text = get(web, "ciel-ouvert", "/wp-json/wp/v2/posts?per_page=4&page=2")
    assert (posts.headers["X-WP-Total"], posts.headers["X-WP-TotalPages"]) == ("6", "2")
    shown = json.loads(text)
    assert len(shown) == 2
    assert {"date_gmt", "modified_gmt", "title", "content", "link"} <= set(shown[0])


def test_wordpress_page_past_the_end_is_an_error(web: SampleWeb) -> None:
    response, text = get(web, "northgate", "/wp-json/wp/v2/posts?per_page=4&page=2")
    assert (response.status, json.loads(text)["code"]) == (400, "rest_post_invalid_page_number")


def test_wordpress_api_filters_by_word_and_field(web: SampleWeb) -> None:
    _, text = get(web, "northgate", "/wp-json/wp/v2/posts?search=ratification&_fields=slug,link")
    assert [sorted(one) for one in json.loads(text)] == [["link", "slug"]]


def test_sitemap_index_leads_to_dated_posts(web: SampleWeb) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ET.fromstring(get(web, "bluecurrent", "/sitemap.xml")[1])  # noqa: S314
    assert len(index.findall("s:sitemap/s:loc", space)) == 2
    posts = ET.fromstring(get(web, "bluecurrent", "/blog-posts-sitemap.xml")[1])  # noqa: S314
    assert all(url.findtext("s:lastmod", "", space) >= "2023" for url in posts)
    assert "Sitemap: " in get(web, "bluecurrent", "/robots.txt")[1]


def test_listing_has_three_pages_and_links_to_a_closed_one(web: SampleWeb) -> None:
    pages = [get(web, "caracola", f"/comunicados/?pagina={number}")[1] for number in (1, 2, 3)]
    links = [link for page in pages for link in re.findall(r'class="titular" href="([^"]+)"', page)]
    assert len(links) == len(set(links)) == 9
    assert "pagina=3" in pages[1]
    assert "Siguiente" not in pages[2]
    assert any(link.startswith("/comunicados/borradores/") for link in links)
    assert "Disallow: /comunicados/borradores/" in get(web, "caracola", "/robots.txt")[1]


def test_document_list_links_to_files(web: SampleWeb) -> None:
    _, text = get(web, "committee-papers", "/documents/submissions.html")
    files = re.findall(r'href="(/files/[^"]+)"', text)
    kinds = [get(web, "committee-papers", path)[0].headers["Content-Type"] for path in files]
    assert (len(files), kinds.count("application/pdf")) == (5, 3)
    assert text.count("<h3>") == 3


def test_hostile_names_are_shown_and_not_run(web: SampleWeb) -> None:
    _, listed = get(web, "committee-papers", "/documents/submissions.html")
    _, feed = get(web, "inkwell", "/atom.xml")
    assert "&#34;&gt;&lt;script&gt;" in listed
    assert "<script" not in listed
    assert ">=1+1</title>" in feed


def test_comments_are_the_same_as_json_and_as_pages(web: SampleWeb) -> None:
    address, found = "/api/v1/comments", []
    while address:
        answer = json.loads(get(web, "hearthall", address)[1])
        found += answer["data"]
        address = (answer["links"]["next"] or "").removeprefix(web.url("hearthall", ""))
    assert len(found) == answer["meta"]["totalElements"] == 15
    for one in found:
        path = one["links"]["self"].removeprefix(web.url("hearthall", ""))
        assert get(web, "hearthall", path)[0].status == 200


def test_translations_point_at_each_other(web: SampleWeb) -> None:
    _, french = get(web, "ciel-ouvert", "/2024/07/22/lettre-a-la-presidente/")
    _, english = get(web, "ciel-ouvert", "/2024/07/22/letter-to-the-chair/")
    assert f'hreflang="en" href="{web.url("ciel-ouvert", "/2024/07/22/letter-to-the-chair/")}"' in french
    assert f'hreflang="fr" href="{web.url("ciel-ouvert", "/2024/07/22/lettre-a-la-presidente/")}"' in english


@pytest.mark.parametrize("page", load_expected()["pages"], ids=lambda page: page["path"])
def test_every_page_answers_as_expected_and_is_marked_as_a_sample(web: SampleWeb, page: dict[str, Any]) -> None:
    response, text = get(web, page["host"], page["path"])
    wanted = int(page["reason"].removeprefix("HTTP ")) if page["outcome"] == "failed" else 200
    assert response.status == wanted
    if wanted == 200 and page["file"] == "html":
        assert '<meta name="sample" content="invented organisation"' in text
        assert "Sample statement by an invented organisation." in text
        assert html.escape(page["title"], quote=False) in html.escape(html.unescape(text), quote=False)


def test_two_runs_serve_the_same_bytes_but_for_the_port() -> None:
    pages = [(page["host"], page["path"]) for page in load_expected()["pages"]]
    with SampleWeb() as one, SampleWeb() as other:
        for host, path in pages:
            first, second = (get(web, host, path)[1].replace(f":{web.port}", "") for web in (one, other))
            assert first == second


def test_server_listens_on_loopback_only_and_only_reads(web: SampleWeb) -> None:
    assert web._server is not None
    assert web._server.server_address[0] == "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    connection.request("POST", "/", headers={"Host": "lanternhouse.localhost"})
    assert connection.getresponse().status == 405
    connection.close()


def test_port_in_use_is_said_in_a_sentence(web: SampleWeb) -> None:
    with pytest.raises(SampleWebError, match=f"{web.port} is in use"):
        SampleWeb(port=web.port).start()


def test_wrong_key_in_a_file_names_the_file(tmp_path: Path) -> None:
    shutil.copytree(HOSTS / "mayak", tmp_path / "mayak")
    with (tmp_path / "mayak" / "site.toml").open("r+", encoding="utf-8") as handle:
        text = handle.read()
        handle.seek(0)
        handle.write("shapes = 1\n" + text)
    with pytest.raises(SampleWebError, match=r"mayak/site\.toml"):
        SampleWeb(root=tmp_path)


def test_visits_are_counted() -> None:
    with SampleWeb() as web:
        get(web, "mayak", "/?page=1")
        assert web.visits == [Visit("mayak", "/?page=1", 200)]
