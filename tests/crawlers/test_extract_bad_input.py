"""Bad input ends in `Unreadable` with a sentence that says what is wrong, and in no other exception."""

import io
import random
import zipfile
import zlib

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import Declared, Unreadable, limits, media_type_of, read_document
from crawlers.extract.media import DOCX, HTML, MARKDOWN, PDF, TEXT

NOTHING = Declared()
SENTENCE = "The draft leaves the decision to national law, and nobody in our region will take it."


def pdf_of(*lines: str, locked: bool = False) -> bytes:
    pdf = FPDF()
    if locked:
        pdf.set_encryption("owner", "user")
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for line in lines:
        pdf.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    if not lines:
        pdf.rect(10, 10, 80, 80)
    return bytes(pdf.output())


def docx_of(*lines: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def rubbish(length: int) -> bytes:
    return random.Random(7).randbytes(length)  # noqa: S311


@pytest.mark.parametrize(
    ("body", "media_type", "says"),
    [
        (b"", TEXT, "is empty"),
        (b" \n\t\r\n \0", TEXT, "is empty"),
        (b"", PDF, "is empty"),
        (rubbish(20_000), TEXT, "is not text"),
        (rubbish(20_000), HTML, "is not text"),
        (b"\x89PNG\r\n\x1a\n" + rubbish(5_000), TEXT, "is not text"),
        (b"---\ntitle: Only front matter\n---\n", MARKDOWN, "no text"),
        (b"<html><body><script>let a = 1</script></body></html>", HTML, "no text"),
        (b"<html><body><nav><a href='/'>Home</a> <a href='/b'>Donate</a></nav></body></html>", HTML, "furniture"),
        (b"%PDF-1.7 and then nothing", PDF, "is broken"),
        (pdf_of(SENTENCE)[:400], PDF, "is broken"),
        (pdf_of(), PDF, "no text layer"),
        (pdf_of(SENTENCE, locked=True), PDF, "locked with a password"),
        (b"PK\x03\x04" + rubbish(500), DOCX, "is broken"),
        (docx_of(SENTENCE)[:900], DOCX, "is broken"),
        (docx_of(), DOCX, "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file", "application/x-ole-storage", "are not read"),
        (b"plain", "image/png", "are not read"),
        (b"plain", "", "unknown"),
    ],
)  # fmt: skip
def test_unreadable_bytes_say_why(body: bytes, media_type: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as caught:
        read_document(body, media_type, NOTHING)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(("media_type", "limit"), [(HTML, "PAGE_BYTES"), (TEXT, "PAGE_BYTES"), (PDF, "PDF_BYTES")])
def test_oversized_files_are_refused_unread(media_type: str, limit: str) -> None:
    with pytest.raises(Unreadable, match="MB; this type is read up to"):
        read_document(b"x" * (getattr(limits, limit) + 1), media_type, NOTHING)


def test_a_swelling_docx_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (limits.DOCX_UNPACKED_BYTES + 1))
    assert len(file.getvalue()) < limits.MIB
    with pytest.raises(Unreadable, match="unpacks to more than 200 MB"):
        read_document(file.getvalue(), DOCX, NOTHING)


def test_no_text_is_lost_in_html_nested_beyond_the_library_s_depth() -> None:
    page = f"<html><body>{'<div>' * 600}<p>{SENTENCE}</p>{'</div>' * 600}<p>{SENTENCE}</p></body></html>"
    assert read_document(page.encode(), HTML, NOTHING).text.count(SENTENCE) == 2


@pytest.mark.parametrize("around", ["<form>{}</form>", "<header>{}</header>", "<div style='display:none'>{}</div>"])
def test_prose_is_kept_where_the_markup_calls_all_of_it_something_else(around: str) -> None:
    prose = "".join(f"<div>{SENTENCE} This is paragraph {number} of them.</div>" for number in range(6))
    page = f"<html><head><title>A note on law</title></head><body>{around.format(prose)}</body></html>"
    assert read_document(page.encode(), HTML, NOTHING).text.count(SENTENCE) == 6


def test_html_nested_beyond_all_reading_is_refused() -> None:
    page = f"<html><body>{'<div>' * 5000}<p>{SENTENCE}</p></body></html>"
    with pytest.raises(Unreadable, match="deep"):
        read_document(page.encode(), HTML, NOTHING)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_marks_and_widths_of_characters_are_understood(charset: str) -> None:
    document = read_document(f"A note on Genève\n\n{SENTENCE}\n".encode(charset), TEXT, NOTHING)
    assert (document.title, document.text) == ("A note on Genève", SENTENCE)


def test_declared_and_guessed_character_sets() -> None:
    page = "<html><head><meta charset='windows-1251'><title>Позиция</title></head><body><p>{}</p></body></html>"
    text = "Проект конвенции не называет судью, который решает до обыска телефона, и это нас тревожит."
    assert text in read_document(page.format(text).encode("windows-1251"), HTML, NOTHING).text
    french = "La procédure pénale est prévue à l'article 24, où la décision préalable du juge a été oubliée. " * 4
    assert "préalable" in read_document(french.encode("cp1252"), TEXT, NOTHING).text


def test_broken_bytes_in_utf8_are_marked_and_the_rest_is_kept() -> None:
    body = f"Über die Garantien\n\n{SENTENCE} Größe und Maß.".encode() + b" \xff\xfe end of the text."
    text = read_document(body, TEXT, NOTHING).text
    assert "Größe und Maß" in text
    assert "\ufffd" in text


def test_zero_bytes_and_direction_marks_are_taken_out() -> None:
    body = f"A title of some words\n\n\u202eevil\u202c {SENTENCE}\0 \u200bEnd of it.".encode()
    text = read_document(body, TEXT, NOTHING).text
    assert not set(text) & set("\0\u202e\u202c\u200b")
    assert SENTENCE in text


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.txt", pdf_of(SENTENCE), PDF),
        ("a.pdf", b"<!DOCTYPE html><html><body>x</body></html>", HTML),
        ("https://example.org/page", b"<p>one</p><p>two</p><p>three</p>", HTML),
        ("a", b"---\ntitle: x\n---\n\ntext", MARKDOWN),
        ("a.md", b"# Title\n", MARKDOWN),
        ("https://example.org/paper.docx?v=1", docx_of(SENTENCE), DOCX),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        ("a.docx", b"PK\x03\x04 other", "application/zip"),
        ("notes", b"Only words.", TEXT),
    ],
)  # fmt: skip
def test_the_content_decides_the_type_and_the_name_where_it_is_silent(name: str, body: bytes, media_type: str) -> None:
    assert media_type_of(name, body) == media_type


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([TEXT, HTML, MARKDOWN, PDF, DOCX]))
def test_any_bytes_give_a_document_or_a_reason(body: bytes, media_type: str) -> None:
    try:
        document = read_document(body, media_type, NOTHING)
    except Unreadable as reason:
        assert str(reason)
    else:
        assert document.text
        assert 0 <= document.body_end <= len(document.text)


