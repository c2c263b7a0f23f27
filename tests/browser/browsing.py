"""Debian's Chromium, driven by Playwright: finding it, starting it, and one reader's window in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
HEIGHTS = {1280: 900, 375: 700}
PATIENCE = 60_000
"""Milliseconds that a step may take on a busy machine."""


@dataclass(frozen=True)
class Reader:
    """How a person reads: the width of the window in pixels, and whether scripts run."""

    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.width}-{'with' if self.scripts else 'without'}-scripts"


READERS = tuple(Reader(width, scripts) for width in HEIGHTS for scripts in (True, False))


def chromium() -> str:
    """The path of Chromium. Without one the test is skipped, and fails where `CI` is set."""
    found = shutil.which("chromium")
    if found:
        return found
    reason = "there is no chromium on the PATH (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; where CI is set, the browser tests must run")
    pytest.skip(reason)


@contextmanager
def started() -> Iterator[Browser]:
    """A running Chromium that can reach this machine and no other."""
    path = chromium()
    expect.set_options(timeout=PATIENCE / 3)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Browser, address: str, reader: Reader, scheme: str = "light") -> Iterator[Page]:
    """An empty window of `reader` at the site `address`; it fails a test in which a page asked any other host."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": reader.width, "height": HEIGHTS[reader.width]},
        java_script_enabled=reader.scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        permissions=["clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    try:
        yield context.new_page()
    finally:
        context.close()
    elsewhere = [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))]
    assert elsewhere == [], f"a page asked another host: {elsewhere}"
