"""Saved searches: kept under a name, run again, what is new in them, forgotten."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from db.models import SavedSearch
from db.session import open_installation, writing
from db.settings import Settings
from db.store.searches import MOST, delete_search, save_search
from tests.stories import Story
from tests.story_parts import Piece
from tests.webapp.pages import page, words
from tests.webapp.test_search_filters import total
from webapp.queries.searches import PER_PAGE


@pytest.fixture(autouse=True)
def none_saved(own: Settings) -> None:
    """The sample's own saved search is taken away."""
    with writing(open_installation(own)) as session:
        delete_search(session, 1)


def token(client: FlaskClient, address: str) -> str:
    return str(page(client, address).xpath("//main//input[@name='csrf_token']/@value")[0])


def save(client: FlaskClient, name: str = "On Article 7", query: str = "q=Article&kind=ngo") -> None:
    form = page(client, f"/searches/new?{query}")
    data = {field.get("name"): field.get("value") for field in form.xpath("//main//input")} | {"name": name}
    assert client.post("/searches/", data=data).status_code == 303


def cells(client: FlaskClient) -> list[str]:
    return [words(cell) for cell in page(client, "/searches/").xpath("//tbody/tr[1]/*")]


def add_statement(settings: Settings) -> None:
    with writing(open_installation(settings)) as session:
        story = Story(session)
        story.organisation("late", "Late League (sample)")
        story.statement(
            "https://late.example/1", "Late (sample)", [Piece("Article 8 comes late (sample).", ())], "late"
        )


def test_a_saved_search_is_listed_with_what_its_address_shows(desk_client: FlaskClient) -> None:
    save(desk_client)
    tree = page(desk_client, "/searches/")
    (link,) = tree.xpath("//tbody/tr/th/a/@href")
    assert link == "/search?q=Article&kind=ngo"
    assert cells(desk_client)[:2] == ["On Article 7", "0"]
    assert cells(desk_client)[2].startswith(str(total(page(desk_client, link))))
    assert desk_client.get(tree.xpath("//tbody//a[.='Feed']/@href")[0]).status_code == 200


def test_what_came_later_is_new_until_somebody_looked(own: Settings, desk_client: FlaskClient) -> None:
    save(desk_client)
    add_statement(own)
    assert cells(desk_client)[1] == "1"
    (link,) = page(desk_client, "/searches/").xpath("//tbody/tr/td[1]/a/@href")
    assert total(page(desk_client, link)) == 1
    answer = desk_client.post("/searches/1/seen", data={"csrf_token": token(desk_client, "/searches/1")})
    assert answer.status_code == 303
    assert cells(desk_client)[1] == "0"


def test_a_saved_search_can_be_deleted(desk_client: FlaskClient) -> None:
    save(desk_client)
    desk_client.post("/searches/1/delete", data={"csrf_token": token(desk_client, "/searches/1")})
    assert "No search is saved yet" in words(page(desk_client, "/searches/"))
    assert desk_client.get("/searches/1").status_code == 404
    assert desk_client.get(f"/searches/{2**70}").status_code == 404


def test_order_and_page_are_not_part_of_what_is_saved(desk_client: FlaskClient) -> None:
    save(desk_client, query="q=Article+kind%3Ango&sort=date&page=2&fold=0&like=")
    assert page(desk_client, "/searches/").xpath("//tbody/tr/th/a/@href") == ["/search?q=Article&kind=ngo"]


def test_nothing_can_be_saved_without_a_name_or_a_search(desk_client: FlaskClient) -> None:
    assert desk_client.get("/searches/new").status_code == 400
    given = {"csrf_token": token(desk_client, "/searches/new?q=a"), "name": " ", "arguments": "q=a"}
    assert desk_client.post("/searches/", data=given).status_code == 400


def test_a_visitor_reads_the_list_and_changes_nothing(desk_client: FlaskClient) -> None:
    save(desk_client)
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert desk_client.get("/searches/", environ_overrides=far).status_code == 200
    for address in ("/searches/new?q=a", "/searches/1"):
        assert desk_client.get(address, environ_overrides=far).status_code == 403
    assert desk_client.post("/searches/1/delete", environ_overrides=far).status_code in (400, 403)


def test_a_long_list_has_pages_and_an_end(own: Settings, desk_client: FlaskClient) -> None:
    with writing(open_installation(own)) as session:
        for number in range(PER_PAGE + 1):
            save_search(session, f"Search {number}", "q=Article", "Ana")
    assert len(page(desk_client, "/searches/").xpath("//tbody/tr")) == PER_PAGE
    assert len(page(desk_client, "/searches/?page=2").xpath("//tbody/tr")) == 1
    assert desk_client.get("/searches/?page=3").status_code == 404


def test_there_is_a_most(own: Settings) -> None:
    with writing(open_installation(own)) as session:
        first = save_search(session, "a", "q=a", "Ana")
        fields: dict[str, Any] = {
            "name": "a",
            "arguments": "q=a",
            "by": "Ana",
            "made_at": first.made_at,
            "seen_at": first.seen_at,
        }
        session.add_all(SavedSearch(**fields) for _ in range(MOST - 1))
        session.flush()
        with pytest.raises(ValueError, match="Delete one"):
            save_search(session, "b", "q=b", "Ana")