@pytest.mark.parametrize("piece", ["x", "1", "@", "a-", "a.", "1-"])
def test_a_word_of_many_thousand_letters_takes_no_longer_than_its_length(piece: str) -> None:
    body = f"{SENTENCE}\n\n{piece * (100_000 // len(piece))}\n".encode()
    text = read_document(body, TEXT, Declared(), ()).text
    assert text.startswith(SENTENCE)


def test_aliases_in_front_matter_are_not_followed() -> None:
    names = "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]" for n in range(9))
    body = f"---\na: &a [x, x, x, x, x, x, x, x, x, x]\n{names}\ntitle: A title\n---\n\n{SENTENCE}\n".encode()
    document = read_document(body, MARKDOWN, NOTHING)
    assert (document.title, document.text) == ("A title", SENTENCE)


@pytest.mark.parametrize(
    ("charset", "declared", "text"),
    [
        ("windows-1251", "utf-8", "Проект конвенции не называет судью, который решает до обыска телефона, и это тревожит нас."),
        ("windows-1251", "iso-8859-1", "Проект конвенции не называет судью, который решает до обыска телефона, и это тревожит нас."),
        ("gb18030", "gb2312", "草案在所有情况下都将决定权留给国内法，我们要求委员会指明由哪位法官作出决定。"),
        ("shift_jis", "shift_jis", "草案はすべての場合に国内法に決定を委ねている。私たちは裁判官の名を求める。"),
    ],
)  # fmt: skip
def test_character_sets_declared_rightly_and_wrongly(charset: str, declared: str, text: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>{text}</p><p>{text}</p></body></html>"
    assert text in read_document(page.encode(charset), HTML, NOTHING).text


def test_a_pdf_that_unpacks_to_gigabytes_is_refused_and_ends_nothing_else() -> None:
    with pytest.raises(Unreadable, match=r"needs more than|took more than"):
        read_document(swelling_pdf(), PDF, NOTHING)


def swelling_pdf() -> bytes:
    """A page whose contents are 3 GB of spaces, packed twice."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(300)) + packer.flush()
    packed = zlib.compress(packed, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed) + packed + b"\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        stream,
    ]
    body = b"%PDF-1.5\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(objects, start=1))
    return body + b"trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n"
