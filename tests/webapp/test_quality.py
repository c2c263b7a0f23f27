"""`/quality` shows the stored card, says when it is of other models, and is linked wherever something claims to be sure."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from db.docket import DOCKETS, load_docket
from db.quality import CARD, read_card
from db.settings import Settings
from pipeline.heads_folder import Trained
from tests.webapp.pages import links, page, words
from webapp import create_app
from webapp.queries.quality import between, in_hundred, read_quality

KEY = "un-cybercrime"


def trained(monkeypatch: pytest.MonkeyPatch, version: str, base: str = "", decided: int = 0) -> None:
    known = Trained(version, base or version, decided)
    monkeypatch.setattr("webapp.queries.quality.trained_heads", lambda _key, _data: known)


def test_the_first_sentence_is_the_measured_precision_of_objections(client: FlaskClient) -> None:
    found = read_quality(load_docket(KEY))
    assert found
    right = in_hundred(found.first.all.stance.shown_objections.precision)
    assert f"Of 100 passages shown as an objection, {right} are." in words(page(client, "/quality"))


def test_every_concern_stands_in_a_table_with_its_figures(client: FlaskClient) -> None:
    tree, card = page(client, "/quality"), read_card(DOCKETS / KEY)
    assert card
    for concern in load_docket(KEY).concerns:
        row = tree.xpath(f"//th[@id='concern-{concern.key}']/..")[0]
        figure = card.sets[0].all.concerns.each[concern.key]
        cells = [words(cell) for cell in row.xpath("td")]
        assert cells[:4] == [
            str(n) for n in (in_hundred(figure.precision), in_hundred(figure.recall), in_hundred(figure.f1), figure.n)
        ]
        assert cells[4] == between(figure.interval)


def test_it_says_who_made_the_labels_and_what_they_are_not_for(client: FlaskClient) -> None:
    text = words(page(client, "/quality"))
    for said in (
        "language models",
        "No lawyer",
        "No conclusions from silence",
        "No ranking of organisations",
        "Follow the quotation",
    ):
        assert said in text


@pytest.mark.parametrize(("version", "said"), [("another", "another"), ("", "no label models yet")])
def test_it_says_when_other_models_label_here(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, version: str, said: str
) -> None:
    trained(monkeypatch, version)
    note = words(page(client, "/quality").xpath("//p[@class='note']")[0])
    assert "Measured with other models" in note and said in note


def test_nothing_is_said_when_the_models_are_those_measured(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = read_card(DOCKETS / KEY)
    assert card
    trained(monkeypatch, card.heads)
    assert not page(client, "/quality").xpath("//p[@class='note']")


def test_it_says_that_the_models_also_learnt_from_people_here(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = read_card(DOCKETS / KEY)
    assert card
    trained(monkeypatch, "own", card.heads, 12)
    note = words(page(client, "/quality").xpath("//p[@class='note']")[0])
    assert "12 passages that people here decided on" in note and "other models" not in note


def test_a_docket_that_was_never_measured_says_so(tmp_path: Path) -> None:
    visitor = create_app(Settings(data=tmp_path, docket="budapest")).test_client()
    assert "never measured" in words(page(visitor, "/quality"))


def test_the_page_needs_no_labelled_file_and_no_database(empty: Settings) -> None:
    assert (DOCKETS / KEY / CARD).exists()
    page(create_app(empty).test_client(), "/quality")


@pytest.mark.parametrize("address", ["/", "/about", "/articles/7", "/statements/1"])
def test_every_page_leads_to_it(client: FlaskClient, address: str) -> None:
    assert "/quality" in links(page(client, address))


def test_every_mark_leads_to_how_sure_it_is(client: FlaskClient) -> None:
    reasons = page(client, "/statements/1").xpath("//details/ul/li[.//*[@class='by']]")
    assert reasons
    for reason in reasons:
        machine = "by a person" not in words(reason)
        told = [link for link in reason.xpath(".//*[@class='by']//a/@href") if str(link).startswith("/quality#")]
        assert told or not machine or "by a rule. “" in words(reason), words(reason)
