"""DOCX: numbers of lists, notes, tracked changes, text boxes, what stays out, and hostile parts."""

import io
import re
import zipfile

import docx
import pytest
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from crawlers.extract import Declared, Document, Unreadable, read_document
from crawlers.extract.media import DOCX

PROSE = "The draft leaves the decision to national law, and nobody in our region will take that decision."
NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>'
    "<w:t>See our earlier paper on the matter.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)


def saved(paper: Paper) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def read(body: bytes) -> Document:
    return read_document(body, DOCX, Declared())


def rewritten(body: bytes, parts: dict[str, str]) -> bytes:
    file, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(body))
    with zipfile.ZipFile(file, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, parts.pop(part.filename) if part.filename in parts else source.read(part))
        for name, text in parts.items():
            target.writestr(name, text)
    return file.getvalue()


def letter() -> Paper:
    paper = docx.Document()
    paper.add_heading("Our comments on the draft convention", 0)
    paper.add_paragraph(PROSE)
    return paper


def test_numbers_of_lists_are_written_out_and_bullets_are_not() -> None:
    paper = letter()
    for text in ("Delete Article 4 of the draft.", "Amend Article 24 of the draft."):
        paper.add_paragraph(text, style="List Number")
    paper.add_paragraph("Keep Article 6 as it stands now.", style="List Bullet")
    text = read(saved(paper)).text
    assert "1. Delete Article 4 of the draft." in text
    assert "2. Amend Article 24 of the draft." in text
    assert "\nKeep Article 6" in text


@pytest.mark.parametrize(
    ("form", "pattern", "says"),
    [
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("decimal", "Article %1", ["Article 1", "Article 2", "Article 3"]),
    ],
)
def test_numbers_are_written_in_the_form_of_their_list(form: str, pattern: str, says: list[str]) -> None:
    paper = letter()
    for _ in says:
        paper.add_paragraph("We ask for a judge in this case.", style="List Number")
    numbering = paper.part.numbering_part.element
    for level in numbering.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lvl"):
        for child in level:
            if child.tag.endswith("}numFmt"):
                child.set(child.tag[:-6] + "val", form)
            if child.tag.endswith("}lvlText"):
                child.set(child.tag[:-7] + "val", pattern)
    text = read(saved(paper)).text
    assert re.findall(r"^(.+?) We ask", text, re.MULTILINE) == says


def test_accepted_text_is_kept_and_deleted_text_is_not() -> None:
    paper = letter()
    paragraph = paper.add_paragraph("We ask the Committee to ")
    for tag, inner in (("del", "<w:delText>weaken</w:delText>"), ("ins", "<w:t>delete</w:t>")):
        change = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r>{inner}</w:r></w:{tag}>'
        paragraph._p.append(parse_xml(change))
    paragraph.add_run(" this article.")
    text = read(saved(paper)).text
    assert "We ask the Committee to delete this article." in text
    assert "weaken" not in text


def test_footnotes_leave_the_running_text() -> None:
    paper = letter()
    paragraph = paper.add_paragraph("These are our rights")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run(" and they are written down.")
    body = saved(paper)
    links = zipfile.ZipFile(io.BytesIO(body)).read("word/_rels/document.xml.rels").decode()
    body = rewritten(
        body,
        {
            "word/_rels/document.xml.rels": links.replace("</Relationships>", RELATION),
            "word/footnotes.xml": NOTES,
        },
    )
    text = read(body).text
    assert "These are our rights and they are written down." in text
    assert text.endswith("\n\n1 See our earlier paper on the matter.")


def test_headers_and_footers_of_the_paper_stay_out() -> None:
    paper = letter()
    paper.sections[0].header.paragraphs[0].text = "Quillwort Forum - page header"
    paper.sections[0].footer.paragraphs[0].text = "Page 1"
    text = read(saved(paper)).text
    assert "page header" not in text
    assert PROSE in text


def test_entities_that_swell_are_not_read() -> None:
    body = saved(letter())
    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    text = f"{bomb}]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(Unreadable):
        read(rewritten(body, {"word/document.xml": text}))
