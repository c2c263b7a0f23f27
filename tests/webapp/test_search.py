"""The search page: what the reader typed, what was found and why, whatever was typed."""

import pytest
from flask.testing import FlaskClient

from db.settings import Settings
from tests.webapp.pages import page, words
from webapp import create_app
from webapp.doors import SearchResult
from webapp.views.search import LONGEST_QUERY, cut_at_words


def test_hits_say_why_and_mark_the_words(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article+7")
    assert {words(mark).lower() for mark in tree.xpath("//blockquote/mark")} == {"article 7"}
    assert "Why: Sample: the words match." in words(tree)
    assert "Searched by words only (sample note)." in words(tree)
    assert "Not counted: off topic" in words(tree)


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
    def broken(*_arguments: object) -> SearchResult:
        raise ImportError("no model")

    client = create_app(sample, search=broken).test_client()
    assert "Search is not available" in words(page(client, "/search?q=x"))
    assert "no model" in caplog.text


@pytest.mark.parametrize("given", [("x", ()), ("Gag orders, gag.", ("gag",)), ("a.b", (".", "")), ("ßs", ("SS",))])
def test_cutting_at_words_loses_nothing(given: tuple[str, tuple[str, ...]]) -> None:
    text, wanted = given
    assert "".join(piece for piece, _ in cut_at_words(text, wanted)) == text


def test_words_are_marked_in_any_case() -> None:
    assert cut_at_words("Gag orders, gag.", ("gag",)) == (
        ("Gag", True),
        (" orders, ", False),
        ("gag", True),
        (".", False),
    )
