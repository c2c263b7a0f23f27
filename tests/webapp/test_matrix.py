"""The matrix: what counts, what does not, and that every figure leads to exactly what it counts."""

import pytest
from flask.testing import FlaskClient

from db.session import open_installation, writing
from db.settings import Settings
from tests.stories import Story
from tests.story_parts import Piece
from tests.webapp.pages import cells, figures, links, page, words
from webapp import create_app

EXPECTED = {
    # The letter on two hosts and its translation are one statement; Cables wrote in Arabic. Of the
    # signatures, Lantern's is its author's; Cables's counts, as it did not write the letter.
    "/articles/7?concern=researchers": (3, 2, 3),
    "/articles/29?concern=surveillance": (2, 1, 3),
    # The passage ties surveillance to 28 too, but asks to delete 29 only: no objection to 28.
    "/articles/28?concern=surveillance": (0, 0, 0),
    "/articles/35?concern=scope": (1, 1, 0),
    "/articles/24?concern=safeguards": (0, 0, 0),
    # A statement without a known organisation is a statement, and no organisation.
    "/articles/preamble?concern=gender": (0, 1, 0),
    "/articles/ch.IV?concern=gender": (0, 1, 0),
    # A person said that the passage is not about surveillance (23), and praises (26).
    "/articles/23?concern=scope": (1, 1, 0),
    "/articles/26?concern=surveillance": (0, 0, 0),
    # Only the current wording counts: the older one objected to 7.
    "/articles/8?concern=scope": (1, 1, 0),
}


def test_every_cell_says_what_was_worked_out_by_hand(client: FlaskClient) -> None:
    found = cells(page(client, "/"))
    assert {address: figure for address, figure in found.items() if "concern=" in address} == EXPECTED


def test_implied_articles_are_counted_apart(client: FlaskClient) -> None:
    found = cells(page(client, "/?origin=implicit"))
    assert {address for address in found if "concern=" in address} == {
        "/articles/29?concern=surveillance&origin=implicit",
        "/articles/30?concern=surveillance&origin=implicit",
    }
    assert found["/articles/29?concern=surveillance&origin=implicit"] == (1, 1, 0)


@pytest.mark.parametrize("address", ["/", "/?origin=implicit"])
def test_every_figure_leads_to_exactly_what_it_counts(client: FlaskClient, address: str) -> None:
    found = cells(page(client, address))
    assert found
    for target, figure in found.items():
        tree = page(client, target)
        said = figures(tree)
        assert (said["organisations"], said["statements"], said["endorsements"]) == figure, target
        if "concern=" in target:
            shown = tree.xpath("//*[@id='counted']")[0]
            assert len(set(shown.xpath(".//@data-organisation"))) == said["organisations"], target
            assert len(set(shown.xpath(".//@data-passage"))) == said["passages"], target


def test_the_leading_concerns_come_first_and_the_table_is_a_table(client: FlaskClient) -> None:
    table = page(client, "/").xpath("//table")[0]
    heads = [words(head).replace("\N{SOFT HYPHEN}", "") for head in table.xpath("./thead//th")]
    assert heads[:5] == ["Article", "Any concern", "Surveillance", "Researcher protection", "Scope"]
    assert words(table.xpath("./caption")[0])
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in table.xpath(".//th"))


def test_every_article_is_reachable_from_the_front_page(client: FlaskClient) -> None:
    reachable = set(links(page(client, "/")))
    assert {f"/articles/{number}" for number in range(1, 69)} <= reachable


def test_a_concern_that_the_docket_lost_is_said_aloud(empty: Settings) -> None:
    engine = open_installation(empty)
    with writing(engine) as session:
        stray = Piece("A (sample).", pairs=(("lost", "7"),))
        Story(session).statement("https://x.example/", "Old (sample)", [stray])
    engine.dispose()
    assert "1 pair carries" in words(page(create_app(empty).test_client(), "/"))


def test_an_installation_without_pairs_says_what_to_do(empty: Settings) -> None:
    open_installation(empty).dispose()
    answer = create_app(empty).test_client().get("/")
    assert answer.status_code == 200
    assert "travaux process" in answer.text
