"""Feeds: what a feed reader makes of them, ids that stay, and words that cannot break out."""

import feedparser
import pytest
from flask.testing import FlaskClient

from db.models import Statement
from db.session import open_installation, writing
from db.settings import Settings


@pytest.mark.parametrize("address", ["/articles/7", "/concerns/researchers", "/organisations/lantern"])
def test_a_feed_is_read_without_complaint(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{address}/feed.atom")
    read = feedparser.parse(answer.data)
    assert not read.bozo and read.version == "atom10" and read.entries
    assert read.feed.links[0].href == f"{Settings().base_url}{address}/feed.atom"
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    assert all(entry.summary and entry.updated_parsed and "/statements/" in entry.link for entry in read.entries)


def test_a_reader_that_has_it_is_sent_nothing(client: FlaskClient) -> None:
    first = client.get("/articles/7/feed.atom")
    again = client.get("/articles/7/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert first.headers["Last-Modified"] == "Tue, 06 Aug 2024 09:30:00 GMT"


def test_an_entry_keeps_its_id_whatever_its_title_becomes(desk_client: FlaskClient, own: Settings) -> None:
    before = {entry.id for entry in feedparser.parse(desk_client.get("/articles/7/feed.atom").data).entries}
    with writing(open_installation(own)) as session:
        session.get_one(Statement, 1).title = "\x00<b>&\ud800".encode("utf-8", "ignore").decode() + "]]> changed"
    entries = feedparser.parse(desk_client.get("/articles/7/feed.atom").data).entries
    assert {entry.id for entry in entries} == before
    assert any("]]> changed" in entry.title for entry in entries)


def test_an_empty_feed_is_a_feed_and_an_unknown_one_is_none(client: FlaskClient) -> None:
    read = feedparser.parse(client.get("/articles/68/feed.atom").data)
    assert not read.bozo and read.feed.updated and not read.entries
    assert client.get("/articles/99/feed.atom").status_code == 404
    assert client.get("/organisations/nobody/feed.atom").status_code == 404
