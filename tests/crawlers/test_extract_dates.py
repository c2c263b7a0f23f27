"""Dates and languages: day before month, many languages, and never a date out of a name."""

import pytest

from crawlers.extract import Declared, Document, language_of, read_document, settled_languages
from crawlers.extract.dates import dates_in, parse_date
from crawlers.extract.languages import main_language


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("05.08.2024", "2024-08-05"),
        ("05/08/2024", "2024-08-05"),
        ("07/26/2024", "2024-07-26"),
        ("2024-08-05T09:00:00+02:00", "2024-08-05"),
        ("September 26, 2024", "2024-09-26"),
        ("Zagreb, 22nd of January, 2024", "2024-01-22"),
        ("Dakar, le 1er août 2024", "2024-08-01"),
        ("a 8 de julio de 2024", "2024-07-08"),
        ("12 de outubro de 2023", "2023-10-12"),
        ("Berlin, den 19. Januar 2024", "2024-01-19"),
        ("15 июля 2024 года", "2024-07-15"),
        ("22 تموز 2024", "2024-07-22"),
        ("٢٢ يوليو ٢٠٢٤", "2024-07-22"),
        ("2024年7月22日", "2024-07-22"),
        ("2024년 7월 22일", "2024-07-22"),
        ("ngày 5 tháng 8 năm 2024", "2024-08-05"),
        ("November 2025", "2025-11"),
        ("letters :: 2025-11", "2025-11"),
    ],
)
def test_dates_are_read(text: str, value: str) -> None:
    assert parse_date(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("Access Now", "A/AC.291/22/Rev.3", "resolution 79/243", "May we add", "24/7", "31.31.2024"),
        *("Article 12, 2024", "12 March", "", "1066-10-14"),
    ],
)
def test_no_date_where_none_is(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize(
    ("head", "value", "source"),
    [
        ("Updated 2 August 2024 - First published 29 July 2024", "2024-07-29", "printed on the page"),
        ("Session of 29 January to 9 February 2024", None, "none"),
        ("Comments due by 4 March 2024 to the Secretariat of the Committee", None, "none"),
        ("Delivered on 1 February 2024. Check against delivery.", "2024-02-01", "printed on the page"),
    ],
)
def test_which_of_several_dates_is_the_day_of_publication(head: str, value: str | None, source: str) -> None:
    prose = "The draft leaves the decision to national law, and nobody in our region will ever take that decision."
    text = f"A statement on the draft convention\n\n{head}\n\n{prose}\n\n{prose}\n"
    document = read_document(text.encode(), "text/plain", Declared())
    assert (document.published, document.published_from) == (value, source)


def test_the_feed_s_day_counts_where_the_page_prints_none() -> None:
    text = "A statement on the draft convention\n\nThe draft leaves the decision to national law, as it did before.\n"
    document = read_document(text.encode(), "text/plain", Declared(published="2024-03-04T10:00:00Z"))
    assert (document.published, document.published_from) == ("2024-03-04", "feed or record")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The draft leaves the decision to national law in every case.", "en"),
        ("Le projet laisse la décision au droit national dans tous les cas.", "fr"),
        ("El proyecto deja la decisión al derecho interno en todos los casos.", "es"),
        ("Проект оставляет решение на усмотрение национального права.", "ru"),
        ("يترك المشروع القرار للقانون الوطني في جميع الحالات.", "ar"),
        ("草案在所有情况下都将决定权留给国内法。", "zh"),
        ("草案はすべての場合に国内法に決定を委ねている。", "ja"),
        ("초안은 모든 경우에 결정을 국내법에 맡긴다고 하며 그것이 문제다.", "ko"),
        ("Article 24", None),
        ("A/AC.291/22/Rev.3", None),
        ("", None),
    ],
)
def test_language_is_told_or_left_open(text: str, language: str | None) -> None:
    assert language_of(text) == language


def page(lang: str, date: str, meta: str = "", more: str = "") -> Document:
    head = f"<meta property='article:published_time' content='{meta}'>" if meta else ""
    prose = "The draft leaves the decision to national law, and nobody in our region will ever take that decision."
    body = f"<article><h1>A statement on the draft</h1><p>{date}</p><p>{prose}</p><p>{prose} {more}</p></article>"
    return read_document(
        f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode(), "text/html", Declared()
    )


@pytest.mark.parametrize(
    ("document", "value", "is_certain"),
    [
        (page("en", "08/05/2024"), "2024-05-08", False),
        (page("en-US", "08/05/2024"), "2024-08-05", True),
        (page("en-GB", "08/05/2024"), "2024-05-08", True),
        (page("fr", "08/05/2024"), "2024-05-08", True),
        (page("en", "08.05.2024"), "2024-05-08", True),
        (page("en", "08/05/2024", more="Last changed 09/25/2024."), "2024-08-05", True),
        (page("en", "08/05/2024", meta="2024-08-05T10:00:00Z"), "2024-08-05", True),
        (page("en", "5 August 2024"), "2024-08-05", True),
    ],
)
def test_a_day_that_can_be_read_two_ways_is_settled_or_marked(document: Document, value: str, is_certain: bool) -> None:
    assert document.published == value
    assert (document.published_doubt == "") == is_certain


def test_a_day_from_the_file_s_name_is_doubtful() -> None:
    text = "A statement on the draft convention\n\nThe draft leaves the decision to national law, as it did before.\n"
    document = read_document(text.encode(), "text/plain", Declared(file_name="2024-08-05-letter.txt"))
    assert (document.published, document.published_from) == ("2024-08-05", "file name")
    assert document.published_doubt == "only the name of the file says so"


def test_passages_too_short_to_tell_follow_their_neighbours_or_stay_open() -> None:
    english, french = (
        "The draft leaves the decision to national law.",
        "Le projet laisse la décision au droit national.",
    )
    assert settled_languages([english, "Article 24", english], "en") == ["en", "en", "en"]
    assert settled_languages([english, "Article 24", french], "en") == ["en", None, "fr"]
    assert settled_languages(["Article 24"], "fr") == ["fr"]


def test_the_language_of_a_document_is_that_of_most_of_it() -> None:
    english, french = (
        "The draft leaves the decision to national law.",
        "Le projet laisse la décision au droit national.",
    )
    assert main_language([english, *[french] * 3]) == "fr"
