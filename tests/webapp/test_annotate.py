"""`/annotate`: bounded, storing nothing, deaf to other sites; every failure is a sentence."""

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from db.docket import Docket
from db.settings import Settings
from pipeline.letter import Letter, LetterPassage
from pipeline.letter_comparison import Comparison, LeftOut, Precedent
from tests.webapp.pages import links, page, words
from webapp import create_app
from webapp.doors import Draft, UnusableLetter
from webapp.views.annotate import MOST_BYTES, READING

HOSTILE = "</textarea><script>alert(1)</script>"


def fake_compare(_session: Session, _docket: Docket, draft: Draft) -> Comparison:
    """One passage, with an earlier one and an ask that it lacks."""
    if draft.text == "bad":
        raise UnusableLetter("Expected another letter (sample).")
    if draft.text == "broken":
        raise RuntimeError("secret detail")
    own = LetterPassage(0, 5, draft.text, "objection", ("surveillance",), ("28",), (("surveillance", "28"),), ())
    before = Precedent(2, ("28",), ("surveillance",), 0.8)
    left = LeftOut("delete", "29", ("Lantern Watch (sample)",), ((2, "Article 29 must be deleted"),))
    return Comparison(Letter((own,), np.zeros((1, 2), np.float32)), ((before,),), (left,), 1)


@pytest.fixture
def visitor(sample: Settings) -> FlaskClient:
    return create_app(sample, compare=fake_compare).test_client()


def sent(visitor: FlaskClient, status: int, **fields: str):  # type: ignore[no-untyped-def]
    from lxml import html

    answer = visitor.post("/annotate", data=fields, content_type="multipart/form-data")
    assert answer.status_code == status and "Set-Cookie" not in answer.headers
    return html.document_fromstring(answer.text)


def test_the_form_is_empty_and_says_that_nothing_is_kept(visitor: FlaskClient) -> None:
    tree = page(visitor, "/annotate")
    assert "Nothing of it is kept" in words(tree) and not tree.xpath("//main//blockquote")
    assert tree.xpath("//form[@action='/annotate']/@method") == ["post"]
    assert "/annotate" in links(page(visitor, "/"))


def test_the_answer_shows_hits_precedents_and_what_is_left_out(visitor: FlaskClient) -> None:
    tree = sent(visitor, 200, text=HOSTILE, date="2024-07-22", kind="ngo")
    assert "/articles/28" in links(tree) and "/concerns/surveillance" in links(tree)
    assert "Delete Article 29" in words(tree) and "close in meaning (0.80 of 1)" in words(tree)
    assert any(link.endswith("#p2") for link in links(tree))
    assert tree.xpath("string(//textarea)").strip() == HOSTILE and not tree.xpath("//main//script")
    assert tree.xpath("//option[@selected]/@value") == ["ngo"]


@pytest.mark.parametrize(("text", "status", "said"), [("bad", 400, "Expected another letter"), ("broken", 503, "log")])
def test_failures_are_sentences_and_keep_the_text(visitor: FlaskClient, text: str, status: int, said: str) -> None:
    tree = sent(visitor, status, text=text)
    assert said in words(tree) and "secret" not in words(tree)
    assert tree.xpath("string(//textarea)").strip() == text


def test_too_much_is_refused(visitor: FlaskClient) -> None:
    sent(visitor, 413, text="x" * MOST_BYTES)


def test_another_site_cannot_make_it_work(visitor: FlaskClient) -> None:
    for site in ("cross-site", "same-site"):
        assert visitor.post("/annotate", data={"text": "x"}, headers={"Sec-Fetch-Site": site}).status_code == 403


def test_one_letter_at_a_time(visitor: FlaskClient) -> None:
    with READING:
        assert "Another letter is being read" in words(sent(visitor, 503, text="x"))
    sent(visitor, 200, text="x")
