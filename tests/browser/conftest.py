"""One browser and one site to read for all tests of this folder; a window of its own for each."""

from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, Page

from db.settings import Settings
from tests.browser.browsing import READERS, Reader, started, window
from tests.browser.serving import served
from tests.browser.story import furnish
from tests.webapp.conftest import fake_search
from webapp import create_app


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Ended with the last test of this folder: its event loop must not reach into other tests."""
    with started() as running:
        yield running


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample story's web app, for tests that read only. Made after Chromium was found."""
    settings = Settings(data=tmp_path_factory.mktemp("browser"))
    furnish(settings)
    with served(create_app(settings, search=fake_search)) as address:
        yield address


@pytest.fixture(params=READERS, ids=str)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each way to read, in turn."""
    return cast(Reader, request.param)


@pytest.fixture
def page(browser: Browser, site: str, reader: Reader) -> Iterator[Page]:
    """An empty window at the site, once for each reader."""
    with window(browser, site, reader) as opened:
        yield opened
