"""Writes the PDF and DOCX files of the document list from their Markdown; needs the development extras.

    python -m crawlers.sample_web.build_documents

The files are committed, so this runs only after a text has been edited. It gives PDFs what real ones have and
extractors stumble over: a running header and footer, words divided at line ends, and footnotes.
"""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import docx
from fpdf import FPDF

from crawlers.sample_web.statements import PAPER_FOOT, Statement, load_sites

SYLLABLE = re.compile(r"(?<=[aeiou])([bcdfgklmnprstv])(?=[bcdfghklmnprstv][aeiou])")
LONG_WORD = re.compile(r"\b[A-Za-z]{9,}\b")
FOOTNOTE = re.compile(r"^\[\^(\d+)\]: (.+)$")
MARK = re.compile(r"\[\^(\d+)\]")
SOFT_HYPHEN = "\u00ad"


class Paper(FPDF):
    """A page of A4 with the submitter above, the page number below and footnotes over the number."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(format="A4")
        self.statement = statement
        self.waiting: list[str] = []
        self.set_title(statement.title)
        self.set_author(statement.organisation)
        self.set_creation_date(datetime.combine(statement.published, time(9), tzinfo=UTC))
        self.set_margins(30, 25, 30)
        self.set_auto_page_break(True, margin=75)
        self.add_page()

    def header(self) -> None:
        """The running header."""
        self.set_font("Times", "I", 9)
        self.cell(0, 6, self.statement.paper_furniture[0], align="R", new_x="LMARGIN", new_y="NEXT")
        self.ln(6)

    def footer(self) -> None:
        """The footnotes of the page, then the running footer."""
        self.set_y(-62)
        self.set_font("Times", "", 8)
        for note in self.waiting:
            self.multi_cell(0, 4, note, new_x="LMARGIN", new_y="NEXT")
        self.waiting.clear()
        self.set_y(-20)
        self.cell(0, 5, f"{PAPER_FOOT} | Page {self.page_no()} of {{nb}}", align="C")


def paragraphs(statement: Statement) -> list[str]:
    """The text's paragraphs, headings with their `## `."""
    return [block.strip() for block in statement.body.split("\n\n") if block.strip()]


def divisible(text: str) -> str:
    """`text` with soft hyphens in its long words, where a line may end."""
    return LONG_WORD.sub(lambda word: SYLLABLE.sub(rf"\1{SOFT_HYPHEN}", word[0]), text)


def write_pdf(statement: Statement, path: Path) -> None:
    """The statement as a PDF of A4 pages."""
    paper = Paper(statement)
    paper.set_font("Times", "B", 15)
    paper.multi_cell(0, 7, statement.title, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Times", "", 11)
    paper.cell(0, 10, f"{statement.published:%d %B %Y}", new_x="LMARGIN", new_y="NEXT")
    for block in paragraphs(statement):
        _write_block(paper, block)
    paper.output(str(path))


def _write_block(paper: Paper, block: str) -> None:
    note = FOOTNOTE.match(block)
    if note:
        paper.waiting.append(f"{note[1]} {note[2]}")
        return
    heading = block.startswith("## ")
    paper.set_font("Times", "B" if heading else "", 12)
    text = block.removeprefix("## ") if heading else divisible(MARK.sub(r"\1", block))
    paper.multi_cell(0, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)


def write_docx(statement: Statement, path: Path) -> None:
    """The statement as a Word file with a title, headings and a page header."""
    paper = docx.Document()
    paper.core_properties.title = statement.title
    paper.core_properties.author = statement.organisation
    paper.core_properties.created = datetime.combine(statement.published, time(9))
    paper.core_properties.modified = paper.core_properties.created
    head, foot = statement.paper_furniture
    paper.sections[0].header.paragraphs[0].text = head
    paper.sections[0].footer.paragraphs[0].text = foot
    paper.add_heading(statement.title, level=0)
    paper.add_paragraph(f"{statement.published:%d.%m.%Y}")
    for block in paragraphs(statement):
        if block.startswith("## "):
            paper.add_heading(block.removeprefix("## "), level=2)
        else:
            paper.add_paragraph(block)
    paper.save(str(path))


def main() -> None:
    """Write every document of every sample site into its `files/`."""
    writers = {"pdf": write_pdf, "docx": write_docx}
    for site in load_sites():
        for statement in site.statements:
            if statement.file in writers:
                (site.folder / "files").mkdir(exist_ok=True)
                writers[statement.file](statement, site.folder / "files" / f"{statement.slug}.{statement.file}")


if __name__ == "__main__":
    main()
