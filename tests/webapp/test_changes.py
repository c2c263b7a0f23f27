"""What changed between two wordings."""

import time

from webapp.changes import LONGEST, compare, words_of

OLD = "Same line.\nArticle 5 must go.\nLast line.\n"
NEW = "Same line.\nArticle 6 must go now.\nLast line.\n"


def test_both_wordings_can_be_put_together_from_the_parts() -> None:
    (stretch,) = compare(OLD, NEW) or ()
    assert "".join(part.text for part in stretch.parts if part.change != "added") == OLD
    assert "".join(part.text for part in stretch.parts if part.change != "cut") == NEW
    assert [part.text for part in stretch.parts if part.change == "cut"] == ["5", "go."]


def test_equal_wordings_have_no_change() -> None:
    assert compare(OLD, OLD) == ()


def test_texts_that_are_too_long_are_refused() -> None:
    assert compare("x" * LONGEST, "y") is None


def test_the_worst_text_that_is_accepted_ends_soon() -> None:
    old = "\n".join(f"a{n} b{n % 7}" for n in range(20_000))
    new = "\n".join(f"c{n} b{n % 5}" for n in range(15_000))
    began = time.monotonic()
    assert compare(old[: LONGEST // 2], new[: LONGEST // 2])
    assert time.monotonic() - began < 20


def test_words_joined_are_the_text() -> None:
    text = "  a\tb\u00a0c\n\n d "
    assert "".join(words_of(text)) == text
