"""Filters of the search page: every figure leads to exactly that many, and nothing leads nowhere."""

import re

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from db.docket import load_docket
from db.filters import Filters
from tests.webapp.pages import page, words
from webapp.narrowing import Names, Place, chips, dates_in_words


def total(tree: HtmlElement) -> int:
    heading = words(tree.xpath("//h2[@id='results']")[0])
    return 0 if heading == "Nothing found" else int(re.sub(r"\D", "", heading))


SEARCHES = (
    "/search?q=Article",
    "/search?q=Article+sample&kind=ngo",
    "/search?kind=ngo&kind=industry",
    "/search?article=7",
    "/search?q=article%3A7+language%3Afrench",
    "/search?q=%22Article%22+-delete",
    "/search?from=2024-07&to=2024",
)


@pytest.mark.parametrize("address", SEARCHES)
def test_every_figure_beside_the_results_is_what_its_link_shows(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    lines = tree.xpath("//ul[@class='facet']/li")
    assert lines and total(tree)
    for line in lines:
        (link,) = line.xpath("a/@href")
        assert total(page(client, link)) == int(words(line.xpath("b")[0])), link


@pytest.mark.parametrize("address", SEARCHES)
def test_passages_shown_and_folded_are_all_that_were_counted(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    folded = sum(int(words(each).split()[1]) for each in tree.xpath("//details[@class='copies']/summary"))
    assert len(tree.xpath("//article[@class='result']")) + folded == total(tree)
    unfolded = page(client, f"{address}&fold=0")
    assert len(unfolded.xpath("//article[@class='result']")) == min(20, total(tree))


def test_a_filter_typed_stands_beside_and_can_be_taken_away(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article+kind%3Aindustry")
    assert tree.xpath("//input[@id='q']/@value") == ["Article"]
    assert "Kind of organisation: Industry" in words(tree)
    (away,) = tree.xpath("//ul[@class='chips']//a/@href")
    assert total(page(client, away)) == total(page(client, "/search?q=Article")) > total(tree)


def test_filters_that_leave_nothing_say_which_to_drop(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article&kind=media&article=7")
    (line,) = tree.xpath("//li[a[contains(., 'without the filter on')]]")
    assert "the kind of organisation" in words(line)
    found = int(re.sub(r"\D", "", words(line).split(" passage")[0]))
    assert total(page(client, line.xpath("a/@href")[0])) == found > 0


def test_a_filter_that_is_not_understood_is_said_and_left_out(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article&kind=dragon&from=never")
    assert "“dragon” is no kind of organisation known here" in words(tree)
    assert "This filter was left out." in words(tree)
    assert total(tree) == total(page(client, "/search?q=Article"))


def test_an_organisation_is_found_by_a_part_of_its_name(client: FlaskClient) -> None:
    by_name = page(client, "/search?organisation=Lantern")
    assert total(by_name) == total(page(client, "/search?organisation=lantern")) > 0


def test_results_stand_newest_first_when_asked(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Article&sort=date&fold=0")
    days = [re.findall(r"20\d\d", words(each))[-1:] for each in tree.xpath("//span[@class='source']")]
    assert days == sorted(days, reverse=True)


def test_a_page_that_is_not_there_is_no_page(client: FlaskClient) -> None:
    assert client.get("/search?q=Article&page=99").status_code == 404
    assert client.get("/search?q=Article&page=x").status_code == 400


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "x", "-1", "123456"])
def test_passages_like_one_that_is_not_there(client: FlaskClient, number: str) -> None:
    assert "in no current text" in words(page(client, f"/search?like={number}"))


def test_dates_stand_in_words() -> None:
    assert dates_in_words(Filters(since="2024", until="2024")) == "2024"
    assert dates_in_words(Filters(since="2024-07", until="")) == "from July 2024"
    assert dates_in_words(Filters(since="", until="2024-07-31")) == "to 31 July 2024"


def test_an_address_without_a_filter_keeps_the_others() -> None:
    names = Names(load_docket("un-cybercrime"), {})
    place = Place("/search", "a b", Filters(kind=("ngo", "state"), since="2024"), (("sort", "date"),))
    without = {chip.name: chip.without for chip in chips(place, names)}
    assert without["NGO"] == "/search?q=a+b&kind=state&from=2024&sort=date"
    assert without["from 2024"] == "/search?q=a+b&kind=ngo&kind=state&sort=date"


def statements(tree: HtmlElement) -> int:
    return int(re.sub(r"\D", "", words(tree.xpath("//p[contains(., 'newest first')]")[0]).split(" text")[0]))


@pytest.mark.parametrize(
    "query",
    ["kind=ngo", "article=7", "concern=surveillance", "stance=support", "language=fr", "from=2024-07&to=2024-07",
     "organisation=Lantern", "draft=adopted", "article=7&language=fr"],
)  # fmt: skip
def test_the_list_of_statements_holds_those_of_the_passages_found(client: FlaskClient, query: str) -> None:
    rows = client.get(f"/search.csv?{query}").text.splitlines()[1:]
    found = {row.rsplit("/statements/", 1)[1].split("#")[0] for row in rows if "/statements/" in row}
    tree = page(client, f"/statements/?{query}")
    listed = {link.rsplit("/", 1)[1] for link in tree.xpath("//ul[@class='statements']/li/a[1]/@href")}
    assert listed == found
    assert statements(tree) == len(found)


def test_a_filter_of_the_list_can_be_taken_away(client: FlaskClient) -> None:
    tree = page(client, "/statements/?kind=ngo&article=7")
    away = tree.xpath("//ul[@class='chips']//a/@href")
    assert set(away) == {"/statements/?kind=ngo", "/statements/?article=7"}
    assert "No statement found" in words(page(client, "/statements/?kind=media"))
    assert client.get("/statements/?organisation=nobody-at-all").status_code == 404
