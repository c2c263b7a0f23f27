"""Clippings, notes and positions in the browser: kept, ordered, taken away with real footnotes, and seen by nobody else."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
import rispy
from docx import Document
from flask.testing import FlaskClient
from lxml import etree
from sqlmodel import Session, select

from db.models import Clipping, Revision, Statement
from db.session import open_installation, reading, writing
from db.settings import Settings
from pipeline.references.word import Quoted, word_document, xml_text
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, send, words
from webapp import create_app

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "</w:t><script>[x](javascript:alert(1))\x0b\ud800"


@pytest.fixture
def stored(own: Settings) -> Iterator[Session]:
    """A session on the installation that the test changes."""
    engine = open_installation(own)
    with reading(engine) as session:
        yield session
    engine.dispose()


def parts_of(document: bytes) -> dict[str, bytes]:
    """Name → bytes of every part of a .docx file."""
    with ZipFile(io.BytesIO(document)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_word_has_footnotes_that_are_footnotes() -> None:
    quoted = [Quoted("First.", "Note one."), Quoted("ثان", "Note <two> & more.", "ar", "Ours.", "Changed since.")]
    made = word_document("Basket", quoted, "Closing.", "Ana Sample", datetime(2026, 11, 24, tzinfo=UTC))
    parts = parts_of(made)
    notes = etree.fromstring(parts["word/footnotes.xml"])
    by_id = {one.get(f"{W}id"): "".join(map(str, one.itertext())).strip() for one in notes}
    body = etree.fromstring(parts["word/document.xml"])
    assert [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")] == ["1", "2"]
    assert by_id == {"-1": "", "0": "", "1": "Note one.", "2": "Note <two> & more."}
    assert b"/word/footnotes.xml" in parts["[Content_Types].xml"]
    assert b"relationships/footnotes" in parts["word/_rels/document.xml.rels"]
    settings = [one.tag for one in etree.fromstring(parts["word/settings.xml"])]
    assert settings.index(f"{W}footnotePr") < settings.index(f"{W}compat")
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    assert {"FootnoteText", "FootnoteReference", "Quote"} <= styles
    shown = [paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs]
    assert shown == ["Basket", "First.", "ثان", "Changed since.", "Ours.", "Closing."]


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert xml_text("a\x00b\x0b\ud800\ufffec\td\n😀") == "abc\td\n😀"
    hostile = word_document(
        HOSTILE, [Quoted(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)], HOSTILE, HOSTILE, datetime.now(UTC)
    )
    assert "</w:t><script>" in Document(io.BytesIO(hostile)).paragraphs[1].text


def test_a_passage_is_clipped_ordered_noted_and_taken_away(
    own: Settings, desk_client: FlaskClient, stored: Session
) -> None:
    form = "/clippings/add?passage=3"
    answer = send(
        desk_client, form, {"passage": "3", "name": "A new one", "note": "Strong [words](x)."}, to="/clippings/add"
    )
    here = answer.location
    send(desk_client, form, {"passage": "4", "basket": here.rpartition("/")[2]}, to="/clippings/add")
    ids = [one.removeprefix("c") for one in page(desk_client, here).xpath("//ol[@class='basket']/li/@id")]
    send(desk_client, here, {"action": "down", "clipping": ids[0]})
    assert page(desk_client, here).xpath("//ol[@class='basket']/li/@data-clipping") == ids[::-1]
    send(desk_client, here, {"action": "order", "order": ",".join(ids)})
    texts = [one.text for one in stored.exec(select(Clipping).where(Clipping.id == int(ids[0]))).all()]
    word = parts_of(desk_client.get(f"{here}/export/word").data)
    assert texts[0] in "".join(map(str, etree.fromstring(word["word/document.xml"]).itertext()))
    assert "SHA-256 of the captured copy" in "".join(map(str, etree.fromstring(word["word/footnotes.xml"]).itertext()))
    markdown = desk_client.get(f"{here}/export/markdown").text
    assert "[^1]: " in markdown and "Strong \\[words\\](x)." in markdown and "all are as they were taken" in markdown
    records = rispy.loads(desk_client.get(f"{here}/export/ris").text)
    assert len(records) == 2 and "Strong [words](x)." in records[0]["notes"]
    send(desk_client, here, {"action": "remove", "clipping": ids[0]})
    assert len(page(desk_client, here).xpath("//ol[@class='basket']/li")) == 1
    send(desk_client, here, {"action": "rename", "name": "Renamed"})
    assert send(desk_client, here, {"action": "drop"}).location == "/clippings"
    page(desk_client, here, 404)


def test_a_quotation_whose_page_has_changed_stays_verbatim_and_says_so(own: Settings, desk_client: FlaskClient) -> None:
    engine = open_installation(own)
    with writing(engine) as session:
        clipping = session.get_one(Clipping, 1)
        statement = session.get_one(Statement, clipping.statement_id)
        old = session.get_one(Revision, clipping.revision_id)
        new = Revision(**{**old.model_dump(exclude={"id"}), "number": 9, "text": "All is well.", "text_sha256": "x"})
        session.add(new)
        session.flush()
        statement.revision_id = new.id
        taken = clipping.text
    assert "The page has changed since" in words(page(desk_client, "/clippings/1"))
    exported = desk_client.get("/clippings/1/export/markdown").text
    assert "not in the present one" in exported and "of 2 the page has changed since" in exported
    with writing(engine) as session:
        session.get_one(Clipping, 1).text = "Words that nobody wrote."
    engine.dispose()
    assert taken and "Not to be quoted" in desk_client.get("/clippings/1/export/markdown").text


def test_bad_forms_and_unknown_numbers_are_answered_in_words(desk_client: FlaskClient) -> None:
    for fields, to in (
        ({"action": "explode"}, "/clippings/1"),
        ({"action": "up", "clipping": "999"}, "/clippings/1"),
        ({"action": "order", "order": "a,b,,1"}, ""),
        ({"name": "x" * 5000}, "/clippings"),
        ({"passage": "0"}, "/clippings/add"),
        ({"passage": "١"}, "/notes/add"),
    ):
        status = 303 if not to else 413 if "name" in fields else 400
        send(desk_client, "/clippings/1", fields, to=to, status=status)
    for address in ("/clippings/99", "/clippings/add?passage=999", "/clippings/1/export/exe", "/notes/add?passage=99999999999",
                    "/positions/999", "/notes?page=9"):  # fmt: skip
        page(desk_client, address, 400 if "99999999999" in address else 404)


def test_a_note_is_kept_found_by_its_tag_changed_and_thrown_away(desk_client: FlaskClient) -> None:
    made = send(
        desk_client,
        "/notes/add?passage=2",
        {"passage": "2", "words": "<i>Ask</i>", "tags": "Judges, Später"},
        to="/notes/add",
    )
    number = made.location.partition("#n")[2]
    assert "<i>Ask</i>" in words(page(desk_client, "/notes?tag=sp%C3%A4ter"))
    assert len(page(desk_client, "/notes?tag=judges").xpath("//main/section")) == 2
    send(desk_client, "/notes", {"words": "Other", "tags": ""}, to=f"/notes/{number}")
    assert len(page(desk_client, "/notes?tag=judges").xpath("//main/section")) == 1
    send(desk_client, "/notes", {"action": "drop"}, to=f"/notes/{number}")
    assert "Other" not in words(page(desk_client, "/notes"))


def test_a_position_has_a_history_and_stands_beside_the_others(desk_client: FlaskClient) -> None:
    here = "/positions/7"
    tree = page(desk_client, here)
    rows = {
        words(row[0]): [words(cell) for cell in row[1:]]
        for row in tree.xpath("//table[@class='beside-table']/tbody/tr")
    }
    assert rows and all(cells[0] == "we do not" for cells in rows.values())
    raised = (
        page(desk_client, here)
        .xpath("string(//table[@class='beside-table']/tbody/tr[1]/th/a/@href)")
        .rpartition("=")[2]
    )
    send(desk_client, here, {"words": "No crime without harm.", "concern": raised, "ask": "amend"})
    tree = page(desk_client, here)
    ours = [words(row) for row in tree.xpath("//table[@class='beside-table']/tbody/tr") if "we raise it" in words(row)]
    assert len(ours) == 1 and "we ask it" in words(tree)
    assert tree.xpath("//input[@name='concern'][@checked]/@value") == [raised]
    send(desk_client, here, {"action": "withdraw", "words": "ignored"})
    tree = page(desk_client, here)
    assert "We hold nothing here yet." in words(tree) and "No crime without harm." in words(tree)
    assert "ignored" not in words(tree)


def test_the_figures_beside_are_those_of_the_cell(desk_client: FlaskClient) -> None:
    for row in page(desk_client, "/positions/7").xpath("//table[@class='beside-table']/tbody/tr[th/a]"):
        cell = page(desk_client, str(row.xpath("string(th/a/@href)")))
        named = int(row.xpath("string(td[2]/b)") or 0)
        assert int(cell.xpath("string(//b[@data-figure='organisations'])")) == named > 0


def test_with_accounts_each_sees_their_own(own: Settings) -> None:
    accounts = own.model_copy(update={"auth": "accounts"})
    client = create_app(accounts, search=fake_search, render_digest=fake_digest).test_client()
    for address in ("/clippings", "/clippings/1/export/word", "/notes", "/positions/24", "/add", "/work"):
        answer = client.get(address)
        assert answer.status_code == 303 and "/sign-in" in answer.location, address
    public = client.get("/articles/24").text
    assert "No search without a judge" not in public and "/positions" not in public and not Path("none").exists()
