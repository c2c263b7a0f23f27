"""Passages: exact, never across a line, long enough to mean something."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.segment import MOST_CHARACTERS, segment, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


def passages(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(text)]


def test_abbreviations_of_treaty_talk_do_not_end_a_sentence() -> None:
    text = "Art. 6 para. 2 of A/AC.291/22/Rev.2 is weak. H.E. the Chair said no. See No. 4, e.g. in Art. 5.2."
    assert len(sentences(text)) == 3


def test_chinese_sentences_are_told_apart() -> None:
    assert sentences("这是第一句。这是第二句！“第三句。”他说。") == [
        "这是第一句。",
        "这是第二句！",
        "“第三句。”他说。",
    ]


def test_short_sentences_are_joined_and_long_ones_stand_alone() -> None:
    long = "The power in this clause lets the police copy " + "every message " * 12 + "without a judge."
    answer = "Not one of the delegations in the room answered us."
    assert passages(f"It is wrong. We said so. {long} {answer}") == [
        f"It is wrong. We said so. {long}",
        answer,
    ]


def test_a_short_rest_joins_the_passage_before() -> None:
    text = (
        "The clause on search lets the police copy every message of everyone in the building " * 2
        + "today. Nobody answered."
    )
    assert len(passages(text)) == 1


def test_headings_are_context_not_passages() -> None:
    spans = segment("Human rights\n\nThe text names no judge.\n\nScope\n\nIt covers everything.")
    assert [span.heading for span in spans] == ["Human rights", "Scope"]


def test_a_last_line_without_full_stop_is_kept() -> None:
    text = "First sentence here.\n\nThe last hours were marked by"
    assert passages(text)[-1] == "The last hours were marked by"


def test_list_items_are_passages_of_their_own() -> None:
    text = "We ask delegations to:\n\n• delete Article 4\n\n• narrow Article 23"
    assert passages(text)[1:] == ["• delete Article 4", "• narrow Article 23"]


def test_nothing_after_the_signature_block_is_a_passage() -> None:
    text = "We object to this.\n\nSigned by Foo."
    assert [text[s.start : s.end] for s in segment(text, end=18)] == ["We object to this."]


def test_endless_lines_are_cut() -> None:
    assert max(len(p) for p in passages("x" * 50_000)) <= MOST_CHARACTERS


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_gives_ordered_exact_pieces_and_loses_no_word_but_headings(text: str) -> None:
    spans = segment(text)
    assert all(s.start < s.end for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all("\n" not in text[s.start : s.end] for s in spans)
