"""The sample web answers as the page systems that it imitates."""

import http.client
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from crawlers.sample_web.server import SampleWeb


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
    by_tag, body = get(
        web, "lanternhouse", "/statements/two-missing-words", If_None_Match=first.headers["ETag"]
    )
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
