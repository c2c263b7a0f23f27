"""An app on the sample installation, with a search that needs no model."""

import hashlib
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from sqlmodel import select as select_rows

from crawlers.archive import Archive, Fetched
from db.docket import Docket
from db.models import Capture, Revision
from db.session import open_installation, reading, writing
from db.settings import Settings
from pipeline.search import Ranked, rank
from pipeline.wanted import Wanted
from tests.builders import WordEncoder
from tests.sample_story import fill
from tests.stories import Story
from tests.webapp.sample_desk import fill_desk, fill_work
from webapp import create_app


def fake_search(session: Session, docket: Docket, wanted: Wanted) -> Ranked:
    """The search itself, with an encoder that loads no model."""
    return rank(session, docket, wanted, WordEncoder())


def fake_digest(content: str) -> str:
    """A fragment that shows the digest's title."""
    return f"<p>{escape(json.loads(content).get('title', 'Sample'))} digest fragment</p>"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation filled with the sample story; read by all tests, changed by none."""
    settings = Settings(data=tmp_path_factory.mktemp("sample"))
    with writing(open_installation(settings)) as session:
        fill(Story(session))
        archive_all(session, settings.data / "captures")
        fill_desk(session)
    fill_work(settings.data)
    return settings


def archive_all(session: Session, folder: Path) -> None:
    """Write the bytes of every capture of the story into an archive, where its row then points."""
    archive = Archive(folder)
    for capture, text in session.exec(select_rows(Capture, Revision.text).join(Revision)).all():
        body = text.encode()
        assert capture.sha256 == hashlib.sha256(body).hexdigest()
        fetched = Fetched(capture.address, body, capture.media_type, capture.captured_at)
        capture.warc_file, capture.warc_offset = archive.write(fetched)
        session.add(capture)
    archive.close()


@pytest.fixture(scope="session")
def app(sample: Settings) -> Flask:
    """The app on the sample installation."""
    return create_app(sample, search=fake_search, render_digest=fake_digest)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of the sample installation."""
    return app.test_client()


@pytest.fixture
def session(sample: Settings) -> Iterator[Session]:
    """A session on the sample installation."""
    engine = open_installation(sample)
    with reading(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def own(sample: Settings, tmp_path: Path) -> Settings:
    """Settings of a copy of the sample installation, which a test may change."""
    copytree(sample.data, tmp_path / "own", ignore=ignore_patterns("secret.key"))
    return Settings(data=tmp_path / "own", reviewer="Ana Sample")


@pytest.fixture
def desk_client(own: Settings) -> FlaskClient:
    """Somebody at the machine of the installation `own`."""
    return create_app(own, search=fake_search, render_digest=fake_digest).test_client()


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Settings of a folder without an installation."""
    return Settings(data=tmp_path / "nothing")
