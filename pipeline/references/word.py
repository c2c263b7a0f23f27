"""Quotations as a Word document with footnotes that Word numbers and shows as such.

python-docx writes documents but knows no footnotes: their part of the package is built here, as ECMA-376 part 1,
17.11, describes it: two separators, which Word expects, then one note for each reference in the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "yi"}
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    "<w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    "<w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)
AFTER_NOTES = {"endnotePr", "compat", "docVars", "rsids", "mathPr", "themeFontLang", "clrSchemeMapping",
               "shapeDefaults", "decimalSymbol", "listSeparator"}  # fmt: skip
"""Elements before which the settings name the separators (ECMA-376 part 1, 17.15.1.78)."""


@dataclass(frozen=True)
class Quoted:
    """A quotation with its footnote; `note` is ours, `warning` what a reader must know of the quotation."""

    text: str
    footnote: str
    language: str = ""
    note: str = ""
    warning: str = ""


def word_document(title: str, quotations: Sequence[Quoted], closing: str, author: str, now: datetime) -> bytes:
    """A .docx file: the title, each quotation with its footnote and what belongs to it, and a closing line."""
    made = Document()
    _styles(made)
    _properties(made, title, author, now)
    made.add_heading(xml_text(title), level=1)
    for number, quoted in enumerate(quotations, 1):
        _quotation(made, quoted, number)
    made.add_paragraph().add_run(xml_text(closing)).italic = True
    _footnotes(made, [quoted.footnote for quoted in quotations])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def xml_text(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(one for one in text if one in "\t\n" or 0x20 <= ord(one) < 0xD800 or 0xE000 <= ord(one) < 0xFFFE
                   or ord(one) > 0xFFFF)  # fmt: skip


def _properties(made: Any, title: str, author: str, now: datetime) -> None:
    core, moment = made.core_properties, now.astimezone(UTC).replace(tzinfo=None)
    core.title, core.author, core.comments = xml_text(title)[:255], xml_text(author)[:255], ""
    core.created = core.modified = moment
    core.last_modified_by = core.author


def _styles(made: Any) -> None:
    text = made.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = made.styles["Normal"], Pt(9)
    text.paragraph_format.space_after = Pt(3)
    made.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True


def _quotation(made: Any, quoted: Quoted, number: int) -> None:
    paragraph = made.add_paragraph(style="Quote")
    paragraph.paragraph_format.keep_together = True
    run = paragraph.add_run(xml_text(quoted.text))
    _in_language(paragraph, run, quoted.language)
    mark = paragraph.add_run()
    mark.style = made.styles["Footnote Reference"]
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    mark._r.append(reference)
    if quoted.warning:
        made.add_paragraph().add_run(xml_text(quoted.warning)).bold = True
    if quoted.note:
        made.add_paragraph(xml_text(quoted.note))


def _in_language(paragraph: Any, run: Any, language: str) -> None:
    """The language for the spelling checker, and the direction of the script."""
    if not language.replace("-", "").isalnum():
        return
    is_bidi = language.partition("-")[0] in RIGHT_TO_LEFT
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:bidi" if is_bidi else "w:val"), language)
    properties = run._r.get_or_add_rPr()
    if is_bidi:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties.append(OxmlElement("w:rtl"))
    properties.append(spoken)


def _footnotes(made: Any, notes: Sequence[str]) -> None:
    """Add the part that holds the notes, and name its separators in the settings."""
    body = "".join(_note(number) for number in range(1, len(notes) + 1))
    root = parse_xml(f"<w:footnotes {nsdecls('w')}>{SEPARATORS}{body}</w:footnotes>")
    for words, note in zip(root.iter(qn("w:t")), notes, strict=True):
        words.text = f" {xml_text(note)}"
    blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _serialised(root)
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    known = parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    settings = made.settings.element
    after = next((one for one in settings if one.tag.rpartition("}")[2] in AFTER_NOTES), None)
    settings.append(known) if after is None else after.addprevious(known)


def _note(number: int) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )


def _serialised(root: Any) -> bytes:
    from lxml import etree

    return etree.tostring(root, encoding="utf-8")
