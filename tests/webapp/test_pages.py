"""What holds on every page: structure, headers, bounds, and text that stays text."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.webapp.addresses import FILES, FORMS, PAGES, PARTS
from tests.webapp.pages import links, page, words
from webapp.desk import Desk

MOST_STATEMENTS = 30
MOST_BYTES = 150_000


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that the app runs meanwhile."""
    made: Desk = app.extensions["travaux"]
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        ran.append(statement)

    event.listen(made.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(made.engine, "before_cursor_execute", note)


def rule_of(app: Flask, address: str) -> str:
    """The rule of the app that answers `address`."""
    rule, _ = app.url_map.bind("localhost").match(address.partition("?")[0], return_rule=True)
    return str(rule.rule)


def test_every_rule_that_reads_has_a_sample_address(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    missing = rules - {rule_of(app, address) for address in (*PAGES, *FORMS, *FILES, *PARTS)}
    assert not missing, f"add an address of each to tests/webapp/addresses.py: {sorted(missing)}"


@pytest.mark.parametrize("address", FILES)
def test_a_file_answers_and_is_no_page(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        assert answer.status_code == 200
        assert answer.mimetype != "text/html"


@pytest.mark.parametrize("address", [*PAGES, *FORMS])
def test_a_page_is_well_made(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    assert tree.get("lang") == "en"
    assert re.fullmatch(r"\S.* – Travaux", words(tree.xpath("//title")[0]))
    assert str(tree.xpath("string(//meta[@name='description']/@content)")).strip()
    assert links(tree)[0] == "#main"
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = {name for value in tree.xpath("//@aria-labelledby") for name in str(value).split()}
    assert named <= set(ids)


@pytest.mark.parametrize("address", (*PAGES, *FORMS))
def test_a_page_runs_nothing_and_asks_nobody_else(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Permissions-Policy" in answer.headers
    kept = answer.headers.getlist("Set-Cookie")
    expected = {"travaux_visit"} if address.partition("?")[0] == "/" else {"travaux"} if address in FORMS else set()
    assert {cookie.partition("=")[0] for cookie in kept} <= expected
    assert all("SameSite=Lax" in cookie and "HttpOnly" in cookie for cookie in kept)
    tree = page(client, address)
    assert not tree.xpath("//style|//iframe|//object|//@style|//@onclick|//@onload|//@onerror")
    assert not tree.xpath("//script[not(@src) or normalize-space()]"), "scripts are files of ours"
    loaded = tree.xpath("//link[not(@rel='canonical')]/@href|//img/@src|//script/@src")
    assert loaded and all(re.match("/(?!/)", str(source)) for source in loaded)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_shared(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    shared = {str(tag.get("property")): str(tag.get("content")) for tag in tree.xpath("//meta[@property]")}
    assert shared["og:title"] and shared["og:description"] and shared["og:type"] in ("website", "article")
    (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
    assert shared["og:url"] == canonical
    assert str(canonical).startswith("http://127.0.0.1:8000/")
    assert client.get(str(canonical).removeprefix("http://127.0.0.1:8000")).status_code == 200


@pytest.mark.parametrize("address", FORMS)
def test_a_page_with_forms_runs_our_own_scripts_only_and_no_form_lacks_its_token(
    client: FlaskClient, address: str
) -> None:
    tree = page(client, address)
    assert not tree.xpath("//style|//iframe|//object|//@style|//@onclick|//@onload|//@onerror")
    assert all(str(one.get("src")).startswith("/static/") and not one.text for one in tree.xpath("//script"))
    forms = tree.xpath("//form[@method='post']")
    assert all(form.xpath(".//input[@name='csrf_token']/@value") for form in forms)
    assert not tree.xpath("//form[not(@method)]")


@pytest.mark.parametrize("address", [*PAGES, *FORMS])
def test_a_page_is_small_and_asks_the_database_little(app: Flask, address: str) -> None:
    with counting(app) as ran:
        answer = app.test_client().get(address)
    assert len(ran) <= MOST_STATEMENTS
    assert len(gzip.compress(answer.data)) <= MOST_BYTES


def test_no_link_on_any_page_is_broken_or_dangerous(client: FlaskClient) -> None:
    found = {link for address in (*PAGES, *FORMS) for link in links(page(client, address))}
    assert len(found) > 100
    # The forms of single marks are hundreds: test_review.py opens each.
    for link in sorted(link for link in found if not re.match(r"/passages/\d+/correct\?kind=", link)):
        if link.startswith("/"):
            address, _, place = link.partition("#")
            answer = client.get(address)
            assert answer.status_code == 200, link
            if answer.mimetype != "text/html" or "attachment" in answer.headers.get("Content-Disposition", ""):
                assert answer.data, link
                continue
            tree = page(client, address)
            assert not place or tree.xpath(f"//*[@id='{place}']"), link
        else:
            assert link.startswith(("http://", "https://", "#")), link


def test_links_outward_send_nothing_along(client: FlaskClient) -> None:
    for address in (*PAGES, *FORMS):
        for link in page(client, address).xpath("//a[starts-with(@href, 'http')]"):
            assert {"noopener", "noreferrer"} <= set(str(link.get("rel")).split())


def test_health_is_told_in_one_word(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.json == {"status": "ok", "docket": "un-cybercrime", "statements": 10}
