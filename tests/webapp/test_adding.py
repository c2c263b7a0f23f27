"""Adding in a browser: files, pages, sources and comments are looked at, corrected, and kept; bad ones are refused."""

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from crawlers.comments.rows import TYPES
from crawlers.file_captures import ENDINGS
from db.docket_files import read_sources
from db.session import open_installation
from db.settings import Settings
from tests.crawlers.crawling import stored
from tests.crawlers.hostile_web import Answer, HostileWeb, feed, redirect
from tests.crawlers.hostile_web import page as web_page
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, send, words
from tests.webapp.test_work import wait
from webapp import create_app
from webapp.work import staged
from webapp.work.records import Work, all_work, work_at

LETTER = b"# Joint letter (sample)\n\nWe object to Article 24 of the draft convention, which names no judge.\n"


def token(client: FlaskClient) -> str:
    """A token for the forms of /add."""
    return str(page(client, "/add").xpath("string(//input[@name='csrf_token']/@value)"))


def upload(client: FlaskClient, to: str, *files: tuple[str, bytes], **fields: str) -> TestResponse:
    """Send files as the form of `to` would."""
    given = [(io.BytesIO(body), name) for name, body in files]
    answer = client.post(to, data={"csrf_token": token(client), "files": given, **fields})
    answer.get_data()
    answer.close()
    return answer


def newest(settings: Settings) -> Work:
    """The newest record, once nobody is at it."""
    return wait(next(iter(all_work(settings.data))))


def paste(client: FlaskClient, to: str, address: str) -> TestResponse:
    """Send an address as the form of `to` would."""
    return client.post(to, data={"csrf_token": token(client), "address": address})


def desk_of(settings: Settings) -> FlaskClient:
    """Somebody at the machine of this installation."""
    return create_app(settings, search=fake_search, render_digest=fake_digest).test_client()


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """Settings of an installation in which nothing was collected yet."""
    settings = Settings(data=tmp_path / "bare", reviewer="Ana Sample")
    open_installation(settings).dispose()
    return settings


@pytest.fixture
def adder(bare: Settings) -> FlaskClient:
    """Somebody at its machine."""
    return desk_of(bare)


def test_the_endings_are_those_that_are_read() -> None:
    assert set(staged.FILES) == set(ENDINGS) and set(staged.TABLES) == set(TYPES)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.md", "boot.md"),
        ("/etc/cron.d/evil.md", "evil.md"),
        (".htaccess.txt", "htaccess.txt"),
        ("بيان.pdf", "بيان.pdf"),
        ("a\x00b\nc\u202egnp.txt", "abcgnp.txt"),
        ("con<|>.txt", "con___.txt"),
        ("..", "file"),
        ("x" * 500 + ".docx", "x" * 120 + ".docx"),
    ],
)
def test_a_name_names_no_other_place(given: str, kept: str, tmp_path: Path) -> None:
    assert staged.safe_name(given) == kept
    work = Work(tmp_path / "work" / "1")
    assert staged.place_for(work, 1, given).resolve().is_relative_to((work.files / "1").resolve())


def test_a_dropped_file_is_shown_corrected_and_kept(bare: Settings, adder: FlaskClient) -> None:
    answer = upload(adder, "/add/files", ("../<b>letter.md", LETTER), ("virus.exe", b"MZ"))
    look = newest(bare)
    assert answer.status_code == 303 and answer.location == f"/add/{look.number}"
    tree = page(adder, f"/add/{look.number}")
    assert tree.xpath("string(//input[@name='title-1']/@value)") == "Joint letter (sample)"
    assert "“virus.exe” was left out: files that end in .txt" in words(tree)
    form = {"keep-1": "yes", "title-1": "As we call it (sample)", "published-1": "3 July", "organisation-1": "Lantern"}
    bad = send(adder, f"/add/{look.number}", form, to=f"/add/{look.number}/keep", status=400)
    assert "Expected a day such as 2024-07-03" in bad.text and "As we call it (sample)" in bad.text
    send(adder, f"/add/{look.number}", {**form, "published-1": "2024-07-03"}, to=f"/add/{look.number}/keep")
    kept = newest(bare)
    assert kept.state == "done", kept.ending
    shown = words(page(adder, f"/work/{kept.number}"))
    assert "As we call it (sample)" in shown and "1 page or file kept" in shown
    row = next(row for row in stored(bare)["Capture"] if "letter" in row["declared"])
    assert json.loads(row["declared"])["by_hand"] == "title published organisation"
    again = send(adder, "/add", {}, to=f"/add/{look.number}/keep")
    assert again.location == f"/work/{kept.number}"


