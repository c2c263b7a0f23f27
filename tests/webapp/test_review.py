"""The review queue and corrections on any mark: what is asked first, what is stored, and what two people see."""

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlmodel import Session, col, select

from db.counting import counted_pairs
from db.models import AuditEntry, Decision, Label, Mention
from tests.webapp.pages import links, page, send, words
from tests.webapp.reviewing import HOSTILE, fields, no_models, passage_with, stored
from webapp.asking import KINDS
from webapp.queries.review import WHYS, Wanted, read_queue

__all__ = ["no_models", "stored"]


def test_the_queue_asks_first_what_helps_most(stored: Session) -> None:
    queue = read_queue(stored, Wanted())
    weights = [each.weight for each in queue.questions]
    assert weights == sorted(weights, reverse=True) and len(set(queue.questions)) == len(queue.questions)
    assert queue.total == len(queue.questions) and {each.why for each in queue.questions} == {
        "only",
        "unresolved",
        "unsure",
    }
    assert queue.totals == {why: sum(each.why == why for each in queue.questions) for why in WHYS}
    unresolved = next(each for each in queue.questions if each.why == "unresolved")
    assert (unresolved.kind, unresolved.key) == ("mention", "0:5:Article 5")


@pytest.mark.parametrize(
    "wanted", [Wanted(why="unresolved"), Wanted(concern="gender"), Wanted(article="29"), Wanted(article="6")]
)
def test_a_filter_gives_a_part_of_the_queue(stored: Session, wanted: Wanted) -> None:
    whole = {(q.passage_id, q.kind, q.key) for q in read_queue(stored, Wanted()).questions}
    part = {(q.passage_id, q.kind, q.key) for q in read_queue(stored, wanted).questions}
    assert part and part < whole


def test_the_page_shows_one_mark_with_place_reason_and_keys(desk_client: FlaskClient) -> None:
    first = page(desk_client, "/review/marks")
    total = int(words(first.xpath("//p[@class='progress']/b")[0]).split()[-1])
    assert words(first.xpath("//p[@class='progress']/b")[0]) == f"1 of {total}"
    assert {"a", "r", "j"} <= set(first.xpath("//@data-key"))
    assert first.xpath("//form[@action='/decisions']//button[1]/@disabled"), "Enter in a field decides nothing"
    last = page(desk_client, f"/review/marks?place={total}")
    assert last.xpath("//a[@rel='prev']") and not last.xpath("//a[@rel='next']")
    assert (
        words(page(desk_client, "/review/marks?place=9999").xpath("//p[@class='progress']/b")[0])
        == f"{total} of {total}"
    )
    assert "Nothing waits" in words(page(desk_client, "/review/marks?why=disagree"))


def test_a_decision_takes_the_mark_out_of_the_queue_and_undo_puts_it_back(
    desk_client: FlaskClient, stored: Session
) -> None:
    before = read_queue(stored, Wanted(why="unresolved")).totals["unresolved"]
    tree = page(desk_client, "/review/marks?why=unresolved")
    form = {
        str(box.get("name")): str(box.get("value"))
        for box in tree.xpath("//form[@class='decide'][@action='/decisions']//input")
    }
    answer = desk_client.post("/decisions", data={**form, "verdict": "change", "answer": "6", "note": HOSTILE})
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/review/marks?why=unresolved&done=")
    stored.expire_all()
    mention = stored.exec(select(Mention).where(Mention.text == "Article 5", Mention.origin == "human")).one()
    assert (mention.provision, mention.status) == ("6", "resolved")
    assert read_queue(stored, Wanted(why="unresolved")).totals["unresolved"] == before - 1
    done = page(desk_client, answer.headers["Location"])
    assert "Stored: citation “Article 5”: Article 6" in words(done)
    undo = {
        str(box.get("name")): str(box.get("value")) for box in done.xpath("//form[contains(@class, 'done')]//input")
    }
    assert desk_client.post("/decisions", data={**undo, "verdict": "undo"}).status_code == 303
    stored.rollback()
    assert read_queue(stored, Wanted(why="unresolved")).totals["unresolved"] == before
    history = page(desk_client, f"/passages/{form['passage']}/correct")
    assert "Ana Sample" in words(history) and "took back" in words(history) and not history.xpath("//main//script")
    assert HOSTILE in history.xpath("//q")[0].text_content()


def test_every_mark_of_every_statement_leads_to_its_form(desk_client: FlaskClient, stored: Session) -> None:
    kinds = set()
    for statement in range(1, 11):
        for link in links(page(desk_client, f"/statements/{statement}")):
            if link.startswith("/passages/") and "kind=" in link:
                kinds.add(link.partition("kind=")[2].partition("&")[0])
                assert page(desk_client, link).xpath("//section[@class='question']"), link
    assert {"concern", "stance", "mention", "pair", "ask"} <= kinds <= set(KINDS)


