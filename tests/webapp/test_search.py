"""The search page: what the reader typed, what was found and why, whatever was typed."""

import pytest
from flask.testing import FlaskClient

from db.settings import Settings
from tests.webapp.pages import page, words
from webapp import create_app
from webapp.found import cut_at
from webapp.searching import LONGEST_QUERY


def test_hits_say_why_and_mark_the_words(client: FlaskClient) -> None:
    tree = page(client, "/search?q=%22Article+7%22")
    assert {words(mark).lower() for mark in tree.xpath("//blockquote/mark")} == {"article 7"}
    assert "has the phrase “Article 7”" in words(tree)
    assert "only words were compared" in words(tree)


def test_nothing_found_is_no_conclusion(client: FlaskClient) -> None:
    assert "does not mean that nothing was said" in words(page(client, "/search?q=zebra"))


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'; DROP TABLE passage;--",
        "NEAR(a b)",
        "* OR NOT",
        "%_\\",
        "\0",
        "<script>",
        "مادة",
        "\u202e",
        "🙂",
        "kind:",
        "article:99 date:never",
        "_",
    ],
)
def test_whatever_is_typed_comes_back_as_text(client: FlaskClient, query: str) -> None:
    answer = client.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_very_long_query_is_cut_and_says_so(client: FlaskClient) -> None:
    exact = client.get("/search", query_string={"q": "a" * LONGEST_QUERY})
    longer = client.get("/search", query_string={"q": "a" * (LONGEST_QUERY + 1)})
    assert exact.status_code == longer.status_code == 200
    assert "Only the first 10,000 characters" in longer.text
    assert "Only the first" not in exact.text


def test_a_search_that_fails_says_so(sample: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_arguments: object) -> object:
        raise ImportError("no model")

    client = create_app(sample, search=broken).test_client()  # type: ignore[arg-type]
    assert "Search is not available" in words(page(client, "/search?q=x"))
    assert "no model" in caplog.text


def test_words_are_marked_at_their_places() -> None:
    text = "Gag orders, gag."
    assert cut_at(text, [(0, 3), (12, 15)]) == (("Gag", True), (" orders, ", False), ("gag", True), (".", False))
    assert cut_at(text, []) == ((text, False),)
