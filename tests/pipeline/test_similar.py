"""Copies, form letters and translations are joined; other texts on the same subject are not."""

import numpy as np
import pytest

from pipeline.copies import jaccard, shingles
from pipeline.similar import Wording, can_be_copied, group_statements, longest_rise, same_text_pairs
from tests.builders import WordEncoder

LETTER = (
    "We write to ask you to vote against the treaty. It lets police collect messages in real time without a judge. "
    "It treats people who test systems as criminals. It keeps orders secret for ever. Please listen to those who "
    "will have to live under it, and do not sign a text that has no remedy for anyone."
)
OTHER = (
    "The chamber welcomes the treaty as a common basis. Companies need clear rules on requests for data and a single "
    "contact in each country. We ask that costs be shared and that staff are not held liable for their employer."
)


def wording(key: int, text: str, published: str = "2024-07-01", language: str = "en") -> Wording:
    sentences = [part for part in text.split(". ") if part]
    return Wording(key, f"https://a.example/{key}", published, language, text, WordEncoder().encode(sentences))


def test_a_copy_with_edits_and_other_signatures_joins_the_earliest() -> None:
    edited = LETTER.replace("Please listen", "As a nurse I beg you to listen") + " Signed, a citizen of Sample Town."
    same, _ = group_statements([wording(1, edited, "2024-07-03"), wording(2, LETTER, "2024-07-02"), wording(3, OTHER)])
    assert same == {1: "https://a.example/2", 2: "https://a.example/2", 3: "https://a.example/3"}


def test_texts_on_the_same_subject_stay_apart() -> None:
    same, statement = group_statements([wording(1, LETTER), wording(2, OTHER)])
    assert same == statement == {1: "https://a.example/1", 2: "https://a.example/2"}


def test_a_translation_joins_the_statement_but_not_the_text() -> None:
    one = wording(1, LETTER)
    translated = Wording(
        2, "https://a.example/2", "2024-07-02", "fr", "Nous vous écrivons au sujet du traité.", one.vectors
    )
    same, statement = group_statements([one, translated])
    assert same[2] == "https://a.example/2"
    assert statement[2] == statement[1] == "https://a.example/1"


def test_the_same_vectors_years_apart_are_no_translation() -> None:
    one = wording(1, LETTER, "2022-01-01")
    late = Wording(2, "https://a.example/2", "2026-01-01", "fr", "Nous écrivons au sujet du traité.", one.vectors)
    assert group_statements([one, late])[1][2] == "https://a.example/2"


def test_the_order_of_the_input_does_not_matter() -> None:
    rows = [wording(1, LETTER), wording(2, OTHER), wording(3, LETTER + " P.S. Thank you very much.")]
    assert group_statements(rows) == group_statements(rows[::-1])


def test_empty_texts_are_never_joined() -> None:
    assert group_statements([wording(1, ""), wording(2, "")])[0] == {1: "https://a.example/1", 2: "https://a.example/2"}


def test_nothing_gives_nothing() -> None:
    assert group_statements([]) == ({}, {})


@pytest.mark.parametrize(("numbers", "length"), [([], 0), ([1], 1), ([3, 1, 2], 2), ([1, 2, 3], 3), ([2, 2], 1)])
def test_longest_rise(numbers: list[int], length: int) -> None:
    assert longest_rise(numbers) == length


def test_chinese_is_cut_into_characters() -> None:
    assert len(shingles("这项公约缺乏保障措施")) == 8
    assert jaccard(shingles("这项公约"), shingles("这项公约")) == 1.0


def test_vectors_of_one_passage_are_too_little_for_a_translation() -> None:
    one = Wording(1, "a", "2024-01-01", "en", "Vote no.", np.eye(1, 4, dtype=np.float32))
    two = Wording(2, "b", "2024-01-01", "fr", "Votez non.", np.eye(1, 4, dtype=np.float32))
    assert group_statements([one, two])[1] == {1: "a", 2: "b"}


def test_very_short_texts_are_copies_of_nothing() -> None:
    short = ["See attached.", "See attached.", "I object to this treaty. Vote no."] * 3
    letter = "We ask the Committee to reject the draft because Article 24 names no judge who must agree (sample)."
    texts = [*short, letter, letter]
    vectors = np.zeros((0, 4), np.float32)
    wordings = [Wording(n, f"https://a.example/{n}", "", "en", text, vectors) for n, text in enumerate(texts)]
    assert list(same_text_pairs(wordings)) == [(len(short), len(short) + 1)]
    assert not can_be_copied("请看附件。") and can_be_copied("第二十四条没有提到法官，所以我们请求委员会拒绝这个草案。")
