"""The sample web's pages and papers, read as the crawler will read them: everything but the bytes unknown."""

import http.client
import re
from collections.abc import Iterator
from typing import Any

import pytest

from crawlers.extract import Declared, Document, media_type_of, read_document
from crawlers.sample_web.expected import load_expected
from crawlers.sample_web.server import SampleWeb

Read = list[tuple[Document, dict[str, Any]]]


@pytest.fixture(scope="module")
def pages() -> Iterator[Read]:
    wanted = [page for page in load_expected()["pages"] if page["outcome"] == "statement"]
    with SampleWeb() as web:
        yield [(_read(web, page["host"], page["path"]), page) for page in wanted]


def _read(web: SampleWeb, host: str, path: str) -> Document:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    connection.request("GET", path, headers={"Host": f"{host}.localhost:{web.port}"})
    body = connection.getresponse().read()
    connection.close()
    return read_document(body, media_type_of(path, body), Declared())


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_titles_dates_and_languages(pages: Read) -> None:
    assert [(one.title, one.published, one.language) for one, _ in pages] == [
        (spaced(known["title"]), known["published"], known["language"]) for _, known in pages
    ]


def test_nearly_all_organisations(pages: Read) -> None:
    right = sum(one.organisation == known["organisation"] for one, known in pages)
    assert right / len(pages) >= 0.95


def test_bodies_are_whole(pages: Read) -> None:
    present = [spaced(piece) in spaced(one.text) for one, known in pages for piece in known["body_must_contain"]]
    assert sum(present) / len(present) >= 0.99
    assert not any(one.cut_off for one, _ in pages)


def test_no_furniture_of_any_page_system(pages: Read) -> None:
    furniture = load_expected()["furniture"]
    left = [
        (known["path"], piece)
        for one, known in pages
        for piece in [*furniture.get(known["host"], []), *known["body_must_not_contain"]]
        if spaced(piece) in spaced(one.text)
    ]
    assert left == []


def test_signatures_of_the_joint_letter_on_its_hosts(pages: Read) -> None:
    signed = [(one, known) for one, known in pages if known["signatories"]]
    assert len(signed) >= 2
    for one, known in signed:
        assert {(each.name, each.kind) for each in one.signatories} == {
            (each["name"], each["kind"]) for each in known["signatories"]
        }
        assert one.doc_kind == "joint_letter"


COMMENT_PAGE = """<html><head><title>Comment 7 - Sample Portal</title></head><body><div>An official sample website</div>
<main><h1>Comment 7</h1><article class="comment-card"><header><span>Comment 7</span> <span>A. Person</span></header>
<div class="comment-text"><p>Ratify the sample convention or leave it, but publish these comments in a safe form.</p></div>
</article></main></body></html>"""


def test_a_comment_is_the_text_of_its_own_page_and_the_portal_is_not_its_author() -> None:
    declared = Declared(url="https://portal.example/7", doc_kind="comment")
    document = read_document(COMMENT_PAGE.encode(), "text/html", declared)
    assert document.text.count("publish these comments in a safe form") == 1
    assert (document.doc_kind, document.organisation) == ("comment", None)


def test_comments_of_readers_below_a_post_are_not_its_text() -> None:
    words = "The sample foundation thinks that the clause on search needs a judge and a limit in time. " * 6
    page = f"<html><body><article><h1>Post</h1><p>{words}</p></article>" + COMMENT_PAGE[COMMENT_PAGE.index("<main>") :]
    document = read_document(page.encode(), "text/html", Declared(url="https://a.example/"))
    assert "publish these comments" not in document.text
