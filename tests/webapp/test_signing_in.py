"""Accounts on the pages: who may do what, and what ends a session."""

import re

import pytest
from flask.testing import FlaskClient

from db.session import open_installation, writing
from db.settings import Settings, SettingsError, load_settings
from db.store import accounts
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, send, words
from tests.webapp.test_writing import made, with_views
from webapp import create_app
from webapp.forms import own_address
from webapp.pace import Pace

WORDS = "four words in a row"


@pytest.fixture
def shared(own: Settings) -> Settings:
    """Settings of an installation with a reader and a reviewer."""
    with writing(open_installation(own)) as session:
        accounts.add_account(session, "Ana Sample", "reviewer", WORDS)
        accounts.add_account(session, "Bo Sample", "reader", WORDS)
    return own.model_copy(update={"auth": "accounts"})


def signed_in(client: FlaskClient, name: str, status: int = 303, **fields: str) -> str:
    """Sign in, or try to; where the answer leads, or what it says."""
    answer = send(client, "/sign-in", {"name": name, "password": WORDS, **fields}, status=status)
    return answer.headers.get("Location", "") or answer.text


def test_who_has_not_signed_in_reads_and_is_led_to_the_form(shared: Settings) -> None:
    client = with_views(shared).test_client()
    page(client, "/statements/1")
    answer = client.get("/trial?x=1")
    assert answer.status_code == 303 and answer.headers["Location"] == "/sign-in?next=/trial?x%3D1"
    signed_in(client, "Ana Sample", next="/trial?x=1")
    send(client, "/trial", {"name": "hers"})
    assert made(shared) == ["hers"]


def test_nobody_writes_without_signing_in(shared: Settings) -> None:
    client = with_views(shared).test_client()
    for to in ("/trial", "/trial/own"):
        answer = send(client, "/sign-in", {"name": "x"}, to=to)
        assert answer.headers["Location"].startswith("/sign-in") and made(shared) == []


def test_a_reader_keeps_their_own_and_is_told_who_may_do_more(shared: Settings) -> None:
    client = with_views(shared).test_client()
    signed_in(client, "Bo Sample")
    assert "Only reviewers" in words(page(client, "/trial", 403))
    token = str(page(client, "/").xpath("string(//input[@name='csrf_token']/@value)"))
    assert client.post("/trial", data={"csrf_token": token, "name": "x"}).status_code == 403
    assert client.post("/trial/own", data={"csrf_token": token, "name": "x"}).text == "Bo Sample: 1"
    assert made(shared) == []


def parts(answer: str, name: str) -> str:
    """An answer without the name that was tried and the token."""
    return re.sub(r'value="[^"]*"', "", answer).replace(name, "")


def test_wrong_names_and_passwords_are_answered_alike(shared: Settings) -> None:
    client = create_app(shared).test_client()
    first = signed_in(client, "Ana Sample", 403, password="not the words at all")
    second = signed_in(client, "Nobody", 403, password="not the words at all")
    assert "not right" in first and parts(first, "Ana Sample") == parts(second, "Nobody")
    assert "not the words" not in first


def test_after_five_failures_the_right_password_waits_too(shared: Settings) -> None:
    client = create_app(shared).test_client()
    for name in ("Ana Sample", "Nobody"):
        for _ in range(5):
            signed_in(client, name, 403, password="wrong")
        assert "too many failures" in signed_in(client, name, 429)


def test_an_address_that_tries_many_names_must_wait(shared: Settings) -> None:
    client = create_app(shared).test_client()
    for n in range(30):
        signed_in(client, f"name {n}", 403)
    assert "Wait a minute" in signed_in(client, "Ana Sample", 429)


def test_signing_out_ends_every_copy_of_the_session(shared: Settings) -> None:
    app = with_views(shared)
    client, thief = app.test_client(), app.test_client()
    signed_in(client, "Ana Sample")
    cookie = client.get_cookie("travaux")
    assert cookie
    thief.set_cookie("travaux", cookie.value)
    page(thief, "/trial")
    send(client, "/trial", {}, to="/sign-out")
    assert client.get("/trial").status_code == thief.get("/trial").status_code == 303


@pytest.mark.parametrize("change", ["password", "role", "remove"])
def test_a_change_of_the_account_ends_its_sessions(shared: Settings, change: str) -> None:
    client = with_views(shared).test_client()
    signed_in(client, "Ana Sample")
    page(client, "/trial")
    with writing(open_installation(shared)) as session:
        if change == "password":
            accounts.change_password(session, "Ana Sample", "another row of words")
        elif change == "role":
            accounts.change_role(session, "Ana Sample", "reviewer")
        else:
            accounts.remove_account(session, "Ana Sample")
    assert client.get("/trial").status_code == 303


def test_a_session_ends_after_its_hours(shared: Settings) -> None:
    app = with_views(shared)
    client = app.test_client()
    signed_in(client, "Ana Sample")
    page(client, "/trial")
    app.config["PERMANENT_SESSION_LIFETIME"] = -1
    assert client.get("/trial").status_code == 303


def test_signing_in_begins_a_new_session(shared: Settings) -> None:
    client = with_views(shared).test_client()
    page(client, "/sign-in")
    before = client.get_cookie("travaux")
    signed_in(client, "Ana Sample")
    after = client.get_cookie("travaux")
    assert before and after and before.value != after.value
    with client.session_transaction() as kept:
        assert "csrf_token" not in kept


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "evil",
        "",
        "javascript:alert(1)",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(wanted: str) -> None:
    assert own_address(wanted) in ("/",)


def test_a_closed_installation_shows_nothing_to_strangers(shared: Settings) -> None:
    client = create_app(
        shared.model_copy(update={"auth": "closed"}), search=fake_search, render_digest=fake_digest
    ).test_client()
    for address in ("/", "/statements/1", "/search?q=x", "/annotate", "/nowhere"):
        answer = client.get(address)
        assert answer.status_code == 303 and "sample" not in answer.text.lower(), address
    with client.get("/static/travaux.css") as style:
        assert style.status_code == client.get("/healthz").status_code == 200
    signed_in(client, "Bo Sample")
    page(client, "/statements/1")


def test_without_accounts_there_is_no_form(client: FlaskClient) -> None:
    tree = page(client, "/sign-in")
    assert "no accounts" in words(tree) and not tree.xpath("//main//form")


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAVAUX_AUTH", "acounts")
    with pytest.raises(SettingsError, match="TRAVAUX_AUTH") as error:
        load_settings()
    assert "'accounts'" in str(error.value) and "'acounts'" in str(error.value)


def test_a_pace_is_kept_by_key_and_forgets() -> None:
    now = [0.0]
    pace = Pace(2, 60, lambda: now[0])
    assert [pace.allows("a"), pace.allows("a"), pace.allows("a"), pace.allows("b")] == [True, True, False, True]
    now[0] = 60.0
    assert pace.allows("a")
