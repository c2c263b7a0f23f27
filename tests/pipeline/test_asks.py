"""What a passage asks for: verb and target; what others ask, or what is turned down, is no ask of the speaker."""

from time import process_time

import pytest

from crawlers.extract import language_of
from db.docket import load_docket
from pipeline.asks import Ask, asks_in, asks_of
from pipeline.pairs import ProvisionSpan
from pipeline.resolve import cite, parse_day


def asked(text: str, antecedent: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    docket = load_docket("un-cybercrime")
    mentions = cite(text, published=parse_day("2024-07-20"), docket=docket)
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status) for m in mentions]
    return {(ask.verb, ask.target) for ask in asks_of(text, spans, docket, antecedent)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delete Article 4.", {("delete", "4")}),
        ("We ask delegations to delete Article 4.", {("delete", "4")}),
        ("Article 28 should be amended so that engineers are not pressed into service.", {("amend", "28")}),
        ("Nous demandons la suppression de l'article 4.", {("delete", "4")}),
        ("Vote no.", {("reject", "treaty")}),
        ("We support Article 41 as it stands.", {("support", "41")}),
        ("If nothing changes, we call on governments to reject the text.", {("reject", "treaty")}),
    ],
)
def test_an_ask_has_its_verb_and_target(text: str, expected: set[tuple[str, str]]) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Several delegations proposed that Article 6 be deleted.",
        "A few delegations will ask for the removal of Article 6.",
        "Valdoria wants Article 24 in its present form; proposals to amend Article 24 are not acceptable.",
        "No vote was called that evening, and the text went to the Assembly.",
        "The proposal did not find support from many other delegations.",
        "Article 24 was discussed in the morning and Article 35 in the afternoon.",
    ],
)
def test_what_others_ask_or_what_is_turned_down_is_no_ask_to_change(text: str) -> None:
    assert not {verb for verb, _ in asked(text)} & {"delete", "amend", "add", "reject", "support"}


def test_it_means_what_the_paragraph_named_last() -> None:
    assert asked("It must be deleted.", ("4",)) == {("delete", "4")}
    assert asked("Companies must be heard and the costs deleted from the bill.", ("4",)) == set()


def test_every_ask_is_an_exact_piece_of_the_passage() -> None:
    text = "We welcome Article 41. We ask that Article 4 be deleted; please clarify Article 22."
    docket = load_docket("un-cybercrime")
    mentions = cite(text, published=parse_day("2024-07-20"), docket=docket)
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status) for m in mentions]
    found = asks_of(text, spans, docket)
    assert len(found) >= 2
    assert all(text[ask.start : ask.end] == ask.text for ask in found)


def asked_in(text: str, speaker: str = "", day: str = "2024-07-20") -> list[Ask]:
    docket = load_docket("un-cybercrime")
    mentions = cite(text, published=parse_day(day), docket=docket)
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status, m.article or "") for m in mentions]
    return asks_in(text, spans, docket, language=language_of(text), speaker=speaker)


def pairs_in(text: str, speaker: str = "") -> list[tuple[str, str]]:
    return [(ask.verb, ask.target) for ask in asked_in(text, speaker)]


def test_a_list_takes_its_request_from_the_line_that_leads_into_it() -> None:
    text = "We ask the Committee to:\n\ndelete Article 4;\n\nkeep Article 6 as it stands;\n\nlimit Article 23."
    assert pairs_in(text) == [("delete", "4"), ("retain", "6"), ("amend", "23")]


def test_a_list_of_what_others_ask_gives_nothing() -> None:
    assert pairs_in("Several delegations asked the Committee to:\n\n- delete Article 4;\n\n- limit Article 24.") == []


def test_a_request_under_a_heading_means_the_article_that_the_heading_names() -> None:
    asks = asked_in("Article 24: safeguards\n\nNo judge is named. We ask that a judge be required in every case.")
    assert [(ask.verb, ask.target, ask.origin) for ask in asks] == [("amend", "24", "heading")]
    assert "named in the heading above" in asks[0].reason


def test_a_heading_that_names_two_articles_is_not_guessed_at() -> None:
    text = "Articles 29 and 30\n\nWe ask that every gag expire after a year."
    assert [ask.target for ask in asked_in(text)] == ["treaty"]
    assert pairs_in("Articles 29 and 30\n\nBoth articles should be deleted.") == [("delete", "29"), ("delete", "30")]


def test_an_ask_about_an_article_that_does_not_exist_is_kept_as_unmatched() -> None:
    asks = asked_in("We ask that Article 93 be deleted.")
    assert [(ask.verb, ask.target, ask.status) for ask in asks] == [("delete", "93", "unmatched")]


def test_forty_asks_in_one_sentence_are_forty() -> None:
    numbers = [str(number) for number in range(21, 61)]
    text = f"We ask the Committee to delete Articles {', '.join(numbers[:-1])} and {numbers[-1]}."
    assert pairs_in(text) == [("delete", number) for number in numbers]


def test_a_long_letter_is_read_in_time_that_grows_with_its_length() -> None:
    line = "We ask delegations to amend Article 24 so that a judge is required, and to keep Article 6.\n\n"
    started = process_time()
    assert len(asked_in(line * 200)) == 2
    assert process_time() - started < 20


@pytest.mark.parametrize(
    ("speaker", "expected"), [("Mission of Valdoria", [("amend", "22")]), ("", []), ("Ruritania", [])]
)
def test_a_request_in_the_third_person_is_the_speakers_own_where_the_speaker_is_named(
    speaker: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs_in("Valdoria proposes to amend Article 22.", speaker) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 24 should not be deleted.", [("retain", "24")]),
        ("We oppose the deletion of Article 6.", [("retain", "6")]),
        ("We oppose the inclusion of Article 4.", [("delete", "4")]),
        ("We ask you to delete Article 22, or at least to narrow it.", [("delete", "22")]),
        ("We do not ask for the deletion of Article 14.", []),
        ("Should Article 4 be deleted?", []),
        ("We welcome Article 24, but it must name a judge.", [("amend", "24")]),
        ("One State proposed to narrow Article 22. We support that proposal.", [("amend", "22")]),
        ("We ask the Secretariat to give observers their visas in time.", []),
    ],
)
def test_negation_opposition_and_fallbacks_turn_an_ask(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs_in(text) == expected


def test_wording_in_quotation_marks_is_proposed_text() -> None:
    asks = asked_in('In Article 11, replace "without right" by "with intent to harm". We ask for no more.')
    assert [(ask.verb, ask.proposed) for ask in asks] == [("amend", "with intent to harm")]
