"""When something is wrong: a clear page, a way on, never a traceback."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from db.settings import Settings
from tests.webapp.conftest import fake_search
from tests.webapp.pages import links, page, words
from webapp import create_app

UNKNOWN = (
    "/nothing",
    "/articles/99",
    "/articles/7%3Cscript%3E",
    "/articles/7?concern=weather",
    "/concerns/weather",
    "/organisations/nobody",
    "/statements/999",
    "/statements/99999999999999999999999999",
    "/statements/1?revision=9",
    "/statements/?page=9",
    "/statements/abc",
    "/digests/2024-W54",
    "/digests/2199-W01",
    "/digests/2024-W3",
    "/digests/yesterday",
)


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_address_offers_a_way_on(client: FlaskClient, address: str) -> None:
    tree = page(client, address, status=404)
    assert {"/", "/organisations", "/statements", "/search"} <= set(links(tree))
    assert not tree.xpath("//main//script")


@pytest.mark.parametrize("address", ["/?origin=guessed", "/statements/?page=x", "/statements/1?revision=٣"])
def test_an_argument_that_cannot_be_read_is_named(client: FlaskClient, address: str) -> None:
    assert "Expected" in words(page(client, address, status=400).xpath("//main")[0])


def test_a_missing_installation_is_said_on_every_page(empty: Settings) -> None:
    client = create_app(empty).test_client()
    for address in ("/", "/articles/7", "/search?q=x", "/healthz", "/coverage"):
        assert "travaux import" in words(page(client, address, status=503))
    assert client.get("/about").status_code == 200
    assert not (empty.data / "travaux.db").exists()


def test_an_installation_that_appears_later_is_found(empty: Settings) -> None:
    from db.session import open_installation

    client = create_app(empty).test_client()
    assert client.get("/").status_code == 503
    open_installation(empty).dispose()
    assert client.get("/").status_code == 200


def test_an_unknown_docket_is_said_with_the_known_ones(empty: Settings) -> None:
    client = create_app(Settings(data=empty.data, docket="no-such-treaty")).test_client()
    text = words(page(client, "/", status=503))
    assert "no-such-treaty" in text and "un-cybercrime" in text


def test_a_fault_of_ours_shows_no_traceback(sample: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_content: str) -> str:
        raise RuntimeError("secret detail")

    client = create_app(sample, search=fake_search, render_digest=broken).test_client()
    text = words(page(client, "/digests/2024-W32", status=500))
    assert "secret detail" not in text and "Traceback" not in text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(app: Flask, method: str) -> None:
    answer = getattr(app.test_client(), method)("/")
    assert answer.status_code == 405
    assert "only for reading" in answer.text
