"""PDFs as they are really printed: mastheads, columns, running lines, footnotes, tables, hyphens, turned pages."""

import io
import re

import pypdfium2
import pytest

from crawlers.extract import Declared, Document, Unreadable, read_document
from crawlers.extract.media import PDF
from tests.crawlers import printed


def read(body: bytes) -> Document:
    return read_document(body, PDF, Declared())


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def test_the_masthead_of_an_official_document_is_no_part_of_it_but_dates_it() -> None:
    document = read(printed.un_document())
    assert document.title == "Views of the Quillwort Forum on the draft text of the convention"
    assert (document.published, document.published_doubt) == ("2023-11-06", "")
    assert not re.search("United Nations|Distr|Original: English|A/AC.299", document.text)


def test_right_and_left_pages_lose_their_running_lines_and_no_other() -> None:
    document = read(printed.un_document(5))
    assert "V.23-21001" not in document.text
    assert not re.search(r"\b[2-5]/5\b", document.text)
    topics = [f"matter {page}-{number}" for page in range(2, 6) for number in range(6)]
    assert [topic for topic in topics if document.text.count(f"On {topic},") != 3] == []


def test_two_pages_are_enough_for_running_lines() -> None:
    document = read(printed.un_document(2))
    assert not re.search("A/AC.299|V.23|2/2", document.text)


@pytest.mark.parametrize("row_by_row", [False, True])
def test_two_columns_under_a_title_over_both_are_read_one_after_the_other(row_by_row: bool) -> None:
    body, written = printed.two_columns(row_by_row)
    document = read(body)
    assert document.title == "Briefing: what the draft convention forgets"
    assert paragraphs(document) == written


def test_the_right_column_comes_first_where_the_writing_goes_from_right_to_left() -> None:
    from crawlers.extract.pdf_layout import laid_out
    from crawlers.extract.pdf_lines import Line

    text = "يترك المشروع القرار للقانون الوطني في جميع الحالات"
    runs = [
        Line(f"{text} {column}{row}", 0, left, left + 200, 700 - 14 * row, 690 - 14 * row, 10)
        for row in range(8)
        for column, left in (("أ", 320), ("ب", 60))
    ]
    assert [line.text.split()[-1][0] for line in laid_out(runs)] == ["أ"] * 8 + ["ب"] * 8


def test_names_in_two_columns_are_no_prose_and_stay_rows() -> None:
    document = read(printed.table([("Quillwort Forum", "Kenya"), ("Heron Watch", "Chile"), ("Open Meadow", "Peru")]))
    assert "Quillwort Forum | Kenya\nHeron Watch | Chile\nOpen Meadow | Peru" in document.text


def test_a_table_becomes_rows_and_its_broken_cells_are_whole() -> None:
    rows = [
        ("Article", "Safeguard", "Remedy"),
        ("Article 6", "none", "a judge"),
        ("Article 23", "weak", "a time limit"),
    ]
    document = read(printed.table(rows))
    assert "Article | Safeguard | Remedy\nArticle 6 | none | a judge\nArticle 23 | weak | a time limit" in document.text
    assert document.text.count(printed.PROSE.strip()) == 2


def test_marks_of_footnotes_leave_the_words_and_notes_leave_the_running_text() -> None:
    document = read(printed.footnoted())
    assert "The draft forgets rights on page 1" in document.text
    assert "The draft forgets judges on page 2" in document.text
    assert "the limit of 10⁶ records" in document.text
    assert document.text.endswith(
        "1 See our paper number 1 on the matter, which says more than can be said here of rights.\n"
        "2 See our paper number 2 on the matter, which says more than can be said here of judges."
    )


def test_the_page_of_every_offset_is_known_also_in_the_notes() -> None:
    document = read(printed.footnoted())
    where = [(start.number, document.text[start.offset :][:20]) for start in document.pages]
    assert where == [
        (1, "The draft forgets ri"),
        (2, "The draft forgets ju"),
        (1, "1 See our paper numb"),
        (2, "2 See our paper numb"),
    ]


def test_a_paper_that_counts_its_pages_from_elsewhere_names_them_so() -> None:
    pdf = printed.Sheet()
    for page in range(1, 5):
        pdf.add_page()
        pdf.prose(printed.sentences(f"chapter {page}", 20))
        pdf.put(290, 810, str(page + 40), 9)
    assert [(start.number, start.name) for start in read(pdf.bytes()).pages] == [(n, str(n + 40)) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("Many acts would be made punish-", "able by the draft as it stands today."), "made punishable by"),
        (("They want cross-", "border access to data. What is cross-border is old."), "want cross-border access"),
        (("We ask for an end-to-", "end encrypted line in every case."), "an end-to-end encrypted"),
        (("The non-", "governmental organisations were not heard by them."), "The non-governmental organisations"),
        (("We met in the Asia-", "Pacific region with many of our members."), "the Asia-Pacific region"),
        (("It is about first-", "and second-hand data that nobody asked for."), "first- and second-hand"),
        (("The law enforcement of the law-", "enforcement officers is what we fear most."), "the law-enforcement officers"),
        (("They under-", "stand what we cannot understand at all here."), "They understand what"),
    ],
)  # fmt: skip
def test_words_parted_by_a_line_end(lines: tuple[str, ...], says: str) -> None:
    assert says in read(printed.lines_page(lines)).text


def test_a_letter_with_its_letterhead() -> None:
    document = read(printed.letter())
    assert document.title == "Our comments on the draft convention"
    assert (document.published, document.organisation) == ("2024-03-05", "Quillwort Forum")
    assert document.text.startswith("Dear Madam Chair,\n\nOn search, ")
    assert "\n\nYours sincerely,\n\nAna Quispe" in document.text


def test_slides_are_read_from_their_titles_down_though_these_are_drawn_last() -> None:
    document = read(printed.slides())
    assert document.title == "Part 1 of what we ask"
    assert [line[:8].strip("• \x95") for line in paragraphs(document)] == [
        *("Point", "Point", "Point", "Part 2 o", "Point", "Point", "Point", "Part 3 o", "Point", "Point", "Point"),
    ]  # fmt: skip


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_read_like_upright_ones(turned: int) -> None:
    document = pypdfium2.PdfDocument(printed.letter())
    document[0].set_rotation(turned)
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).text == read(printed.letter()).text


def test_text_drawn_sideways_on_an_upright_page_reads_like_upright_text() -> None:
    pdf = printed.Sheet()
    pdf.add_page()
    with pdf.rotation(90, 300, 400):
        for at, line in enumerate(printed.wrapped(printed.PROSE * 2, 70)):
            pdf.put(100, 300 + 14 * at, line)
    assert (printed.PROSE * 2).strip() in read(pdf.bytes()).text


def test_a_stamp_across_the_page_is_no_part_of_the_text() -> None:
    pdf = printed.Sheet()
    pdf.add_page()
    pdf.prose(printed.PROSE)
    with pdf.rotation(45, 300, 400):
        pdf.put(200, 400, "CONFIDENTIAL DRAFT", 40)
    text = read(pdf.bytes()).text
    assert "CONFIDENTIAL" not in text
    assert printed.PROSE.strip() in text


def test_a_pdf_without_pages_says_so() -> None:
    document, file = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.save(file)
    with pytest.raises(Unreadable, match="no pages"):
        read(file.getvalue())


def test_a_broken_table_of_objects_is_mended() -> None:
    body = printed.letter()
    at = body.rindex(b"startxref")
    assert read(body[:at] + b"startxref\n999999999\n%%EOF").text == read(body).text
