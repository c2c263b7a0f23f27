"""Links that open the original at the quoted words."""

from urllib.parse import unquote

import pytest

from pipeline.references.fragments import WholeText, fragment_address, text_directive

PAGE = "https://sample.example/page"
LONG = ("The first words of a long paragraph, with commas & more - and well-known dashes, go on and on until at the end "
        "of it the last words are said by all of the organisations here.")  # fmt: skip


def test_a_short_quotation_is_named_whole() -> None:
    assert (
        fragment_address(PAGE, "text/html; charset=utf-8", "We object to it.", 0)
        == f"{PAGE}#:~:text=We%20object%20to%20it."
    )


def test_a_long_one_by_its_edges_and_every_sign_of_the_syntax_is_escaped() -> None:
    directive = text_directive(LONG, 0)
    start, end = directive.split(",")
    assert LONG.startswith(unquote(start)) and LONG.endswith(unquote(end))
    assert text_directive("well-known, A&B", 0) == "well%2Dknown%2C%20A%26B"


def test_white_space_is_one_space_and_bullets_are_not_text() -> None:
    assert text_directive("-  We  object\tto\u00a0the power.", 0) == "We%20object%20to%20the%20power."


def test_a_quotation_of_several_blocks_is_found_by_one_of_them() -> None:
    assert text_directive(
        "Short\nA paragraph that is long enough.\nAnother one that is longer still, much longer.", 0
    ) == ("A%20paragraph%20that%20is%20long%20enough.")
    assert text_directive("One\nLonger", 0) == "Longer"


def test_words_that_stand_twice_get_the_words_around_them() -> None:
    text = "First we say: it must be deleted now. Then we say, once more: It must be  deleted today."
    start = text.index("It must be  deleted")
    piece = text[start : start + len("It must be  deleted")]
    directive = text_directive(piece, start, WholeText(text))
    assert directive == "we%20say%2C%20once%20more%3A-,It%20must%20be%20deleted,-today."
    assert text_directive("First we say", 0, WholeText(text)) == "First%20we%20say"


def test_the_words_around_stay_within_the_block() -> None:
    text = "Delete the article.\nDelete the article.\nMore."
    assert text_directive("Delete the article.", 20, WholeText(text)) == "Delete%20the%20article."


def test_a_script_without_spaces_is_cut_at_its_punctuation() -> None:
    text = "本组织认为，" + "第二条的规定过于宽泛并且没有任何保障措施" * 8 + "，应当予以删除。"
    assert [unquote(part) for part in text_directive(text, 0).split(",")] == ["本组织认为，", "应当予以删除。"]


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        (PAGE, "application/pdf"),
        (PAGE, "text/markdown"),
        ("urn:sha256:00", "text/html"),
        ("javascript:alert(1)", "text/html"),
        ("https://", "text/html"),
        ("http://[", "text/html"),
    ],
)
def test_only_pages_of_the_web_can_be_opened_at_words(address: str, media_type: str) -> None:
    assert fragment_address(address, media_type, "Words.", 0) == ""


def test_a_fragment_that_the_address_has_is_kept() -> None:
    assert fragment_address(f"{PAGE}#top", "text/html", "Words.", 0) == f"{PAGE}#top:~:text=Words."


def test_a_text_without_words_gives_the_page() -> None:
    assert fragment_address(PAGE, "text/html", " \n ", 0) == PAGE
