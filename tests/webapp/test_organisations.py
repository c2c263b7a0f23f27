"""An organisation's page: positions by article and draft, written and signed apart, never "no position"."""

from flask.testing import FlaskClient
from sqlmodel import Session

from tests.webapp.pages import links, page, words

SIGNED = "/organisations/signers/articles/29"


def rows(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """Article → the words of its cells in the table of positions."""
    table = page(client, address).xpath("//table[contains(@class, 'stands')]")[0]
    return {words(row.xpath("th")[0]): [words(cell) for cell in row.xpath("td")] for row in table.xpath("tbody/tr")}


def test_positions_stand_by_article_and_draft(client: FlaskClient) -> None:
    assert rows(client, "/organisations/lantern") == {
        "Article 7: Illegal access": ["Objects1 statement3 July 2024"],
        "Article 8: Illegal interception": ["Objects1 statement3 July 2024"],
        "Article 23: Scope of procedural measures": ["Objects1 statement3 July 2024"],
        "Article 26: Expedited preservation and partial disclosure of traffic data": ["Supports1 statement3 July 2024"],
        "Article 28: Search and seizure of stored electronic data": ["Only describes1 statement3 July 2024"],
        "Article 29: Real-time collection of traffic data": ["Objects1 statement3 July 2024"],
    }
    heads = page(client, "/organisations/lantern").xpath("//table[contains(@class, 'stands')]/thead//th")
    assert [words(head) for head in heads] == ["Article", "Updated draft text (A/AC.291/22/Rev.3)14 June 2024"]


def test_what_was_only_signed_stands_apart(client: FlaskClient) -> None:
    table = rows(client, "/organisations/signers")
    assert all("signed: " in cell for cells in table.values() for cell in cells)
    tree = page(client, SIGNED)
    assert "No statement of its own was found. That is not “no position”." in words(tree)
    assert "Signed, written by others: objects 1 statement" in words(tree)
    beside = words(page(client, "/organisations/signers").xpath("//section[h2[@id='against']]//tbody")[0])
    assert "Article 29: Real-time collection of traffic dataNo statement foundObjects" in beside


def test_every_cell_opens_its_sentences(client: FlaskClient) -> None:
    for address in ("/organisations/lantern", "/organisations/signers", "/organisations/lantern?origin=implicit"):
        for cell in page(client, address).xpath("//table[contains(@class, 'stands')]//td/a"):
            target, _, place = str(cell.get("href")).partition("#")
            section = page(client, target).xpath(f"//section[h2[@id='{place}']]")[0]
            assert section.xpath(".//figure[@data-passage]")
            assert words(cell.xpath("span[1]")[0]).removeprefix("signed: ").lower() in words(section).lower()


def test_an_article_of_which_it_said_nothing_has_no_position(client: FlaskClient) -> None:
    text = words(page(client, "/organisations/lantern/articles/1"))
    assert "No statement found of this organisation that names it. That is not “no position”." in text


def test_unknown_organisations_and_articles_lead_on(client: FlaskClient) -> None:
    for address in ("/organisations/nobody/articles/7", "/organisations/lantern/articles/999",
                    "/statements/?organisation=nobody"):  # fmt: skip
        assert {"/organisations/", "/articles/"} & set(links(page(client, address, 404))) or "/organisations/" in words(
            page(client, address, 404)
        )


def test_the_figures_lead_to_so_many_statements(client: FlaskClient) -> None:
    for slug in ("lantern", "harbour", "signers"):
        for link in page(client, f"/organisations/{slug}").xpath("//p[@class='figures']//a"):
            shown = page(client, str(link.get("href"))).xpath("//ul[@class='statements']/li")
            assert len(shown) == int(link.xpath("string(b)"))


def test_its_names_and_kind_say_where_they_come_from(client: FlaskClient, session: Session) -> None:
    text = words(page(client, "/organisations/lantern"))
    assert "NGO (as read from the pages; not in the register)" in text
    assert "nobody has checked this name" in text
