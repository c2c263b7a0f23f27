"""A concern's page: its figures lead to lists of that length; who, what is asked, how it moved draft by draft."""

import pytest
from flask.testing import FlaskClient

from tests.webapp.pages import links, page, words

RESEARCHERS = "/concerns/researchers"


def items(client: FlaskClient, address: str) -> int:
    """How long the list behind a figure says it is."""
    return int(page(client, address).xpath("string(//section[@id='counted']/@data-total)"))


@pytest.mark.parametrize("concern", ["researchers", "surveillance", "scope", "gender", "safeguards"])
@pytest.mark.parametrize("switch", ["", "?side=asks", "?side=support", "?origin=implicit", "?kind=industry"])
def test_every_figure_leads_to_exactly_so_many(client: FlaskClient, concern: str, switch: str) -> None:
    tree = page(client, f"/concerns/{concern}{switch}")
    for link in tree.xpath("//p[@class='figures']//a"):
        assert items(client, str(link.get("href"))) == int(link.xpath("string(b)"))
    for link in tree.xpath("//section[h2[@id='drafts']]//td[@class='number']/a"):
        assert items(client, str(link.get("href"))) == int(words(link))


def test_it_moved_draft_by_draft(client: FlaskClient) -> None:
    (row,) = page(client, RESEARCHERS).xpath("//section[h2[@id='drafts']]//tbody/tr")[:1]
    assert words(row).startswith("Updated draft text (A/AC.291/22/Rev.3)")
    assert "Article 7" in words(row)


def test_organisations_stand_by_kind(client: FlaskClient) -> None:
    section = page(client, RESEARCHERS).xpath("//section[h2[@id='who']]")[0]
    assert [words(kind).split()[0] for kind in section.xpath("h3")] == ["Industry", "NGO"]
    assert "Cables and Clouds Association (sample) 1 passage" in words(section)


def test_requests_are_shown_once_for_all_copies(client: FlaskClient) -> None:
    section = page(client, "/concerns/surveillance").xpath("//section[h2[@id='asks']]")[0]
    assert words(section.xpath("h3")[0]) == "Delete 1 passage"
    assert len(section.xpath(".//figure")) == 1


def test_it_can_be_followed(client: FlaskClient) -> None:
    for address in (RESEARCHERS, "/organisations/lantern"):
        tree = page(client, address)
        (feed,) = tree.xpath("//link[@type='application/atom+xml']/@href")
        assert feed in links(tree) and client.get(str(feed)).status_code == 200


def test_a_page_beyond_the_last_is_not_found(client: FlaskClient) -> None:
    page(client, f"{RESEARCHERS}?show=passages&page=9", 404)
    page(client, f"{RESEARCHERS}?show=everything", 400)
