"""An installation that sends."""

from pathlib import Path

import pytest

from db.docket import load_docket
from db.session import writing
from db.settings import Settings
from db.store.mailing import subscribe
from pipeline.digest.sending import Post
from tests.builders import installation, organisation, pair, statement

DOCKET = load_docket("un-cybercrime")


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """An installation with one objection and two people who get its digest."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        (passage,) = statement(session, "https://a.example/new", ["Article 24."], organisation(session, "Lantern"))
        pair(session, passage, "safeguards", "24")
        subscribe(session, "ana@sample.example", "digest", "", "weekly")
        subscribe(session, "ben@sample.example", "digest", "", "weekly")
    settings = Settings(data=tmp_path, smtp_host="127.0.0.1", mail_from="desk@sample.example")
    return Post(engine, settings, DOCKET, lambda words: set())
