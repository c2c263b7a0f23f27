"""The drafts: one page that says what each is, reached from wherever one is named, and no key in sight."""

import pytest
from flask.testing import FlaskClient

from db.docket import load_docket
from tests.webapp.pages import page, words
from webapp.plain_words import in_plain_words

DOCKET = load_docket("un-cybercrime")


def test_every_draft_is_listed_with_day_and_symbol(client: FlaskClient) -> None:
    tree = page(client, "/drafts")
    listed = {str(term.get("id")): words(term) for term in tree.xpath("//dt")}
    assert listed == {f"draft-{draft.key}": draft.label for draft in DOCKET.drafts}
    assert len(set(listed.values())) == len(listed)
    said = words(tree)
    assert "Zero draft (A/AC.291/22)" in said and "from 14 June 2024 to 8 August 2024" in said


def test_articles_that_moved_are_told_and_no_others(client: FlaskClient) -> None:
    rows = {
        words(row.xpath("./th/a/b")[0]): [words(cell) for cell in row.xpath("./td")]
        for row in page(client, "/drafts").xpath("//table/tbody/tr")
    }
    assert [number for number in rows["7"] if number] == ["6", "6", "6", "7"]
    assert rows["4"].count("17") == 3
    assert "42" in rows["24"]
    assert "28" not in rows


@pytest.mark.parametrize("address", ["/articles/7", "/statements/1", "/about"])
def test_the_name_of_a_draft_leads_to_its_place_and_says_its_day(client: FlaskClient, address: str) -> None:
    found = page(client, address).xpath("//a[@class='draft']")
    assert found
    for link in found:
        assert str(link.get("href")).startswith("/drafts#draft-")
        assert str(link.get("title")).rpartition(", ")[2][-4:].isdigit()


def test_the_old_places_of_drafts_still_exist(client: FlaskClient) -> None:
    assert {f"draft-{draft.key}" for draft in DOCKET.drafts} <= set(page(client, "/about").xpath("//dt/@id"))


def test_notes_name_drafts_by_their_names_and_days_in_words() -> None:
    said = in_plain_words("It moved after rev1 (2023-11-28..2024-02-08); the adopted text of zero hour, rev12.", DOCKET)
    assert said == (
        "It moved after Revised draft text (A/AC.291/22/Rev.1) (28 November 2023 to 8 February 2024);"
        " the adopted text of zero hour, rev12."
    )
    assert in_plain_words("2024-99-99", DOCKET) == "2024-99-99"


def test_no_note_of_a_draft_shows_a_key() -> None:
    keys = {draft.key for draft in DOCKET.drafts} - {"zero", "adopted"}
    for text in (*(draft.note for draft in DOCKET.drafts), *(row.note for row in DOCKET.lineages)):
        assert not keys & set(in_plain_words(text, DOCKET).replace(",", " ").split())
