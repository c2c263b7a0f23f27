"""The benchmark of pages, on a small installation and for a moment: it answers, and its figures are figures."""

from pathlib import Path

from benchmarks.installation import fill
from benchmarks.pages import PAGES, share, summary
from db.counting import by_definition, counted_pairs
from db.docket import load_docket
from db.session import open_installation, reading, writing
from db.settings import Settings
from webapp import create_app


def test_every_page_of_a_made_installation_answers(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    engine = open_installation(settings)
    with writing(engine) as session:
        fill(session, load_docket(settings.docket), 300)
    with reading(engine) as session:
        found = session.connection().execute(by_definition()).all()
        assert len(counted_pairs(session, ("explicit", "implicit"))) == len(found) > 100
    client = create_app(settings).test_client()
    assert {address: client.get(address).status_code for kind in PAGES.values() for address in kind[:1]} == {
        kind[0]: 200 for kind in PAGES.values()
    }


def test_figures_are_of_all_answers() -> None:
    found = [("front", float(n), 200 if n else 500) for n in range(100)]
    figures = summary(found)
    assert (figures["p50"], figures["p95"], figures["wrong"], figures["answers"]) == (50, 95, 1, 100)
    assert share([], 0.5) == 0
