"""What a reader types."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.query import MOST_CHARACTERS, parse_query


def test_phrases_words_and_minus_are_told_apart() -> None:
    asked = parse_query('"good faith" research -children')
    assert (asked.phrases, asked.words, asked.without) == (("good faith",), ("research",), ("children",))
    assert asked.text == "good faith research"


def test_a_hyphen_inside_a_word_is_no_minus() -> None:
    assert parse_query("cross-border real-time").words == ("cross-border", "real-time")


def test_an_unclosed_quotation_mark_is_no_error() -> None:
    assert parse_query('"good faith').words == ("good", "faith")


def test_a_long_query_is_cut_and_says_so() -> None:
    asked = parse_query("word " * MOST_CHARACTERS)
    assert any("first" in note for note in asked.notes)


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    asked = parse_query(text)
    assert all(term.strip() for term in (*asked.words, *asked.without))
