"""The digest in Word: the same bytes for the same digest, crawled words inert, mistakes in a template told."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from pipeline.digest.content import content_from_json
from pipeline.digest.word import WordTemplateError, default_template, render_word

HOSTILE = '"><script>alert(1)</script> {{ 7 * 7 }} {% for x in y %} =1+1 & <w:p>'
CONTENT = content_from_json(
    Path(__file__)
    .with_name("sample_digest.json")
    .read_text(encoding="utf-8")
    .replace("HOSTILE", HOSTILE.replace('"', '\\"'))
)


def words(made: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)


def test_the_same_digest_gives_the_same_bytes_and_hostile_words_stay_words() -> None:
    made = render_word(CONTENT)
    assert made == render_word(CONTENT)
    assert HOSTILE in words(made)
    assert "49" not in words(made)


def test_a_restyled_template_is_used(tmp_path: Path) -> None:
    document = Document(BytesIO(default_template()))
    document.add_paragraph("Our desk, week {{ d.week }}", style="Heading 1")
    own = tmp_path / "digest.docx"
    document.save(str(own))
    assert "Our desk, week 2024-W32" in words(render_word(CONTENT, own))


@pytest.mark.parametrize("mistake", ["{{ d.wek }}", "{% for q in %}", "{{ d.week", "{{ d.week | nonsense }}"])
def test_a_mistake_in_a_template_is_told_with_its_words(tmp_path: Path, mistake: str) -> None:
    document = Document()
    document.add_paragraph("A heading that is right")
    document.add_paragraph(f"Week {mistake}")
    own = tmp_path / "digest.docx"
    document.save(str(own))
    if mistake == "{{ d.week":
        document.add_paragraph("and }} so on {{")
        document.save(str(own))
    with pytest.raises(WordTemplateError, match=r"digest\.docx: expected a template that can be filled, found"):
        render_word(CONTENT, own)


def test_a_template_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "digest.docx").write_text("not a Word file", encoding="utf-8")
    with pytest.raises(WordTemplateError, match="Expected a Word file as template"):
        render_word(CONTENT, tmp_path / "digest.docx")
