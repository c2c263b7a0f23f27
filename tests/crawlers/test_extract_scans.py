"""Scans: read by text recognition where it is installed, else refused with the remedy; rubbish text layers are seen."""

import pytest
from fpdf import FPDF

from crawlers.extract import Declared, Document, Unreadable, ocr, read_document
from crawlers.extract.media import PDF
from crawlers.extract.pdf_glyphs import PrintedPage
from crawlers.extract.pdf_lines import Line
from crawlers.extract.pdf_scan import _is_rubbish
from tests.crawlers import printed

needs_tesseract = pytest.mark.skipif(not ocr.recogniser(), reason="the program tesseract is not installed")


def read(body: bytes) -> Document:
    return read_document(body, PDF, Declared())


@needs_tesseract
@pytest.mark.parametrize("turned", [0, 90])
def test_a_scanned_letter_is_read_and_says_how(turned: int) -> None:
    document = read(printed.scanned(printed.letter(), turned=turned))
    assert document.title == "Our comments on the draft convention"
    assert printed.sentences("transfer") in document.text
    assert document.reading.startswith("All pages read by text recognition (OCR); mean confidence ")
    assert document.confidence is not None
    assert document.confidence > 80


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recogniser", lambda: "")


@pytest.mark.usefixtures("no_recogniser")
def test_without_a_recogniser_a_scan_is_refused_with_the_remedy() -> None:
    with pytest.raises(Unreadable, match=r"no text layer.*install the program tesseract"):
        read(printed.scanned(printed.letter()))


@pytest.mark.usefixtures("no_recogniser")
def test_a_paper_with_some_pictures_keeps_its_text_and_names_the_pages_not_read() -> None:
    picture = printed.scanned(printed.letter())
    paper = FPDF(unit="pt", format="A4")
    paper.add_page()
    paper.set_font("helvetica", size=11)
    paper.multi_cell(0, 14, printed.PROSE)
    document = read(printed.together(bytes(paper.output()), picture))
    assert printed.PROSE.strip() in document.text
    assert document.reading == (
        "Pictures without a text layer were not read: pages 2. Install tesseract to have them read."
    )


def page(text: str) -> PrintedPage:
    return PrintedPage([Line(text, 0)], len(text), 0)


def test_letters_that_make_no_words_are_rubbish_and_names_are_not() -> None:
    shifted = "".join(chr(ord(sign) - 29) if sign.isalpha() else sign for sign in printed.PROSE * 2)
    assert _is_rubbish([page(shifted)])
    assert not _is_rubbish([page(printed.PROSE * 2)])
    assert not _is_rubbish([page(" ".join(printed.MEMBERS * 20))])
