"""A treaty's text becomes articles and paragraphs, whatever its layout; what is no treaty becomes none."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import language_of
from db.docket import load_docket
from pipeline.treaty_check import differences
from pipeline.treaty_files import TreatyFileError, plain_text
from pipeline.treaty_text import Article, Treaty, parse_treaty
from tests.lanterns import KEY, TITLES, lantern_dockets, treaty

BUDAPEST = Path(__file__).parents[2] / ".." / "shared" / "instruments" / "budapest-convention.md"
MARKS = [
    [""],
    ["", "a", "b", "bi", "bii"],
    ["1", "2", "2a", "2b", "3"],
    ["1", "2"],
]


def marks(article: Article) -> list[str]:
    return [p.number + p.letter + p.item for p in article.paragraphs]


def is_the_sample(read: Treaty) -> bool:
    assert [a.number for a in read.articles] == ["1", "2", "3", "4"]
    assert tuple(a.title for a in read.articles) == TITLES
    assert [marks(a) for a in read.articles] == MARKS
    return True


@pytest.mark.parametrize(
    "heading",
    [
        "Article {number} – {title}",
        "Article {number}. {title}",
        "Article {number}: {title}",
        "Article {number} {title}",
        "Article {number}\n{title}",
        "ARTICLE {number}\n\n{title}",
        "Art. {number} - {title}",
    ],
)
def test_headings_of_every_form_are_read(heading: str) -> None:
    assert is_the_sample(parse_treaty(treaty(heading)))
    assert is_the_sample(parse_treaty(treaty(heading, chapters=False)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1. ", "1 "),
        ("1. ", "1) "),
        ("(a) ", "a) "),
        ("(a) ", "a. "),
        ("(i) ", "i. "),
        ("(i) ", "i) "),
    ],
)
def test_marks_of_every_form_are_read(old: str, new: str) -> None:
    words = treaty()
    for mark in ("1", "2", "3", "a", "b", "i", "ii"):
        words = words.replace(f"\n{old.replace(old.strip('(). '), mark)}", f"\n{new.replace(new.strip('(). '), mark)}")
    assert new in words
    assert is_the_sample(parse_treaty(words))


def test_every_paragraph_is_an_exact_piece_of_the_text() -> None:
    read = parse_treaty(treaty())
    duties = read.articles[2].paragraphs
    assert read.text[duties[0].start : duties[0].end] == "Each keeper shall light the lantern at dusk."
    assert read.text[duties[3].start : duties[3].end] == "the road is wet."
    assert read.paragraph_count == 1 + 1 + 3 + 2


def test_chapters_and_the_closing_formula_belong_to_no_article() -> None:
    read = parse_treaty(treaty())
    texts = [read.text[a.start : a.end] for a in read.articles]
    assert not any("On keepers" in t or "WITNESS" in t for t in texts)


def test_page_numbers_and_running_headers_are_left_out() -> None:
    lines = treaty().split("\n\n")
    paged = "\n\n".join(f"{line}\n\nL/2020/7 (sample)\n{n}/40\n\f" for n, line in enumerate(lines, start=1))
    read = parse_treaty(paged)
    assert is_the_sample(read)
    assert "L/2020/7" not in read.text


def test_wrapped_lines_are_no_marks_and_no_headings() -> None:
    words = treaty().replace("as set out in Article 2, where:", "as set out in\nArticle 2. The oil of\n7. May, where:")
    assert is_the_sample(parse_treaty(words))


def test_of_a_table_of_contents_and_two_languages_the_english_articles_are_taken() -> None:
    contents = "\n".join(f"Article {n} – {title} ........ {n}" for n, title in enumerate(TITLES, start=1))
    french = "\n\n".join(
        f"Article {n}\n\nDes lanternes\n\nChaque gardien allume sa lanterne à la tombée de la nuit, pour tous les "
        "voyageurs qui passent." for n in range(1, 8)
    )  # fmt: skip
    read = parse_treaty(f"{contents}\n\n{french}\n\n{treaty()}", prefer=lambda part: language_of(part) == "en")
    assert is_the_sample(read)


def test_of_a_text_in_one_other_language_that_one_is_taken() -> None:
    french = "Article 1\n\nObjet\n\nLes lanternes éclairent tous ceux qui marchent la nuit.\n\nArticle 2\n\nDevoirs\n\n1. Chacun allume la sienne au soir."
    assert [a.title for a in parse_treaty(french, prefer=lambda _part: False).articles] == ["Objet", "Devoirs"]


@pytest.mark.parametrize(
    "words", ["", "\n\n", "A letter about Article 6 and Article 7 (sample).", "Article 6\nArticle 7"]
)
def test_what_is_no_treaty_has_no_articles(words: str) -> None:
    assert parse_treaty(words).articles == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Article 1", "Article 2. A", "1. ", "(a)", "a", "\f", "12", "Chapter I", "é", " "])))
def test_any_lines_give_pieces_inside_the_text(lines: list[str]) -> None:
    read = parse_treaty("\n".join(lines))
    for article in read.articles:
        assert 0 <= article.start <= article.end <= len(read.text)
        assert all(article.start <= p.start <= p.end <= article.end for p in article.paragraphs)


def test_a_long_text_of_headings_is_read_in_a_second() -> None:
    from time import perf_counter

    words = "\n".join(f"Article {n % 999} Sample title\n1. (a) (i) word" for n in range(4000))
    began = perf_counter()
    parse_treaty(words)
    assert perf_counter() - began < 5


@pytest.mark.skipif(not BUDAPEST.exists(), reason="the shared instruments are not beside the project")
def test_the_budapest_convention_parses_completely() -> None:
    read = parse_treaty(plain_text(BUDAPEST), prefer=lambda part: language_of(part) == "en")
    assert [a.number for a in read.articles] == [str(n) for n in range(1, 49)]
    assert differences(read, load_docket("budapest"), "adopted") == []
    assert marks(read.articles[5]) == ["1", "1a", "1ai", "1aii", "1b", "2", "3"]
    assert marks(read.articles[31]) == ["", "a", "b"]
    assert len({p.number for p in read.articles[26].paragraphs}) == 9
    assert "Verdrag" not in read.text[read.articles[0].start : read.articles[-1].end]
    assert all(read.text[a.start : a.end].rstrip().endswith((".", "…")) for a in read.articles)


def test_differences_are_told_one_by_one(tmp_path: Path) -> None:
    docket = load_docket(KEY, lantern_dockets(tmp_path))
    assert differences(parse_treaty(treaty()), docket, "adopted") == []
    words = treaty().replace("Article 2 – Use of terms", "Article 2 – Terms")
    words = words.replace("Article 4 – 24-hour lamps", "Article 5 – Day lamps")
    assert differences(parse_treaty(words), docket, "adopted") == [
        "Article 2 is “Use of terms” in articles.csv and “Terms” in the file.",
        "Article 4 (24-hour lamps) is in articles.csv and not in the file.",
        "Article 5 (Day lamps) is in the file and not in articles.csv.",
    ]
    assert differences(parse_treaty(words), docket, "first") == []


class TestFiles:
    """The same treaty in five formats."""

    @staticmethod
    def read(path: Path) -> Treaty:
        return parse_treaty(plain_text(path))

    def test_text_and_markdown(self, tmp_path: Path) -> None:
        (tmp_path / "t.txt").write_text(treaty(), encoding="utf-8")
        assert is_the_sample(self.read(tmp_path / "t.txt"))
        marked = treaty("### Article {number}\n\n#### {title}").replace("keeper shall", "*keeper* [shall](x(1).md)")
        (tmp_path / "t.md").write_text(marked, encoding="utf-8")
        read = self.read(tmp_path / "t.md")
        assert is_the_sample(read)
        assert "Each keeper shall light" in read.text

    def test_html_with_lists_that_the_browser_counts(self, tmp_path: Path) -> None:
        page = "".join(f"<p>{line}</p>" for line in treaty().split("\n\n"))
        listed = page.replace("<p>1. Some", "<ol><li>Some").replace("day.</p><p>2. They count as lanterns.</p>",
                                                                    "day.</li><li>They count as lanterns.</li></ol>")  # fmt: skip
        assert "<ol>" in listed and "</ol>" in listed
        (tmp_path / "t.html").write_text(f"<html><body>{listed}</body></html>", encoding="utf-8")
        assert is_the_sample(self.read(tmp_path / "t.html"))

    def test_pdf_with_page_numbers(self, tmp_path: Path) -> None:
        from fpdf import FPDF

        class Paged(FPDF):
            def footer(self) -> None:
                self.set_y(-15)
                self.cell(0, 10, f"L/2020/7    {self.page_no()}")

        pdf = Paged(format=(120, 90))
        pdf.set_font("helvetica", size=14)
        pdf.add_page()
        for line in treaty("Article {number}\n\n{title}").replace("“", '"').replace("”", '"').split("\n\n"):
            pdf.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
            pdf.ln(5)
        pdf.output(str(tmp_path / "t.pdf"))
        assert is_the_sample(self.read(tmp_path / "t.pdf"))

    def test_docx_with_numbers_that_word_counts(self, tmp_path: Path) -> None:
        from docx import Document

        document = Document()
        for line in treaty().split("\n\n"):
            numbered = (line[:3] in {"1. ", "2. "} and "lamps" in line) or line.startswith("2. They")
            document.add_paragraph(line[3:] if numbered else line, style="List Number" if numbered else None)
        document.save(str(tmp_path / "t.docx"))
        assert is_the_sample(self.read(tmp_path / "t.docx"))

    @pytest.mark.parametrize(
        ("name", "body", "said"),
        [
            ("t.txt", b"", "empty"),
            ("t.pdf", b"%PDF-1.4 nothing", "broken"),
            ("t.docx", b"PK\x03\x04word/ nothing", "broken"),
            ("t.zip", b"PK\x03\x04 nothing", "are not read"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, tmp_path: Path, name: str, body: bytes, said: str) -> None:
        (tmp_path / name).write_bytes(body)
        with pytest.raises(TreatyFileError, match=said):
            plain_text(tmp_path / name)
