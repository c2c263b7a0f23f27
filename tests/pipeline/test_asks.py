"""What a passage asks for: verb and target; what others ask, or what is turned down, is no ask of the speaker."""

import pytest

from db.docket import load_docket
from pipeline.asks import asks_of
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
