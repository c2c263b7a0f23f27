"""PDF and DOCX: running lines, hyphens, paragraphs over page ends, page offsets, footnotes, tables."""

import io
from collections.abc import Iterable

import docx
import pytest
from fpdf import FPDF

from crawlers.extract import Declared, Document, read_document
from crawlers.extract.media import DOCX, PDF
from crawlers.extract.pdf_lines import Line, without_running_lines

TITLE = "Submission of the Quillwort Forum on the revised draft text of the convention"
OPENING = (
    "The Quillwort Forum submits these comments on the revised draft text. It thanks the Chair for the invitation."
)


class Paper(FPDF):
    """A paper with a running header, page numbers, and paragraphs that fill several pages."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 5, "A/AC.291/CSO/7 - Quillwort Forum")
        self.ln(8)

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("helvetica", size=8)
        self.cell(0, 5, f"{self.page_no()} / 3", align="C")

    def write_lines(self, lines: Iterable[str], size: int, style: str = "") -> None:
        self.set_font("helvetica", style, size)
        for line in lines:
            self.multi_cell(0, size * 0.5, line, new_x="LMARGIN", new_y="NEXT")
        self.ln(3)


def paragraphs() -> list[str]:
    text = (
        "We think that power {0} reaches beyond the draft, and that before power {0} is used a judge "
        "(as case {0} shows us) must agree to power {0} in writing. "
    )
    return [(text.format(number) * 4).strip() for number in range(1, 25)]


@pytest.fixture(scope="module")
def paper() -> Document:
    pdf = Paper()
    pdf.add_page()
    pdf.write_lines([TITLE], 16, "B")
    pdf.write_lines(["Vienna, 5 March 2024"], 11)
    pdf.write_lines([OPENING], 11)
    for number, paragraph in enumerate(paragraphs(), start=1):
        pdf.write_lines([f"{number}. On power {number}"], 13, "B")
        pdf.write_lines([paragraph], 11)
    pdf.write_lines(
        ["Signatories:", "Quillwort Forum (Kenya)", "Open Meadow Alliance (Chile)", "Ana Quispe (Peru)"], 11
    )
    return read_document(bytes(pdf.output()), PDF, Declared())


def test_title_date_and_organisation_of_a_paper(paper: Document) -> None:
    assert (paper.title, paper.published, paper.published_from) == (TITLE, "2024-03-05", "printed on the page")
    assert paper.organisation == "Quillwort Forum"


def test_paragraphs_are_whole_also_over_the_end_of_a_page(paper: Document) -> None:
    assert [text for text in paragraphs() if text not in paper.text] == []
    assert OPENING in paper.text


def test_running_lines_and_page_numbers_are_gone(paper: Document) -> None:
    assert "A/AC.291/CSO/7" not in paper.text
    assert "/ 3" not in paper.text


def test_pages_are_known_by_their_offsets(paper: Document) -> None:
    assert [start.number for start in paper.pages] == [1, 2, 3, 4, 5]
    assert [start.name for start in paper.pages] == ["1", "2", "3", "4", "5"]
    assert paper.pages[0].offset == 0
    assert all(start.offset == 0 or paper.text[start.offset - 1].isspace() for start in paper.pages)


def test_signatures_of_a_paper(paper: Document) -> None:
    assert [(each.name, each.kind, each.country) for each in paper.signatories] == [
        ("Quillwort Forum", "organisation", "Kenya"),
        ("Open Meadow Alliance", "organisation", "Chile"),
        ("Ana Quispe", "individual", "Peru"),
    ]


def test_a_word_parted_at_the_end_of_a_line_is_joined() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for line in (
        "A short title of a paper",
        "",
        "The draft would make many acts punish-",
        "able that harm nobody at all in",
        "the view of those who wrote to us.",
    ):
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    text = read_document(bytes(pdf.output()), PDF, Declared()).text
    assert "many acts punishable that harm nobody" in text


def docx_bytes(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_headings_lists_and_tables_of_a_docx() -> None:
    document = docx.Document()
    document.add_heading("Open letter to the Committee on the draft", 0)
    document.add_paragraph("12 May 2024")
    document.add_paragraph(OPENING)
    document.add_heading("What we ask", 1)
    document.add_paragraph("Delete Article 4 of the draft.", style="List Bullet")
    document.add_paragraph("Amend Article 24 of the draft.", style="List Bullet")
    document.add_paragraph("Signatories")
    table = document.add_table(0, 2)
    for row in (("Organisation", "Country"), ("Quillwort Forum", "Kenya"), ("Open Meadow Alliance", "Chile")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    read = read_document(docx_bytes(document), DOCX, Declared())
    assert (read.title, read.published) == ("Open letter to the Committee on the draft", "2024-05-12")
    assert "What we ask\n\nDelete Article 4 of the draft.\nAmend Article 24 of the draft." in read.text
    assert [each.name for each in read.signatories] == ["Quillwort Forum", "Open Meadow Alliance"]


def test_words_that_two_pages_begin_with_are_no_running_line() -> None:
    ending = "criminality requirement in Article 35 should be mandatory for every request that is made under it."
    pages = [
        [
            Line("Sample submission", n, top=800.0, bottom=790.0, size=9.0),
            Line(
                f"{n}. The chapter is without the safeguards of {name}, and the dual",
                n,
                top=780.0,
                bottom=770.0,
                size=11.0,
            ),
            Line(ending, n, top=766.0, bottom=756.0, size=11.0),
            *(Line(f"Line {at} of page {name}", n, top=740.0 - at, bottom=730.0 - at, size=11.0) for at in range(12)),
        ]
        for n, name in enumerate(["one", "two", "three"])
    ]
    kept = [[line.text for line in lines] for lines in without_running_lines(pages)]
    assert all(ending in lines and "Sample submission" not in lines for lines in kept)
