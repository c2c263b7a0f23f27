"""The API: the same data as the pages and exports, page by page to the end, errors as problem details."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from db.counting import counted_pairs
from db.settings import Settings
from pipeline.exports.files import KINDS
from pipeline.exports.kinds import Source
from tests.webapp.conftest import fake_search
from webapp import create_app
from webapp.api.entries import LISTS, SHORT
from webapp.lens import Lens
from webapp.queries.matrix import build_matrix

PROBLEM = "application/problem+json"


def everything(client: FlaskClient, address: str) -> list[dict[str, object]]:
    """All entries of a list, page by page."""
    found: list[dict[str, object]] = []
    following: str | None = address
    while following:
        answer = client.get(following).json
        assert answer is not None
        found += answer["items"]
        following = answer["next"]
    return found


@pytest.mark.parametrize("name", [name for name in LISTS if name in KINDS])
@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_a_list_has_the_rows_of_its_export_and_no_cap(
    client: FlaskClient, session: Session, sample: Settings, app: Flask, name: str, limit: int
) -> None:
    docket = app.extensions["travaux"].docket
    rows = list(KINDS[name].rows(Source(session, docket, sample.base_url)))
    found = everything(client, f"/api/v1/{name}?limit={limit}")
    assert len(found) == len(rows) > 0
    assert list(found[0]) == sorted(column.name for column in KINDS[name].columns)
    assert len({json.dumps(entry) for entry in found}) == len({json.dumps(row) for row in rows})


@pytest.mark.parametrize("name", ["", *LISTS, *SHORT])
def test_every_address_of_the_start_answers(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/{name}")
    assert answer.status_code == 200
    assert answer.headers["ETag"]
    again = client.get(f"/api/v1/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_start_says_when_something_changed_last(client: FlaskClient) -> None:
    answer = client.get("/api/v1/")
    assert answer.last_modified is not None
    assert answer.json is not None
    assert answer.json["statements"] > 0


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("organisation=lantern", "organisation_slug", "lantern"),
        ("kind=industry", "organisation_kind", "industry"),
        ("concern=researchers", "concerns", "researchers"),
        ("stance=objection", "stance", "objection"),
        ("article=7", "articles_cited", "7"),
    ],
)
def test_passages_are_narrowed_as_on_the_pages(client: FlaskClient, query: str, field: str, value: str) -> None:
    found = everything(client, f"/api/v1/passages?{query}")
    assert 0 < len(found) < len(everything(client, "/api/v1/passages"))
    assert all(value in str(entry[field]) for entry in found)


def test_pairs_are_those_that_figures_count(client: FlaskClient, session: Session) -> None:
    found = everything(client, "/api/v1/pairs?limit=7")
    assert len([entry for entry in found if entry["how"] == "named"]) == len(counted_pairs(session))
    narrowed = everything(client, "/api/v1/pairs?concern=researchers&organisation=lantern")
    assert 0 < len(narrowed) < len(found)


def test_the_matrix_has_the_figures_of_the_page(client: FlaskClient, session: Session, app: Flask) -> None:
    matrix = build_matrix(session, app.extensions["travaux"].docket, Lens())
    shown = {row.provision.key: row.total.organisations for group in matrix.groups for row in group.rows}
    answer = client.get("/api/v1/matrix").json
    assert answer is not None
    told = {line["article"]: line["total"]["organisations"] for line in answer["articles"] if line["total"]}
    assert told == shown


def test_offsets_of_passages_point_into_the_text_of_their_statement(client: FlaskClient) -> None:
    text = client.get("/api/v1/statements/1").json
    assert text is not None
    passages = [entry for entry in everything(client, "/api/v1/passages") if entry["statement"] == 1]
    assert passages
    assert all(text["text"][entry["start"] : entry["end"]] == entry["text"] for entry in passages)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/statements?limit=0", 422),
        ("/api/v1/statements?limit=1001", 422),
        ("/api/v1/statements?limit=many", 422),
        ("/api/v1/statements?from=yesterday", 422),
        ("/api/v1/statements?kind=cake", 422),
        ("/api/v1/statements?cake=1", 422),
        ("/api/v1/statements?cursor=nonsense", 422),
        ("/api/v1/statements?cursor=-1", 422),
        ("/api/v1/statements?cursor=9999999999999999999", 422),
        ("/api/v1/matrix?how=guessed", 422),
        ("/api/v1/statements/99999", 404),
        ("/api/v1/statements/99999999999999999999999", 404),
        ("/api/v1/digests/2024-W99", 404),
        ("/api/v1/nothing", 404),
        ("/api/", 404),
    ],
)
def test_errors_are_problem_details(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (status, PROBLEM)
    assert answer.json is not None
    assert (answer.json["status"], answer.json["type"]) == (status, "about:blank")
    assert answer.json["title"]


def test_nothing_can_be_written(client: FlaskClient) -> None:
    assert client.post("/api/v1/statements").status_code in (400, 405)
    assert client.delete("/api/v1/statements/1").status_code in (400, 405)


def test_an_installation_that_is_not_there_is_a_problem_too(empty: Settings) -> None:
    answer = create_app(empty, search=fake_search).test_client().get("/api/v1/statements")
    assert (answer.status_code, answer.content_type) == (503, PROBLEM)


def test_the_document_describes_every_field_and_argument(client: FlaskClient) -> None:
    found = client.get("/api/openapi.json").json
    assert found is not None
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) >= {f"/api/v1/{name}" for name in (*LISTS, *SHORT)}
    assert found["components"]["schemas"]["Passage"]["properties"]["text"]["description"]
    for path in found["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert all(
                one["schema"].get("description") or one.get("description")
                for one in operation["parameters"]
                if one["in"] == "query"
            )