def test_a_correction_on_the_spot_counts_at_once(
    desk_client: FlaskClient, stored: Session, no_models: list[int]
) -> None:
    passage = passage_with(stored, "Article 35")
    assert ("scope", "35") in {(pair.concern, pair.provision) for pair in counted_pairs(stored)}
    at = f"/passages/{passage}/correct?kind=concern&key=scope"
    send(
        desk_client,
        at,
        fields(passage, "concern", "scope", "reject", note="It is about something else."),
        to="/decisions",
    )
    stored.rollback()
    assert ("scope", "35") not in {(pair.concern, pair.provision) for pair in counted_pairs(stored)}
    assert no_models == [passage]
    assert "Ana Sample" in words(page(desk_client, "/statements/5"))
    entry = stored.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry and entry.by == "Ana Sample" and entry.what.startswith(f"On passage {passage}: concern")
    assert entry.what in words(page(desk_client, "/review/history"))


def test_what_the_program_missed_can_be_added(desk_client: FlaskClient, stored: Session) -> None:
    passage = passage_with(stored, "Article 35")
    for kind, key in (("concern", "children"), ("link", "29")):
        at = f"/passages/{passage}/correct?kind={kind}&key={key}"
        assert "did not say so" in words(page(desk_client, at))
        send(desk_client, at, fields(passage, kind, key, "accept"), to="/decisions")
    stored.rollback()
    assert stored.exec(select(Label).where(Label.origin == "human", Label.key == "children", Label.score == 1)).all()


def test_the_second_reviewer_is_told_and_may_insist(desk_client: FlaskClient, stored: Session) -> None:
    passage = passage_with(stored, "Article 35")
    at = f"/passages/{passage}/correct?kind=stance"
    send(desk_client, at, fields(passage, "stance", "", "change", answer="objection"), to="/decisions")
    answer = send(
        desk_client,
        at,
        fields(passage, "stance", "", "change", answer="support", note="mine"),
        to="/decisions",
        status=409,
    )
    assert "Ana Sample decided on it while your page was open" in answer.text and "mine" in answer.text
    tree: HtmlElement = html.document_fromstring(answer.text)
    kept = {str(box.get("name")): str(box.get("value")) for box in tree.xpath("//main//form//input")}
    assert desk_client.post("/decisions", data=kept).status_code == 303
    stored.rollback()
    assert [row.answer for row in stored.exec(select(Decision).order_by(col(Decision.id)))] == ["objection", "support"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mood"}, {"kind": "concern", "key": "no-such"}, {"verdict": "maybe"}, {"passage": "x"}, {"passage": "9" * 30},
        {"verdict": "change", "answer": ""}, {"verdict": "change", "answer": "no-such"}, {"kind": "pair", "key": "scope:999"},
        {"kind": "mention", "key": HOSTILE}, {"kind": "link", "key": "999"}, {"kind": "stance", "key": "objection"},
        {"kind": "", "key": ""}, {"verdict": "undo"},
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused_and_nothing_is_stored(
    desk_client: FlaskClient, stored: Session, wrong: dict[str, str]
) -> None:
    passage = passage_with(stored, "Article 35")
    given = {**fields(passage, "concern", "scope", "reject"), **wrong}
    answer = send(desk_client, f"/passages/{passage}/correct?kind=stance", given, to="/decisions", status=400)
    assert "<script>" not in answer.text and stored.exec(select(Decision)).all() == []
    assert stored.exec(select(AuditEntry)).all() == []


@pytest.mark.parametrize("name", ["note", "key", "answer", "accept", "back", "seen", "kind"])
def test_no_field_takes_ten_thousand_characters_or_markup(desk_client: FlaskClient, stored: Session, name: str) -> None:
    passage = passage_with(stored, "Article 35")
    at = f"/passages/{passage}/correct?kind=stance"
    for value in ("x" * 10_000, HOSTILE * 300, "\0\x01", "'; DROP TABLE decision; --"):
        given = {**fields(passage, "stance", "", "change", answer="support"), name: value}
        token = str(page(desk_client, at).xpath("string(//main//input[@name='csrf_token']/@value)"))
        answer = desk_client.post("/decisions", data={**given, "csrf_token": token})
        assert answer.status_code in (303, 400, 409, 413), f"{name}: {answer.status_code}"
        assert "<script>alert" not in answer.text
        assert answer.headers.get("Location", "/").startswith("/")
