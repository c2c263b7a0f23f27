"""Cutting a text into blocks and spans loses no letter, whatever the offsets."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.layout import lay_out, spans_of
from webapp.queries.marks import Marks
from webapp.queries.statement_text import MarkedPassage, MentionMark

TEXT = "Menu\n\nFirst passage, Articles 5 to 7. Second one.\nTail"


def mention(start: int, end: int, text: str = TEXT) -> MentionMark:
    return MentionMark(1, 1, start, end, text[start:end], "x", "", "resolved", "5", (), "", 1.0)


def passage(start: int, end: int, *mentions: MentionMark) -> MarkedPassage:
    return MarkedPassage(start, start, end, "en", Marks(), mentions)


def test_words_between_passages_are_kept_and_lines_continue() -> None:
    first = TEXT.index("First")
    second = TEXT.index("Second")
    blocks = lay_out(TEXT, [passage(first, second - 1), passage(second, second + 11)])
    shown = ["".join(span.text for span in block.spans) for block in blocks]
    assert shown == ["Menu", "First passage, Articles 5 to 7.", "Second one.", "Tail"]
    assert [block.continues for block in blocks] == [False, False, True, False]


def test_a_range_is_one_span_with_all_its_mentions() -> None:
    at = TEXT.index("Articles")
    same = [mention(at, at + 15), mention(at, at + 15), mention(at + 9, at + 15)]
    spans = spans_of(TEXT, 6, 40, same)
    assert [(span.text, len(span.mentions)) for span in spans if span.mentions] == [("Articles 5 to 7", 3)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_spans_joined_are_the_passage(edges: list[tuple[int, int]]) -> None:
    spans = spans_of(TEXT, 6, 40, [mention(start, end) for start, end in edges])
    assert "".join(span.text for span in spans) == TEXT[6:40]
