"""Search: words, meaning, both together, and never an error."""

from pathlib import Path

import pytest

from db.docket import load_docket
from db.session import writing
from pipeline.search import SearchResult, search
from tests.builders import WordEncoder, embedded, installation, organisation, statement

TEXTS = [
    "Security researchers would be jailed for testing systems in good faith.",
    "Nothing in the text obliges a judge to look at an order beforehand.",
    "Les chercheurs en sécurité risquent la prison.",
]


@pytest.fixture
def find(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A search over three passages, one off-topic statement beside them."""
    settings, engine = installation(tmp_path)
    encoder = WordEncoder()
    with writing(engine) as session:
        author = organisation(session, "Sample Lantern")
        embedded(session, encoder, statement(session, "https://a.example/1", TEXTS, author))
        embedded(
            session,
            encoder,
            statement(session, "https://a.example/2", ["Researchers of wine."], author, on_topic=False),
        )
    docket = load_docket("un-cybercrime")

    def run(query: str) -> SearchResult:
        return search(engine, settings, docket, query, encoder=encoder)

    return run


def test_a_hit_says_where_it_is_who_said_it_and_why(find) -> None:  # type: ignore[no-untyped-def]
    hit = find("security RESEARCHERS").hits[0]
    assert (hit.text, hit.organisation, hit.address) == (TEXTS[0], "Sample Lantern", "https://a.example/1")
    assert hit.matched_words == ("Security", "researchers")
    assert "has all the words Security, researchers" in hit.why


def test_pages_that_are_not_about_the_treaty_are_not_found(find) -> None:  # type: ignore[no-untyped-def]
    assert all("wine" not in hit.text for hit in find("researchers wine").hits)


def test_meaning_finds_what_words_do_not(find) -> None:  # type: ignore[no-untyped-def]
    found = find("judge look order beforehand nowhere-word").hits
    assert found[0].text == TEXTS[1]
    assert "close in meaning" in found[0].why


def test_words_that_tell_nothing_find_nothing_by_themselves(find) -> None:  # type: ignore[no-untyped-def]
    assert not [hit for hit in find("the zebra in a zoo").hits if "has the word" in hit.why]


def test_left_out_words_hold_for_meaning_too(find) -> None:  # type: ignore[no-untyped-def]
    assert all("judge" not in hit.text for hit in find("order beforehand -judge").hits)


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "-", "'; DROP TABLE passage; --", "NEAR(", "*" * 500, "\u202eabc", "x" * 20_000]
)
def test_any_query_has_a_clear_result(find, query: str) -> None:  # type: ignore[no-untyped-def]
    result = find(query)
    assert result.hits or result.notes or query.strip()


def test_without_an_encoder_only_words_are_compared_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        statement(session, "https://a.example/1", TEXTS)

    def missing() -> WordEncoder:
        raise ImportError("the package is not installed")

    monkeypatch.setattr("pipeline.search._encoder", missing)
    result = search(engine, settings, load_docket("un-cybercrime"), "researchers")
    assert [hit.text for hit in result.hits] == [TEXTS[0]]
    assert "only words were compared" in result.notes[0]
