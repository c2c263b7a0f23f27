"""What a reader types."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.docket import load_docket
from db.filters import Filters
from pipeline.query import MOST_CHARACTERS, MOST_TERMS, FieldTerm, Query, Term, parse_query, written
from pipeline.query_fields import Names, NotUnderstood, read_chosen, read_dates, read_fields

NAMES = Names(load_docket("un-cybercrime"), {"lantern-house": "Lantern House", "red": "Red Caracola"})
GUIDE = Path(__file__).parents[2] / "docs" / "search.md"


def filters(typed: str) -> tuple[Query, Filters]:
    return read_fields(parse_query(typed), NAMES)


def test_phrases_words_and_minus_are_told_apart() -> None:
    asked = parse_query('"good faith" research -children -"any crime" NOT wine')
    assert (asked.phrases, asked.words) == (("good faith",), ("research",))
    assert asked.without == ("children", "any crime", "wine")
    assert asked.text == "good faith research"


def test_alternatives_are_one_clause() -> None:
    asked = parse_query('warrant OR "court order" | judge secrecy AND end')
    warrant = (Term("warrant"), Term("court order", True), Term("judge"))
    assert asked.clauses == (warrant, (Term("secrecy"),), (Term("end"),))


@pytest.mark.parametrize("typed", ["OR judge", "judge OR", "judge OR OR", "| judge |", "AND judge"])
def test_an_operator_without_two_sides_is_none(typed: str) -> None:
    assert parse_query(typed).words == ("judge",)


def test_a_hyphen_inside_a_word_is_no_minus() -> None:
    assert parse_query("cross-border real-time").words == ("cross-border", "real-time")


def test_an_unclosed_quotation_mark_is_no_error() -> None:
    assert parse_query('"good faith').words == ("good", "faith")


def test_a_long_query_is_cut_and_says_so() -> None:
    asked = parse_query("".join(f"word{n} " for n in range(MOST_CHARACTERS)))
    assert len(asked.notes) == 2 and all("first" in note for note in asked.notes)
    assert len(asked.clauses) == MOST_TERMS


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kind:un kind:state", Filters(kind=("un_body", "state"))),
        ('organisation:lantern org:"Red Caracola"', Filters(organisation=("lantern-house", "red"))),
        ("article:6(2) art:preamble", Filters(article=("6", "preamble"))),
        ('article:"chapter IV" article:"5 of the zero draft"', Filters(article=("ch.IV", "6"))),
        ("stance:against lang:Français", Filters(stance=("objection",), language=("fr",))),
        ('draft:"zero draft" draft:A/AC.291/22/Rev.3', Filters(draft=("zero", "rev3"))),
        ("date:>=2024-7 date:<2025", Filters(since="2024-07", until="2024")),
        ("KIND:ngo", Filters(kind=("ngo",))),
    ],
)
def test_filters_are_read(typed: str, expected: Filters) -> None:
    asked, found = filters(typed)
    assert (found, asked.clauses, asked.notes) == (expected, (), ())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kind:dragon", "no kind of organisation known here"),
        ("article:99", "no article of the UN Convention"),
        ("date:2024-13", "is no date; write 2024"),
        ("date:2025..2024", "the end comes before the beginning"),
        ("author:someone", "There is no filter called “author”"),
        ("organisation:nobody", "No organisation called “nobody”"),
        ("language:klingonese", "no language known here"),
        ('draft:"third draft"', "no draft known here"),
        ("concern:weather", "no concern known here"),
        ("-kind:ngo", "cannot be left out with a minus"),
    ],
)
def test_what_is_not_understood_becomes_plain_words_with_a_note(typed: str, said: str) -> None:
    asked, found = filters(typed)
    assert not found
    assert said in asked.notes[0] and "treated as plain words" in asked.notes[0]
    assert asked.words


def test_a_choice_that_is_not_understood_is_left_out_with_a_note() -> None:
    found, notes = read_chosen([FieldTerm("kind", "dragon"), FieldTerm("kind", "ngo")], NAMES)
    assert found == Filters(kind=("ngo",))
    assert notes[0].endswith("This filter was left out.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", ("2024", "2024")),
        ("2024-02-28..", ("2024-02-28", "")),
        ("..2023-05", ("", "2023-05")),
        (">2024-12", ("2025-01", "")),
        (">2024-02-28", ("2024-02-29", "")),
        ("<2024-01", ("", "2023-12")),
        ("<=2024", ("", "2024")),
    ],
)
def test_dates_have_a_first_and_a_last(value: str, expected: tuple[str, str]) -> None:
    assert read_dates(value) == expected


@pytest.mark.parametrize("value", ["..", "<9999-99", ">", "<0001-01-01", ">9999-12-31", "<0001", ">9999"])
def test_no_date_breaks_anything(value: str) -> None:
    try:
        read_dates(value)
    except NotUnderstood as error:
        assert str(error)


@pytest.mark.parametrize(
    ("published", "since", "until", "expected"),
    [
        ("2024-07-15", "2024-07", "2024-07", True),
        ("2024-07", "2024-07-31", "", True),
        ("2024-07", "", "2024-06-30", False),
        ("2024-07-01", "", "2024-06", False),
        ("2024", "2024-12-31", "", True),
        ("", "2024", "", False),
        ("", "", "", True),
    ],
)
def test_a_date_is_within_when_a_day_of_it_may_be(published: str, since: str, until: str, expected: bool) -> None:
    assert Filters(since=since, until=until).within(published) is expected


def test_the_examples_of_the_guide_are_understood() -> None:
    rows = re.findall(r"^\| (`.*?`) \| (.*) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    examples = [example for row in rows for cell in row for example in re.findall(r"`([^`]+)`", cell)]
    typed = [each for each in examples if not re.fullmatch(r"\w+:?|fran.*", each)]
    assert len(typed) > 15
    for each in typed:
        asked, _ = filters(each)
        assert not asked.notes, each


@given(st.text(max_size=300))
def test_any_text_is_a_query_that_can_be_written_again(text: str) -> None:
    asked = parse_query(text)
    assert all(term.strip() for term in (*asked.words, *asked.without))
    again = parse_query(written(asked))
    assert again.terms == asked.terms or len(asked.terms) == MOST_TERMS
