"""Beside the queue: agreement, names, lost decisions, words of concerns, and who is kept out."""

from flask.testing import FlaskClient
from sqlmodel import Session, select

from db.docket import load_docket
from db.models import Decision, Organisation, Passage
from db.settings import Settings
from tests.stories import DAY
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, send, words
from tests.webapp.reviewing import HOSTILE, fields, no_models, passage_with, stored
from webapp import create_app
from webapp.asking import KINDS, in_words

__all__ = ["no_models", "stored"]


def test_agreement_is_counted_by_kind_and_among_people(own: Settings, stored: Session) -> None:
    passage = passage_with(stored, "Article 35")
    for name, verdict in (("Ana Sample", "accept"), ("Bo Sample", "reject")):
        app = create_app(own.model_copy(update={"reviewer": name}), search=fake_search, render_digest=fake_digest)
        given = fields(passage, "concern", "scope", verdict, seen="99")
        send(app.test_client(), f"/passages/{passage}/correct?kind=stance", given, to="/decisions")
    text = words(page(app.test_client(), "/review/agreement"))
    assert "Concern1250 %" in text and "Ana Sample and Bo Sample010 %" in text
    assert "Ana Sample11100 %" in text and "Bo Sample010 %" in text


def test_names_are_merged_accepted_and_taken_back(desk_client: FlaskClient, stored: Session) -> None:
    at, to = "/organisations/review/", "/organisations/decide"
    waiting = page(desk_client, at).xpath("//tbody/tr/th")
    name = words(waiting[0])
    send(desk_client, at, {"action": "accept", "name": name}, to=to)
    assert f"{name} is an organisation of its own Ana Sample" in words(page(desk_client, at))
    assert "accepted already" in send(desk_client, at, {"action": "accept", "name": name}, to=to, status=400).text
    send(desk_client, at, {"action": "undo", "number": "1"}, to=to)
    send(
        desk_client,
        at,
        {"action": "merge", "name": "Silent Foundation (sample)", "into": "Lantern Watch (sample)"},
        to=to,
    )
    stored.rollback()
    assert "Silent Foundation (sample)" not in stored.exec(select(Organisation.name)).all()
    for wrong in (
        {"action": "merge", "name": "Nobody", "into": "x"},
        {"action": "undo", "number": "x"},
        {"action": "burn"},
    ):
        send(desk_client, at, wrong, to=to, status=400)


def test_decisions_whose_words_are_gone_are_listed(desk_client: FlaskClient, own: Settings, stored: Session) -> None:
    passage = passage_with(stored, "Article 35")
    send(
        desk_client,
        f"/passages/{passage}/correct?kind=stance",
        fields(passage, "concern", "scope", "reject"),
        to="/decisions",
    )
    stored.rollback()
    row = stored.get_one(Passage, passage)
    row.text_sha256 = "0" * 64
    stored.add(row)
    stored.commit()
    assert "Decisions whose words are gone 1" in words(page(desk_client, "/review"))


def test_every_verdict_on_every_kind_has_words() -> None:
    docket = load_docket("un-cybercrime")
    keys = {"concern": "scope", "mention": "0:5:Article 5", "link": "7", "pair": "scope:7", "ask": "delete:treaty"}
    answers = {"concern": "gender", "stance": "support", "mention": "other", "link": "29"}
    said = set()
    for kind in KINDS:
        for verdict in ("accept", "change", "reject", "undo"):
            row = Decision(address="", text_sha256="", text="", kind=kind, key=keys.get(kind, ""), verdict=verdict,
                           answer=answers.get(kind, "true") if verdict == "change" else "", by="", at=DAY)  # fmt: skip
            said.add(in_words(docket, row))
    assert all(words_ and "_" not in words_ for words_ in said) and len(said) > 24


def test_readers_are_kept_out(client: FlaskClient) -> None:
    for address in ("/review", "/review/marks", "/review/history", "/passages/1/correct", "/review/requests"):
        answer = client.get(address, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
        assert answer.status_code == 403 and "only for reading" in answer.text.lower()
    answer = client.get("/statements/1", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert "Wrong?" not in answer.text and "/correct" not in answer.text


def test_a_concern_is_worded_here_and_the_treatys_own_wording_comes_back(desk_client: FlaskClient) -> None:
    at, own = "/concerns/scope/wording", load_docket("un-cybercrime").concern_by_key["scope"].definition
    assert own in words(page(desk_client, "/concerns/scope"))
    send(desk_client, at, {"definition": f"Our words. {HOSTILE}", "seen": "0"})
    tree = page(desk_client, "/concerns/scope")
    assert "Our words." in words(tree) and own not in words(tree) and not tree.xpath("//main//script")
    assert "Our words." in words(page(desk_client, "/concerns/"))
    assert "meanwhile" in send(desk_client, at, {"definition": "Mine.", "seen": "0"}, status=400).text
    send(desk_client, at, {"definition": own, "seen": "1"})
    assert own in words(page(desk_client, "/concerns/scope"))
    history = words(page(desk_client, at))
    assert "Ana Sample" in history and "Our words." in history
    send(desk_client, at, {"definition": "x" * 2001, "seen": "2"}, status=413)
