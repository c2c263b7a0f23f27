"""A statement is saved as a report of its organisation, whole names and all, from its page and from lists."""

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.webapp.pages import page
from tests.webapp.zotero import authors_of, context_object, embedded, spans
from webapp.queries.listing import StatementLine
from webapp.queries.quotations import Author
from webapp.saving import as_one_name, coins


def line(title: str, name: str, address: str, published: str = "2024-07-03") -> StatementLine:
    """A statement in a list."""
    return StatementLine(Author(1, "x", name, "ngo"), 1, title, address, published, "letter", "en", True, "")


def test_a_page_is_saved_field_by_field(client: FlaskClient) -> None:
    kind, fields, authors = embedded(page(client, "/statements/1"))
    assert kind == "report"
    assert fields == {
        "title": "Joint letter (sample)",
        "date": "2024/07/03",
        "institution": "Lantern Watch (sample)",
        "url": "https://lantern.example/joint-letter",
        "language": "en",
    }
    assert authors == [("", "Lantern Watch (sample)")]


def test_an_earlier_wording_is_saved_under_its_own_title(client: FlaskClient) -> None:
    assert embedded(page(client, "/statements/10?revision=1"))[1]["title"] == "Before (sample)"


def test_nothing_is_said_of_what_is_not_known(client: FlaskClient) -> None:
    _, fields, authors = embedded(page(client, "/statements/6"))
    assert "date" not in fields and "url" not in fields and authors == []
    _, fields, _ = embedded(page(client, "/statements/8"))
    assert "url" not in fields, "an address that no browser may open"


def test_a_statements_own_page_has_no_coins_of_others(client: FlaskClient) -> None:
    assert spans(page(client, "/statements/2")) == []


@pytest.mark.parametrize("address", ["/statements/", "/organisations/lantern", "/statements/?organisation=lantern"])
def test_lists_are_saved_field_by_field(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    shown = tree.xpath("//ul[@class='statements']/li")
    assert shown and len(spans(tree)) == len(shown)
    for item, span in zip(shown, spans(tree), strict=True):
        kind, fields, _ = context_object(span)
        assert kind == "report"
        assert fields["title"] == str(item.xpath("string(a)")).replace("+", " "), "Zotero takes a plus sign for a space"
    kind, fields, authors = context_object(next(span for span in spans(tree) if "Joint%20letter" in span))
    assert (fields["date"], fields["url"]) == ("2024-07-03", "https://lantern.example/joint-letter")
    assert authors == [("", "Lantern Watch (sample)")] and fields["institution"] == "Lantern Watch (sample)"


def test_search_results_are_saved_once_a_statement(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article")
    titles = [context_object(span)[1]["url"] for span in spans(tree) if "rft_id" in span]
    assert titles and len(titles) == len(set(titles))
    assert "https://lantern.example/joint-letter" in titles


@pytest.mark.parametrize(
    "name",
    ["Lantern House", "Lantern", "Lamps, Oil and Wicks of the Coast", "Lamps of the Sea; Oil of the Land",
     "Red de Faros A.C.", "灯塔研究所", "جمعية الفنار"],
)  # fmt: skip
def test_an_organisations_name_stays_whole(name: str) -> None:
    authors = authors_of(as_one_name(name))
    assert len(authors) == 1 and authors[0][0] == ""
    assert authors[0][1].replace(" ", "").rstrip(".") == name.translate({44: "", 59: ""}).replace(" ", "").rstrip(".")


def test_a_hostile_title_stays_in_its_place() -> None:
    title = '"><script>alert(1)</script>&rft.genre=book=1+1'
    span = coins(line(title, "A & B = C", "https://a.example/?p=1&q=2"))
    assert "<script" not in span
    (read,) = spans(html.document_fromstring(f"<p>{span}</p>"))
    kind, fields, authors = context_object(read)
    assert kind == "report"
    assert fields["title"] == title.replace("+", " ") and authors == [("", "A & B = C")]
    assert fields["url"] == "https://a.example/?p=1&q=2"


def test_a_statement_without_a_title_or_an_address_of_the_web() -> None:
    assert coins(line("", "Lantern House", "https://a.example/1")) == ""
    assert "rft_id" not in coins(line("Letter", "Lantern House", "javascript:alert(1)"))
