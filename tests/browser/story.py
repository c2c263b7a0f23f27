"""The sample story with what journeys need beside it: two drafts of an article, and the digest of its week."""

from datetime import UTC, datetime

from db.docket import load_docket
from db.session import open_installation, writing
from db.settings import Settings
from db.store.drafts import LoadedFile, replace_draft_text
from pipeline.digest import digest_for, parse_week
from pipeline.treaty_text import parse_treaty
from tests.lanterns import treaty
from tests.sample_story import fill
from tests.stories import Story
from tests.webapp.conftest import archive_all
from tests.webapp.sample_desk import fill_desk, fill_work

AFTERWARDS = datetime(2024, 9, 2, 8, tzinfo=UTC)
WEEK = "2024-W32"
DRAFTS = {"rev3": treaty().replace("at dusk", "at night"), "adopted": treaty()}
"""Article 3 of these (a treaty on lanterns, invented) changed by one word."""


def furnish(settings: Settings) -> None:
    """Make the installation that `settings` name."""
    engine = open_installation(settings)
    with writing(engine) as session:
        fill(Story(session))
        for draft, text in DRAFTS.items():
            read = parse_treaty(text)
            file = LoadedFile("sample.txt", "0" * 64, AFTERWARDS)
            replace_draft_text(session, draft, file, read.text, read.articles)
        archive_all(session, settings.data / "captures")
        fill_desk(session)
    fill_work(settings.data)
    docket = load_docket(settings.docket)
    digest_for(engine, settings, docket, parse_week(WEEK, AFTERWARDS.date()), AFTERWARDS, reissue=True)
    engine.dispose()