def test_what_cannot_be_read_is_said_before_it_is_kept(bare: Settings, adder: FlaskClient) -> None:
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b" " * (210 * 1024 * 1024))
    files = (("bomb.docx", bomb.getvalue()), ("zip.pdf", b"PK\x03\x04 no paper"), ("empty.txt", b""))
    upload(adder, "/add/files", *files)
    look = newest(bare)
    tree = page(adder, f"/add/{look.number}")
    said = [words(one) for one in tree.xpath("//fieldset[contains(@class,'found')]")]
    assert len(said) == 3 and all("Cannot be kept." in one for one in said), said
    assert not tree.xpath("//form[contains(@action, '/keep')]")
    send(adder, f"/add/{look.number}", {}, to=f"/add/{look.number}/drop")
    page(adder, f"/add/{look.number}", 404)


@pytest.mark.parametrize("name", ["archive.zip", "picture.png", "letter", "letter.pdf.exe"])
def test_a_wrong_kind_of_file_is_refused_with_those_that_are_read(adder: FlaskClient, name: str) -> None:
    answer = upload(adder, "/add/files", (name, b"PK"))
    assert answer.status_code == 400 and ".pdf, .docx" in answer.text and not list(all_work(Path("none")))


class _Unread(io.RawIOBase):
    """A body of 200 MB that must not be read."""

    at = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = 200_000_000 if whence == io.SEEK_END else offset
        return self.at

    def tell(self) -> int:
        return self.at

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read")


def test_two_hundred_megabytes_are_refused_before_they_are_read(adder: FlaskClient) -> None:
    for to in ("/add/files", "/add/comments"):
        answer = adder.post(to, input_stream=_Unread(), content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
        assert "A form takes up to 100 MB" in answer.text and "smaller portions" in answer.text


def test_a_setting_says_how_much_is_taken(bare: Settings) -> None:
    client = desk_of(bare.model_copy(update={"upload_max_bytes": 300_000}))
    assert upload(client, "/add/files", ("a.txt", b"x" * 350_000)).status_code == 413
    assert upload(client, "/add/files", ("a.txt", b"A sample. " * 20_000)).status_code == 303
    newest(bare)


def test_nothing_is_taken_without_the_forms_token_or_from_another_site(desk_client: FlaskClient) -> None:
    for to in ("/add/files", "/add/page", "/add/source", "/add/comments", "/add/1/keep", "/work", "/work/2/stop",
               "/clippings", "/clippings/add", "/clippings/1", "/notes/add", "/notes/1", "/positions/24"):  # fmt: skip
        assert desk_client.post(to, data={"address": "https://a.example/"}).status_code == 400, to
        other = desk_client.post(to, data={}, headers={"Sec-Fetch-Site": "cross-site"})
        assert other.status_code == 403, to


def test_a_visitor_from_elsewhere_sees_and_changes_nothing_of_it(client: FlaskClient) -> None:
    far: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for address in ("/add", "/work", "/work/2", "/clippings", "/clippings/1/export/ris", "/notes", "/positions/24"):
        assert client.get(address, **far).status_code == 403, address
    assert client.post("/work", data={"kind": "collect"}, **far).status_code == 403


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1/x", "is not read"),
        ("http://localhost/x", "means this machine"),
        ("http://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("http://[::ffff:10.0.0.1]/", "is not read"),
        ("http://2130706433/", "could not be read"),
        ("file:///etc/passwd", "Not an http or https address"),
        ("javascript:alert(1)", "Not an"),
        ("https://user:word@192.168.0.1/", "is not read"),
    ],
)
def test_addresses_that_are_not_public_are_refused(bare: Settings, adder: FlaskClient, address: str, said: str) -> None:
    assert paste(adder, "/add/page", address).status_code == 303
    look = newest(bare)
    assert look.state == "failed" and said in look.ending["said"], look.ending
    assert said in words(page(adder, f"/add/{look.number}"))


def test_a_pasted_page_is_shown_before_it_is_kept(bare: Settings) -> None:
    with HostileWeb() as web:
        web.serve(
            "site", {"/letter": web_page("On Article 24 (sample)"), "/picture": Answer(b"\x89PNG", kind="image/png")}
        )
        web.serve(
            "site",
            {"/out": redirect("http://10.0.0.1/secret"), "/robots.txt": Answer(b"User-agent: *\nDisallow: /no\n")},
        )
        web.serve(
            "site", {"/moved": redirect("/letter"), "/no": web_page("Not to be read"), "/gone": Answer(b"gone", 410)}
        )
        limits = {"crawl_loopback": True, "crawl_delay": 0.0, "crawl_timeout": 5.0}
        settings = bare.model_copy(update=limits)
        client = desk_of(settings)
        for path, said in (
            ("/picture", "Not a kind of document that can be read (image/png)."),
            ("/out", "not on the public internet"),
            ("/no", "robots.txt asks us not to read"),
            ("/gone", "removed by its site"),
        ):
            paste(client, "/add/page", web.url("site", path))
            look = newest(settings)
            assert look.state == "failed" and said in look.ending["said"], look.ending
        before = len(stored(settings)["Capture"])
        paste(client, "/add/page", web.url("site", "/moved"))
        look = newest(settings)
        tree = page(client, f"/add/{look.number}")
        assert tree.xpath("string(//input[@name='title-0']/@value)") == "On Article 24 (sample)"
        assert len(stored(settings)["Capture"]) == before
        asked = [path for _, path, _ in web.visits].count("/letter")
        send(client, f"/add/{look.number}", {"title-0": "On Article 24 (sample)"}, to=f"/add/{look.number}/keep")
        assert newest(settings).found["reports"][0]["new"] == 1
        assert [path for _, path, _ in web.visits].count("/letter") == asked == 1
    row = next(row for row in stored(settings)["Capture"] if row["address"].endswith("/letter"))
    assert (row["origin"], row["http_status"]) == ("crawl", 200)


