"""What tests of crawls share: an installation that may visit loopback, sources, and what is stored after."""

from pathlib import Path
from typing import Any

from sqlmodel import select

from crawlers.ledger import Failure, SourceReport
from db.docket import Source
from db.models import Capture, CrawlRun, FetchFailure
from db.session import open_installation, reading
from db.settings import Settings, load_settings


def loopback_settings(data: Path, **given: Any) -> Settings:
    """Settings for a crawl of the hostile web: no delay, short limits."""
    limits = {"crawl_loopback": True, "crawl_delay": 0, "crawl_timeout": 2, "crawl_max_bytes": 100_000}
    return load_settings(data=data, **{**limits, **given})


def source(key: str, address: str, way: str = "feed", **given: Any) -> Source:
    """A source of an invented organisation."""
    return Source(key=key, organisation=f"The {key} society", kind="ngo", way=way, address=address, **given)


def stored(settings: Settings) -> dict[str, list[Any]]:
    """All rows that a crawl writes, by table."""
    engine = open_installation(settings, create=False)
    with reading(engine) as session:
        found = {
            table.__name__: [row.model_dump() for row in session.exec(select(table))]
            for table in (Capture, FetchFailure, CrawlRun)
        }
    engine.dispose()
    return found


def content(settings: Settings) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """What must not depend on how often a crawl was disturbed: no times, row ids or places in files."""
    rows = stored(settings)
    captures = {
        (row["address"], row["sha256"], row["media_type"], row["source"], row["declared"], row["etag"])
        for row in rows["Capture"]
    }
    failures = {(row["source"], row["address"], row["kind"], row["reason"]) for row in rows["FetchFailure"]}
    return captures, failures


def failure_at(report: SourceReport, address: str) -> Failure:
    """The failure of one address; fails the test when there is none."""
    found = [failure for failure in report.failures if failure.address == address]
    assert found, f"no failure noted for {address}; noted: {[one.address for one in report.failures]}"
    return found[0]
