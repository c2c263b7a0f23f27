"""One browser and one site to read for all tests of this folder; a window of its own for each, and for those who
change something a site of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import cast

import pytest
from playwright.sync_api import Browser, Page

from db.settings import Settings
from tests.browser.browsing import READERS, Reader, started, window
from tests.browser.serving import served
from tests.browser.story import furnish
from tests.webapp.conftest import fake_search
from webapp import create_app
from webapp.desk import Desk


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Ended with the last test of this folder: its event loop must not reach into other tests."""
    with started() as running:
        yield running


@pytest.fixture(scope="package")
def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample story's installation, made once and after Chromium was found; no test changes it."""
    settings = Settings(data=tmp_path_factory.mktemp("browser"))
    furnish(settings)
    return settings


@pytest.fixture(scope="package")
def site(furnished: Settings) -> Iterator[str]:
    """The address of its web app, for tests that only read."""
    with served(create_app(furnished, search=fake_search)) as address:
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


@pytest.fixture
def own(
    browser: Browser, furnished: Settings, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """An empty window at a copy of the site that the test may change, by somebody at its own machine."""
    monkeypatch.setattr(Desk, "pair_again", staticmethod(lambda *_: None))  # it would load models
    settings = Settings(data=tmp_path / "own", reviewer="Ana Sample")
    copytree(furnished.data, settings.data, ignore=ignore_patterns("secret.key"))
    with served(create_app(settings, search=fake_search)) as address, window(browser, address, reader) as opened:
        yield opened