def test_a_source_is_proposed_edited_added_and_collected_from(bare: Settings) -> None:
    with HostileWeb() as web:
        entries = [web.url("light", "/cybercrime-1"), web.url("light", "/cybercrime-2")]
        home = '<html lang="en"><head><title>Lighthouse (sample)</title><link rel="alternate" type="application/rss+xml" href="/feed/"></head><body><main>Hello</main></body></html>'
        pages = {"/cybercrime-1": web_page("Cybercrime one"), "/cybercrime-2": web_page("Cybercrime two")}
        web.serve("light", {"/": Answer(home.encode()), "/feed/": feed(entries), **pages})
        settings = bare.model_copy(update={"crawl_loopback": True, "crawl_delay": 0.0, "crawl_timeout": 5.0})
        client = desk_of(settings)
        paste(client, "/add/source", web.url("light"))
        look = newest(settings)
        address = f"/add/{look.number}"
        tree = page(client, address)
        assert (
            "Feed" in words(tree)
            and tree.xpath("string(//input[@name='organisation']/@value)") == "Lighthouse (sample)"
        )
        form = {"finding": "0", "organisation": "Lighthouse Society (sample)", "kind": "ngo", "country": "CH", "language": "en",
                "words": "cybercrime", "expect_min": "1", "expect_max": "0"}  # fmt: skip
        bad = send(client, address, form, to=f"{address}/source", status=400)
        assert "Check the most items expected" in bad.text
        assert not (settings.data / "sources.toml").exists()
        send(client, address, {**form, "expect_max": ""}, to=f"{address}/source")
        entry = read_sources(settings.data / "sources.toml")[0]
        assert (entry.organisation, entry.words, entry.expect_max) == (
            "Lighthouse Society (sample)",
            ("cybercrime",),
            None,
        )
        assert entry.key in page(client, "/work").xpath("//select[@name='source']/option/@value")
        send(client, address, {"kind": "collect", "source": entry.key}, to="/work")
        collected = newest(settings)
    report = collected.found["reports"][0]
    assert (report["source"], report["new"], report["ok"]) == (entry.key, 2, True), collected.ending
    assert any("Lighthouse Society (sample): 2 new" in line.text for line in collected.lines)


def test_an_export_of_comments_is_shown_under_a_layout_and_taken_in(bare: Settings, adder: FlaskClient) -> None:
    rows = "Nummer;Wer;Was\n1;Lantern (sample);Article 24 needs a judge.\n2;;\n3;Harbour (sample);Delete Article 35.\n"
    upload(adder, "/add/comments", ("export.csv", rows.encode()))
    look = newest(bare)
    address = f"/add/{look.number}"
    assert "The columns are not those of" in words(page(adder, address))
    send(adder, address, {"text": "Nirgends"}, to=f"{address}/columns", status=400)
    send(adder, address, {"text": "Was", "organisation": "Wer", "id": "Nummer"}, to=f"{address}/columns")
    wait(look)
    shown = words(page(adder, address))
    assert "Article 24 needs a judge." in shown and "The comment has no text." in shown
    send(adder, address, {}, to=f"{address}/comments")
    report = newest(bare).found["reports"][0]
    assert (report["seen"], report["new"], report["failed"]) == (3, 2, 1)
    assert "row 3" in report["failures"][0]["address"]


def test_the_record_of_a_look_is_no_way_to_other_files(bare: Settings, adder: FlaskClient) -> None:
    upload(adder, "/add/files", ("letter.md", LETTER))
    look = newest(bare)
    form = {"keep-1": "yes", "keep-../1": "yes", "keep-2": "yes", "title-2": "x"}
    send(adder, f"/add/{look.number}", form, to=f"/add/{look.number}/keep")
    assert list(work_at(bare.data, look.number + 1).order["chosen"]) == ["1"]
    wait(work_at(bare.data, look.number + 1))
