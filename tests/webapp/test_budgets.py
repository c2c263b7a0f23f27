"""Any page stays small and asks little of the database where much was collected."""

import gzip

import pytest
from flask import Flask

from db.session import open_installation, writing
from db.settings import Settings
from tests.stories import Story
from tests.webapp.addresses import FORMS, PAGES
from tests.webapp.conftest import fake_digest, fake_search
from tests.webapp.large_story import CONCERNS, fill_large
from tests.webapp.sample_desk import fill_desk, fill_work
from tests.webapp.test_pages import MOST_BYTES, MOST_STATEMENTS, counting
from webapp import create_app

BUSY = (
    "/statements/LONG",
    "/statements/LONG/cite",
    "/organisations/org-000",
    "/organisations/org-005",
    *(f"/concerns/{concern}" for concern in CONCERNS),
    "/articles/8",
    "/articles/8?all=1",
    f"/articles/8?concern={CONCERNS[0]}",
    "/statements/?page=2",
    "/search?q=Article",
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, int]:
    """The app of the large installation, and the id of its long statement."""
    settings = Settings(data=tmp_path_factory.mktemp("large"))
    with writing(open_installation(settings)) as session:
        long = fill_large(Story(session))
        fill_desk(session)
    fill_work(settings.data)
    return create_app(settings, search=fake_search, render_digest=fake_digest), long


@pytest.mark.parametrize("address", (*PAGES, *FORMS, *BUSY))
def test_a_page_keeps_to_its_budget_where_much_was_collected(large: tuple[Flask, int], address: str) -> None:
    app, long = large
    with counting(app) as ran:
        answer = app.test_client().get(address.replace("LONG", str(long)))
    assert answer.status_code == 200
    assert len(ran) <= MOST_STATEMENTS
    assert len(gzip.compress(answer.data)) <= MOST_BYTES
