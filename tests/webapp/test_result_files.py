"""Results as files: all of them, in the order of the page, and nothing in them runs."""

import csv
import io

import pytest
import rispy
from flask.testing import FlaskClient
from lxml import etree
from openpyxl import load_workbook

from tests.webapp.pages import page, words
from tests.webapp.test_search_filters import total

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def table(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"/search.csv?{query}").text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("query", ["q=Article", "kind=ngo", "q=%22Article+7%22&sort=date"])
def test_a_table_holds_every_passage_that_the_page_counts(client: FlaskClient, query: str) -> None:
    rows = table(client, query)
    assert len(rows) == total(page(client, f"/search?{query}"))
    book = load_workbook(io.BytesIO(client.get(f"/search.xlsx?{query}").data))
    assert [row[5] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [r["Passage"] for r in rows]


def test_a_row_says_who_where_and_why(client: FlaskClient) -> None:
    row = table(client, "q=%22Article+7%22&fold=0&language=en")[0]
    assert row["Organisation"] and row["Kind of organisation"]
    assert row["Articles named"].startswith("Article 7")
    assert "has the phrase “Article 7”" in row["Why it was found"]
    assert "/statements/" in row["Address here"]


def test_no_cell_begins_like_a_formula(client: FlaskClient) -> None:
    for row in table(client, "from=1900"):
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_references_hold_each_statement_once(client: FlaskClient) -> None:
    records = rispy.loads(client.get("/search.ris?q=Article").text)
    titles = {row["Title"] for row in table(client, "q=Article")}
    assert {record["title"] for record in records} <= titles
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids)) > 1


def test_a_feed_is_a_feed_and_is_named_on_the_page(client: FlaskClient) -> None:
    answer = client.get("/search.atom?q=Article&kind=ngo")
    feed = etree.fromstring(answer.data)
    assert answer.content_type.startswith("application/atom+xml")
    tree = page(client, "/search?q=Article&kind=ngo")
    assert feed.xpath("count(//a:entry)", namespaces=ATOM) == total(tree)
    assert all(feed.xpath(f"//a:entry/a:{name}", namespaces=ATOM) for name in ("id", "updated", "title"))
    assert tree.xpath("//link[@rel='alternate']/@href") == ["/search.atom?q=Article&kind=ngo"]


def test_a_file_of_nothing_says_what_was_expected(client: FlaskClient) -> None:
    answer = client.get("/search.csv")
    assert answer.status_code == 400
    assert "Expected words or a filter" in words(page(client, "/search.csv", 400))
