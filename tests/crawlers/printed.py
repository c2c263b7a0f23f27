"""Papers as organisations really print them, made with fpdf2: a UN document, a briefing in two columns, a letter
with a letterhead, slides, footnotes, tables, scans.
"""

import io
from collections.abc import Iterable, Sequence

import pypdfium2
from fpdf import FPDF

MEMBERS = ("Quillwort Forum", "Open Meadow Alliance", "Lanternfish Institute", "Heron Rights Watch")
PROSE = (
    "The draft leaves the decision to national law, and nobody in our region will take that decision for those who "
    "are searched. We ask the Committee to name the judge, to set the time within which the order must be shown, "
    "and to say what happens with data that have nothing to do with the case. "
)


def sentences(topic: str, count: int = 3) -> str:
    """A paragraph of its own about `topic`."""
    return " ".join(
        f"On {topic}, point {number} of our reading is that the text gives the power and forgets the limit."
        for number in range(1, count + 1)
    )


class Sheet(FPDF):
    """A4 in points, in Helvetica, with lines written where they are wanted."""

    def __init__(self, size: float = 11) -> None:
        super().__init__(unit="pt", format="A4")
        self.set_margins(70, 70, 70)
        self.set_auto_page_break(True, 80)
        self.set_font("helvetica", size=size)

    def put(self, x: float, y: float, text: str, size: float = 11, style: str = "") -> None:
        """One line with its base line at `y` points from the top."""
        self.set_font("helvetica", style, size)
        self.text(x, y, text)

    def prose(self, text: str, size: float = 11, width: float = 0, align: str = "L") -> None:
        """A paragraph with space after it."""
        self.set_font("helvetica", size=size)
        self.multi_cell(width, size * 1.25, text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(size * 0.7)

    def bytes(self) -> bytes:
        """The finished file."""
        return bytes(self.output())


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def un_document(pages: int = 4) -> bytes:
    """Masthead, symbol, distribution, then right and left pages with the symbol outside and the page number below."""
    pdf = Sheet()
    pdf.set_auto_page_break(False)
    for page in range(1, pages + 1):
        pdf.add_page()
        if page == 1:
            _masthead(pdf)
            pdf.put(70, 800, "V.23-21001 (E)    061123    071123", 8)
        else:
            pdf.put(70 if page % 2 == 0 else 440, 50, "A/AC.299/31", 9, "B")
            pdf.put(70 if page % 2 == 0 else 480, 800, f"{page}/{pages}", 9)
            pdf.put(440 if page % 2 == 0 else 70, 800, "V.23-21001", 8)
        pdf.set_y(330 if page == 1 else 80)
        for number in range(4 if page == 1 else 6):
            pdf.prose(f"{(page - 1) * 6 + number + 1}.       {sentences(f'matter {page}-{number}')}")
    return pdf.bytes()


def _masthead(pdf: Sheet) -> None:
    pdf.put(70, 60, "United Nations", 14, "B")
    pdf.put(400, 60, "A/AC.299/31", 18)
    pdf.put(70, 110, "General Assembly", 20, "B")
    for at, line in enumerate(("Distr.: General", "6 November 2023", "", "Original: English")):
        pdf.put(400, 110 + 12 * at, line, 9)
    pdf.put(70, 200, "Ad Hoc Committee on the Lantern Convention", 10, "B")
    pdf.put(70, 214, "Seventh session", 10, "B")
    pdf.put(70, 228, "New York, 29 January to 9 February 2024", 10)
    pdf.put(100, 280, "Views of the Quillwort Forum on the draft text of the convention", 14, "B")


def two_columns(
    row_by_row: bool, title: str = "Briefing: what the draft convention forgets"
) -> tuple[bytes, list[str]]:
    """A briefing under a title over both columns; `row_by_row` draws the columns' lines in turn, as some programs do."""
    pdf = Sheet(10)
    pdf.add_page()
    pdf.put(70, 90, title, 18, "B")
    pdf.put(70, 115, "Quillwort Forum, 5 March 2024", 10)
    paragraphs = [sentences(f"chapter {number}", 5) for number in range(6)]
    left = [line for text in paragraphs[:3] for line in (*wrapped(text, 44), "")]
    right = [line for text in paragraphs[3:] for line in (*wrapped(text, 44), "")]
    drawn = [(70, at, line) for at, line in enumerate(left)] + [(312, at, line) for at, line in enumerate(right)]
    for x, at, line in sorted(drawn, key=lambda each: (each[1], each[0])) if row_by_row else drawn:
        if line:
            pdf.put(x, 150 + 13 * at, line, 10)
    return pdf.bytes(), paragraphs


def letter() -> bytes:
    """One page with a letterhead, an address, a subject and a signature."""
    pdf = Sheet()
    pdf.add_page()
    pdf.put(70, 60, "QUILLWORT FORUM", 16, "B")
    pdf.put(70, 76, "12 Sedge Lane, Nairobi | forum@quillwort.example | +254 20 555 0199", 8)
    pdf.put(400, 120, "Nairobi, 5 March 2024", 11)
    for at, line in enumerate(
        ("To: The Chair of the Ad Hoc Committee", "Vienna International Centre", "Vienna, Austria")
    ):
        pdf.put(70, 150 + 14 * at, line, 11)
    pdf.put(70, 220, "Subject: Our comments on the draft convention", 11, "B")
    pdf.set_y(250)
    pdf.prose("Dear Madam Chair,")
    for topic in ("search", "transfer", "oversight"):
        pdf.prose(sentences(topic))
    pdf.prose("Yours sincerely,")
    pdf.prose("Ana Quispe\nDirector, Quillwort Forum")
    return pdf.bytes()


def slides() -> bytes:
    """Three wide pages with a title, bullets and a footer that counts them."""
    pdf = FPDF(orientation="L", unit="pt", format=(405, 720))
    pdf.set_auto_page_break(False)
    for page in range(1, 4):
        pdf.add_page()
        pdf.set_font("helvetica", size=9)
        pdf.text(40, 390, "Quillwort Forum - Side event on the draft convention")
        pdf.text(670, 390, str(page))
        pdf.set_font("helvetica", size=18)
        for at in range(3):
            pdf.text(60, 140 + 40 * at, f"{chr(149)} Point {page}.{at + 1}: the power has no limit in the text")
        pdf.set_font("helvetica", "B", 30)
        pdf.text(40, 70, f"Part {page} of what we ask")
    return bytes(pdf.output())


def footnoted() -> bytes:
    """Two pages of prose with raised marks glued to words, notes in small type below."""
    pdf = Sheet()
    pdf.set_auto_page_break(False)
    for page, (word, mark) in enumerate((("rights", "1"), ("judges", "2")), start=1):
        pdf.add_page()
        pdf.set_y(80)
        if page == 1:
            pdf.prose("A reading of the draft convention for its negotiators", 18)
        pdf.set_font("helvetica", size=11)
        pdf.write(14, f"The draft forgets {word}")
        pdf.char_vpos = "SUP"
        pdf.write(14, mark)
        pdf.char_vpos = "LINE"
        pdf.write(14, f" on page {page}, and the limit of 10")
        pdf.char_vpos = "SUP"
        pdf.write(14, "6")
        pdf.char_vpos = "LINE"
        pdf.write(14, " records is not one. " + PROSE * 3)
        pdf.put(70, 760, f"{mark}", 6)
        pdf.put(75, 764, f"See our paper number {page} on the matter, which says", 8)
        pdf.put(70, 774, f"more than can be said here of {word}.", 8)
    return pdf.bytes()


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """Prose, a table drawn without lines, prose."""
    pdf = Sheet()
    pdf.add_page()
    pdf.prose("What each article lacks in the draft convention", 18)
    pdf.prose(PROSE)
    for row in rows:
        y = pdf.get_y() + 14
        for at, cell in enumerate(row):
            pdf.put(70 + 160 * at, y, cell, 10)
        pdf.set_y(y + 6)
    pdf.ln(20)
    pdf.prose(PROSE)
    return pdf.bytes()


def lines_page(lines: Iterable[str], title: str = "A short title of a paper") -> bytes:
    """A page with these very lines below a title."""
    pdf = Sheet()
    pdf.add_page()
    pdf.put(70, 80, title, 18, "B")
    for at, line in enumerate(lines):
        pdf.put(70, 120 + 14 * at, line, 11)
    return pdf.bytes()


def scanned(paper: bytes, scale: float = 2.5, turned: int = 0) -> bytes:
    """`paper` as pictures of its pages."""
    document = pypdfium2.PdfDocument(paper)
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for page in document:
        picture = page.render(scale=scale, grayscale=True).to_pil().rotate(turned, expand=True)
        file = io.BytesIO()
        picture.save(file, "PNG")
        pdf.add_page(format=(picture.width / scale, picture.height / scale))
        pdf.image(file, 0, 0, pdf.w, pdf.h)
    return bytes(pdf.output())


def together(*papers: bytes) -> bytes:
    """The pages of all papers as one."""
    whole, file = pypdfium2.PdfDocument.new(), io.BytesIO()
    for paper in papers:
        whole.import_pages(pypdfium2.PdfDocument(paper))
    whole.save(file)
    return file.getvalue()
