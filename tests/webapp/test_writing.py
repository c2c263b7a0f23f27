"""How the pages write: who may, which forms are taken, and that nothing is lost or stored by halves."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Blueprint, Flask, redirect, render_template_string, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import Engine, text
from sqlmodel import select

from db import session as database
from db.models import AuditEntry, Organisation
from db.session import make_engine, reading
from db.settings import Settings
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.pages import page, send, words
from webapp import create_app
from webapp.acting import actor, keepers_only, reviewers_only
from webapp.forms import field, takes
from webapp.writing import writing

FORM = """{% extends "base.html" %}{% block title %}T{% endblock %}{% block main %}<h1>T</h1><form method="post">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>{% endblock %}"""
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}\x1b'


def with_views(settings: Settings) -> Flask:
    """The app with a page that names an organisation, as a helper's view would be written."""
    app = create_app(settings, search=fake_search, render_digest=fake_digest)
    trial = Blueprint("trial", __name__)

    @trial.get("/trial")
    @reviewers_only
    def form() -> ResponseReturnValue:
        return render_template_string(FORM)

    @trial.post("/trial")
    @reviewers_only
    def save() -> ResponseReturnValue:
        name = field(request.form, "name", 10_000)
        with writing(f"Made {name}") as changing:
            changing.add(Organisation(slug="trial", name=name))
            if name == "broken":
                raise ValueError("half way (sample)")
        return redirect("/trial", 303)

    @trial.post("/trial/own")
    @keepers_only
    @takes(3_000_000)
    def keep() -> ResponseReturnValue:
        return f"{actor()}: {len(request.form['name'])}"

    app.register_blueprint(trial)
    return app


@pytest.fixture
def trial(own: Settings) -> FlaskClient:
    """Somebody at the machine."""
    return with_views(own).test_client()


def made(settings: Settings) -> list[str]:
    """The organisations that the trial view made."""
    with opened(settings) as engine, reading(engine) as session:
        return [row.name for row in session.exec(select(Organisation).where(Organisation.slug == "trial"))]


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The installation's database."""
    engine = make_engine(settings.url)
    yield engine
    engine.dispose()


def test_a_change_is_stored_with_who_made_it(trial: FlaskClient, own: Settings) -> None:
    send(trial, "/trial", {"name": "A name"})
    assert made(own) == ["A name"]
    with opened(own) as engine, reading(engine) as session:
        entry = session.exec(select(AuditEntry)).one()
    assert (entry.by, entry.what) == ("Ana Sample", "Made A name")


def test_a_change_that_fails_half_way_leaves_nothing(trial: FlaskClient, own: Settings) -> None:
    send(trial, "/trial", {"name": "broken"}, status=500)
    assert made(own) == []
    with opened(own) as engine, reading(engine) as session:
        assert session.exec(select(AuditEntry)).all() == []


def test_every_change_is_committed_with_full_synchronisation(own: Settings) -> None:
    app = with_views(own)
    with app.test_request_context("/trial"), writing("looked") as session:
        assert session.connection().execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.connection().execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_without_a_token_nothing_is_stored_and_the_typed_text_comes_back(trial: FlaskClient, own: Settings) -> None:
    answer = trial.post("/trial", data={"name": HOSTILE, "csrf_token": "old"})
    assert answer.status_code == 400
    assert "<script>" not in answer.text and "49" not in answer.text
    assert made(own) == []
    token = page(trial, "/trial").xpath("string(//input[@name='csrf_token']/@value)")
    tree = page_of(answer.text)
    assert "expired" in words(tree)
    kept = {str(box.get("name")): str(box.get("value")) for box in tree.xpath("//main//form//input")}
    assert kept["name"].startswith('"><script>') and kept["csrf_token"]
    assert trial.post("/trial", data={**kept, "csrf_token": token}).status_code == 303
    assert made(own) == ['"><script>alert(1)</script>{{ 7*7 }}']


def page_of(text_: str) -> HtmlElement:
    """A parsed answer."""
    return html.document_fromstring(text_)


def test_a_token_expires(own: Settings) -> None:
    app = with_views(own)
    app.config["WTF_CSRF_TIME_LIMIT"] = -1
    answer = send(app.test_client(), "/trial", {"name": "late"}, status=400)
    assert "This form had expired" in answer.text and made(own) == []


def test_another_browsers_token_is_worth_nothing(trial: FlaskClient, own: Settings) -> None:
    token = str(page(with_views(own).test_client(), "/trial").xpath("string(//input[@name='csrf_token']/@value)"))
    page(trial, "/trial")
    assert trial.post("/trial", data={"name": "x", "csrf_token": token}).status_code == 400
    assert made(own) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_sites_form_is_refused_before_it_is_read(trial: FlaskClient, own: Settings, site: str) -> None:
    answer = send(trial, "/trial", {"name": "theirs"}, status=403, **{"Sec-Fetch-Site": site})
    assert "another site" in answer.text and "theirs" not in answer.text and made(own) == []


@pytest.mark.parametrize(
    "environment",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "::ffff:192.0.2.7"},
        {"HTTP_HOST": "rebound.example"},
        {"HTTP_HOST": "192.0.2.1:8000"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_without_accounts_only_this_machine_may_change_things(
    trial: FlaskClient, own: Settings, environment: dict[str, str]
) -> None:
    token = str(page(trial, "/trial").xpath("string(//input[@name='csrf_token']/@value)"))
    assert trial.get("/trial", environ_overrides=environment).status_code == 403
    answer = trial.post("/trial", data={"name": "x", "csrf_token": token}, environ_overrides=environment)
    assert answer.status_code == 403 and "only for reading" in answer.text and made(own) == []
    assert trial.get("/statements/1", environ_overrides=environment).status_code == 200


def test_a_busy_database_gives_the_form_back(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    client = with_views(own).test_client()
    with opened(own) as engine, database.writing(engine):
        answer = send(client, "/trial", {"name": "patient"}, status=503)
    assert "busy" in answer.text and 'value="patient"' in answer.text and made(own) == []
    send(client, "/trial", {"name": "patient"})
    assert made(own) == ["patient"]


def test_too_much_is_refused_with_how_much_is_taken(trial: FlaskClient, own: Settings) -> None:
    send(trial, "/trial", {"name": "x" * 10_000})
    answer = send(trial, "/trial", {"name": "x" * 10_001}, status=413)
    assert "at most 10,000 characters" in answer.text
    send(trial, "/trial", {"name": "x" * 2_000_000}, status=413)
    assert len(made(own)) == 1


def test_a_view_says_how_much_it_takes(trial: FlaskClient) -> None:
    answer = send(trial, "/trial", {"name": "x" * 2_000_000}, to="/trial/own", status=200)
    assert answer.text == "Ana Sample: 2000000"


def test_the_cookie_is_ours_alone(own: Settings) -> None:
    for tls in (False, True):
        answer = with_views(own.model_copy(update={"behind_tls": tls})).test_client().get("/trial")
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and ("Secure" in cookie) is tls


def test_the_key_is_made_once_for_its_owner_alone(own: Settings) -> None:
    path = own.data / "secret.key"
    assert not path.exists()
    page(with_views(own).test_client(), "/trial")
    first = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(first) == 32
    path.chmod(0o644)
    page(with_views(own).test_client(), "/trial")
    assert path.read_bytes() == first and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in own.data.iterdir() if "secret" in each.name] == ["secret.key"]


def test_no_installation_no_key(empty: Settings, tmp_path: Path) -> None:
    answer = with_views(empty).test_client().get("/statements/1")
    assert answer.status_code == 503 and list(tmp_path.iterdir()) == []
