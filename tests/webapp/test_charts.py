"""Charts: the same bytes from the same data, our colours, and crawled words that stay words."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlmodel import Session

from db.docket import load_docket
from tests.webapp.test_design import palettes
from webapp.charts.drawing import PALETTES, Scheme, draw
from webapp.charts.heat_map import heat_map
from webapp.charts.over_time import over_time
from webapp.lens import Lens
from webapp.queries.matrix import build_matrix
from webapp.queries.months import Month

HOSTILE = '"><script>alert(1)</script> & ]]>'


def text_of(svg: bytes) -> str:
    """The words of a drawing."""
    return " ".join(str(words) for words in etree.fromstring(svg).itertext())


def test_the_matrix_is_drawn_with_its_title_switches_and_day(client: FlaskClient) -> None:
    first, again = (client.get("/matrix.svg?side=asks").data for _ in range(2))
    assert first == again
    assert "organisations by article and concern" in text_of(first)
    assert "requests of any kind" in text_of(first) and "collected up to 6 August 2024" in text_of(first)


def test_a_picture_is_drawn_the_same_each_time(session: Session) -> None:
    made = build_matrix(session, load_docket("un-cybercrime"), Lens())
    chart = heat_map(made, "Sample", ["a line"], "light")
    assert draw(chart, "png") == draw(chart, "png") and draw(chart, "svg") == draw(chart, "svg")


def test_hostile_names_stay_words(session: Session) -> None:
    made = build_matrix(session, load_docket("un-cybercrime"), Lens())
    group = made.groups[0]
    row = replace(group.rows[0], provision=replace(group.rows[0].provision, title=HOSTILE))
    drawn = draw(heat_map(replace(made, groups=(replace(group, rows=(row,)),)), HOSTILE, [HOSTILE], "dark"), "svg")
    assert not etree.fromstring(drawn).xpath("//*[local-name()='script']")
    assert "<script>alert(1)</script>" in text_of(drawn)


def test_months_are_drawn_with_the_days_of_drafts() -> None:
    docket = load_docket("un-cybercrime")
    months = [Month(f"2024-{n:02}", n, n, n) for n in range(1, 13)]
    drawn = text_of(draw(over_time(months, docket.drafts, "Sample", [], "light"), "svg"))
    assert "2024-06" in drawn and "Updated draft text" in drawn


def test_a_scheme_that_does_not_exist_is_said(client: FlaskClient) -> None:
    assert client.get("/matrix.svg?scheme=loud").status_code == 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_have_the_colours_of_the_pages(scheme: Scheme) -> None:
    ours, theirs = PALETTES[scheme], palettes()[scheme]
    assert [ours["paper"], ours["ink"], ours["quiet"], ours["line"]] == [
        theirs[name] for name in ("paper", "ink", "quiet", "line")
    ]
    assert ours["levels"] == [theirs[f"l{step}"] for step in range(6)]


def test_no_page_waits_for_the_drawing_library() -> None:
    import subprocess
    import sys

    code = "import sys, webapp, webapp.views; sys.exit(any(name in sys.modules for name in ('altair', 'vl_convert')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
