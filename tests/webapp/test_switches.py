"""The switches: every figure under every setting leads to lists of exactly its length."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import Session

from db.docket import load_docket
from tests.webapp.pages import cells, figures, page, words
from webapp.lens import Lens, LensError
from webapp.queries.cells import SHOWN, read_cell
from webapp.queries.matrix import build_matrix

LENSES = (
    Lens(),
    Lens(origin="implicit"),
    Lens(side="asks"),
    Lens(side="support"),
    Lens(kind="industry"),
    Lens(kind="unknown"),
    Lens(cited="rev3"),
    Lens(cited="rev2"),
    Lens(since="2024-07-02", until="2024-07-31"),
    Lens(until="2024-07-01"),
    Lens(side="asks", kind="ngo", cited="rev3"),
    Lens(seen_since="2024-01-01T00:00:00+00:00"),
    Lens(seen_since="2025-01-01T00:00:00+00:00"),
)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: str(lens.arguments))
def test_every_figure_has_lists_of_exactly_its_length(session: Session, lens: Lens) -> None:
    made = build_matrix(session, load_docket("un-cybercrime"), lens)
    for row in (row for group in made.groups for row in group.rows):
        wanted = [({"provision": row.provision.key}, row.total)]
        wanted += [
            ({"provision": row.provision.key, "concern": cell.concern.key}, cell.figure)
            for cell in row.cells
            if cell.figure
        ]
        for place, figure in wanted:
            for shown in SHOWN[:5]:
                found = read_cell(session, lens, shown, 1, **place)
                assert found is not None
                assert found.total == getattr(figure, shown), (place, shown)
                assert found.figure == figure, place


@pytest.mark.parametrize("query", ["side=asks", "side=support&origin=implicit", "kind=ngo&from=2024", "cited=rev3"])
def test_the_pages_keep_the_switches_and_show_whole_lists(client: FlaskClient, query: str) -> None:
    for target, figure in cells(page(client, f"/?{query}")).items():
        said = figures(page(client, target))
        assert (said["organisations"], said["statements"], said["endorsements"]) == figure, target
        address = target + ("&" if "?" in target else "?")
        for shown in ("organisations", "statements", "endorsements"):
            tree = page(client, f"{address}show={shown}")
            listed = tree.xpath("//*[@id='counted']//*[@data-item]|//*[@id='counted']//ul[@class='statements']/li")
            assert len(listed) == said[shown], (target, shown)


def test_sides_are_told_apart(client: FlaskClient) -> None:
    asks, support = (cells(page(client, f"/?side={side}")) for side in ("asks", "support"))
    assert asks["/articles/29?concern=surveillance&side=asks"] == (2, 1, 3)
    assert support["/articles/24?concern=safeguards&side=support"] == (1, 1, 0)
    assert support["/articles/26?concern=surveillance&side=support"] == (1, 1, 0)


def test_texts_without_a_day_keep_to_the_rule(session: Session) -> None:
    docket = load_docket("un-cybercrime")
    dated = build_matrix(session, docket, Lens(since="1900-01-01")).total
    assert dated.unattributed == 0 and build_matrix(session, docket, Lens()).total.unattributed == 1
    only_month = Lens(since="2024-07-01", until="2024-07-01")
    assert build_matrix(session, docket, only_month).total.statements == 1


@pytest.mark.parametrize("query", ["side=both", "kind=cats", "cited=rev99", "from=2024-13", "to=x", "new_since=monday"])
def test_a_switch_that_does_not_exist_is_said(client: FlaskClient, query: str) -> None:
    assert "Expected" in words(page(client, f"/?{query}", status=400))


@pytest.mark.parametrize("address", ["/articles/7?show=all", "/articles/7?show=passages&page=x"])
def test_a_list_that_does_not_exist_is_said(client: FlaskClient, address: str) -> None:
    assert "Expected" in words(page(client, address, status=400))
    page(client, "/articles/7?show=passages&page=9", status=404)


def test_a_lens_is_what_its_address_says() -> None:
    for lens in LENSES:
        assert Lens.read(lens.arguments) == lens
    assert Lens.read({"from": "2024", "to": "2024-02"}) == Lens(since="2024-01-01", until="2024-02-29")
    with pytest.raises(LensError, match="2024-07-31"):
        Lens.read({"from": "２０２４"})


def test_the_matrix_as_a_file_holds_the_same_figures(client: FlaskClient) -> None:
    shown = cells(page(client, "/?side=asks"))
    rows = list(csv.DictReader(io.StringIO(client.get("/matrix.csv?side=asks").text.lstrip("\ufeff"))))
    assert sorted((int(r["organisations"]), int(r["statements"]), int(r["endorsements"])) for r in rows) == sorted(
        shown.values()
    )
    sheet = load_workbook(io.BytesIO(client.get("/matrix.xlsx?side=asks").data)).active
    assert sheet is not None and sheet.freeze_panes == "A2" and sheet.max_row == len(rows) + 1
    assert all(isinstance(row[4], int) for row in sheet.iter_rows(min_row=2, values_only=True))


def test_the_numbers_of_the_count_are_kept_while_nothing_changes(app: Flask) -> None:
    from tests.webapp.test_pages import counting

    app.test_client().get("/")
    with counting(app) as ran:
        app.test_client().get("/?kind=ngo")
    assert not [statement for statement in ran if "FROM counted" in statement or "JOIN counted" in statement]
