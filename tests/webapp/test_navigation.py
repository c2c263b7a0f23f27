"""The head of every page leads everywhere, and says where the reader is."""

from flask.testing import FlaskClient

from tests.webapp.pages import page
from webapp.navigation import GROUPS, navigation


def current(path: str) -> dict[str, str]:
    """The places that are marked as seen from `path`, and how."""
    return {place.address: place.current for _, places in navigation(path) for place in places if place.current}


def test_a_page_is_marked_as_itself_and_a_page_below_as_part_of_its_section() -> None:
    assert current("/") == {"/": "page"}
    assert current("/concerns") == current("/concerns/") == {"/concerns/": "page"}
    assert current("/concerns/scope") == {"/concerns/": "true"}
    assert current("/articles/7") == {"/": "true"}
    assert current("/aboutness") == {}


def test_every_place_of_the_navigation_is_a_page(client: FlaskClient) -> None:
    for _, places in GROUPS:
        for address, _ in places:
            page(client, address)


def test_wide_and_narrow_screens_are_led_to_the_same_places(client: FlaskClient) -> None:
    wide, narrow = page(client, "/").xpath("//*[contains(@class, 'menu')]")
    assert wide.xpath(".//a/@href") == narrow.xpath(".//a/@href") != []
    assert narrow.tag == "details"


def test_a_page_can_be_shared_with_its_title_and_description(client: FlaskClient) -> None:
    tree = page(client, "/articles/7")
    shared = {str(meta.get("property")): str(meta.get("content")) for meta in tree.xpath("//meta[@property]")}
    assert shared["og:title"].startswith("Article 7")
    assert shared["og:description"] == tree.xpath("string(//meta[@name='description']/@content)")
