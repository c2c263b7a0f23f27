"""What stands behind a statement: the capture handed out inertly, every name, other versions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from db.models import Capture, Revision
from db.session import open_installation, writing
from db.settings import Settings
from tests.stories import Story
from tests.story_parts import Piece
from tests.webapp.conftest import archive_all
from tests.webapp.pages import page, words
from webapp import create_app
from webapp.captures import SHOWN, Kept, as_text
from webapp.versions import distance

HOSTILE = "<script>alert(document.cookie)</script> Article 7 (sample)."


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of an installation whose only capture is hostile HTML."""
    settings = Settings(data=tmp_path)
    engine = open_installation(settings)
    with writing(engine) as session:
        Story(session).statement("https://x.example/1", "Page (sample)", [Piece(HOSTILE)])
        archive_all(session, tmp_path / "captures")
    yield create_app(settings).test_client()
    engine.dispose()


def test_a_capture_is_shown_as_text_and_never_run(hostile: FlaskClient) -> None:
    answer = hostile.get("/statements/1/capture?as=text")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.text == HOSTILE


def test_a_capture_is_downloaded_and_never_opened(hostile: FlaskClient) -> None:
    answer = hostile.get("/statements/1/capture")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.data == HOSTILE.encode()


def test_altered_or_lost_bytes_are_not_handed_out(hostile: FlaskClient, tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    with writing(engine) as session:
        row = session.exec(select(Capture)).one()
        row.sha256 = "0" * 64
        session.add(row)
    assert "not those that were captured" in words(page(hostile, "/statements/1/capture", 409))
    for file in (tmp_path / "captures").iterdir():
        file.unlink()
    assert "Restore it from a backup" in words(page(hostile, "/statements/1/capture", 404))
    with writing(engine) as session:
        row = session.exec(select(Capture)).one()
        row.size = 10**10
        session.add(row)
    assert "10,000,000,000 bytes" in words(page(hostile, "/statements/1/capture", 413))
    engine.dispose()


def test_each_wording_has_its_own_capture(client: FlaskClient, session: Session) -> None:
    texts = session.exec(select(Revision.text).where(Revision.statement_id == 10).order_by(col(Revision.number))).all()
    assert client.get("/statements/10/capture?revision=1").data == texts[0].encode()
    assert client.get("/statements/10/capture").data == texts[1].encode()


def test_a_long_capture_is_cut_where_it_is_shown_and_says_so() -> None:
    shown = as_text(Kept("", "text/html", b"a" * (SHOWN + 1))).get_data(as_text=True)
    assert shown.startswith("a" * SHOWN) and "download it for all" in shown


def test_versions_stand_side_by_side_with_the_days_between(client: FlaskClient) -> None:
    family = words(page(client, "/statements/1").xpath("//section[h2[@id='family']]")[0])
    assert "Harbour Rights (sample), 3 July 2024 (the same day)" in family
    assert "July 2024 (days between not known), in French" in family
    tree = page(client, "/statements/1/beside/3")
    assert [str(text.get("lang")) for text in tree.xpath("//div[contains(@class, 'text')]")] == ["en", "fr"]
    assert "How the copies differ" in words(page(client, "/statements/1/beside/2"))


@pytest.mark.parametrize("address", ["/statements/1/beside/4", "/statements/1/beside/1", "/statements/1/beside/999"])
def test_what_is_no_version_is_not_put_beside(client: FlaskClient, address: str) -> None:
    page(client, address, 404)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("2024-07-03", "2024-07-03", "the same day"),
        ("2024-07-03", "2024-07-04", "1 day later"),
        ("2024-07-03", "2023-07-03", "366 days earlier"),
        ("2024-07", "2024-07-04", "days between not known"),
        ("", "2024-07-04", "days between not known"),
    ],
)
def test_days_between_are_said_in_words(one: str, other: str, said: str) -> None:
    assert distance(one, other) == said
