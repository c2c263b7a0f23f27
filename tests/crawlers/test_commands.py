"""The two commands: what they print, and what their exit status means."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crawlers.commands import crawl, import_
from crawlers.ledger import Failure, SourceReport
from crawlers.reporting import as_text, exit_status
from db.settings import Settings, load_settings
from tests.crawlers.crawling import loopback_settings
from tests.crawlers.hostile_web import Answer, HostileWeb, page

SOURCE = """[[source]]
key = "{key}"
organisation = "The {key} society"
kind = "ngo"
way = "feed"
address = "{address}"
"""


def _run(command: click.Command, arguments: list[str], settings: Settings) -> tuple[int, Result]:
    result = CliRunner().invoke(command, arguments, obj=settings, standalone_mode=False)
    return (result.return_value if result.exception is None else 2), result


def _settings(folder: Path, web: HostileWeb, names: tuple[str, ...]) -> Settings:
    path = folder / "sources.toml"
    entries = [SOURCE.format(key=name, address=web.url(name, "/feed.xml")) for name in names]
    path.write_text("\n".join(entries), encoding="utf-8")
    return loopback_settings(folder / "data", sources=path)


def test_crawl_reports_each_source_and_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    with HostileWeb() as web:
        web.feed_of("good", {"/a": page("A"), "/b": page("B")})
        web.feed_of("bad", {"/gone": Answer(b"", 404)})
        settings = _settings(tmp_path, web, ("bad", "good"))
        status, result = _run(crawl, ["--json"], settings)
        again, _ = _run(crawl, ["--source", "good"], settings)
    bad, good = json.loads(result.stdout)["sources"]
    assert (bad["source"], bad["failed"], bad["ok"]) == ("bad", 1, False)
    assert bad["failures"][0]["reason"] == "Not found (404)."
    assert (good["source"], good["new"], good["ok"]) == ("good", 2, True)
    assert (status, again) == (1, 0)


def test_an_unknown_source_is_a_mistake_in_the_command(tmp_path: Path) -> None:
    with HostileWeb() as web:
        settings = _settings(tmp_path, web, ("good",))
    status, result = _run(crawl, ["--source", "nobody"], settings)
    assert status == 2
    assert "Known sources: good" in str(result.exception)


def test_a_docket_without_sources_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("", encoding="utf-8")
    status, result = _run(crawl, [], load_settings(data=tmp_path / "data", sources=tmp_path / "sources.toml"))
    assert (status, result.stdout) == (1, "")
    assert "docs/crawling.md" in result.stderr


def test_import_prints_its_report_and_fails_when_a_file_does(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("A letter.", encoding="utf-8")
    settings = load_settings(data=tmp_path / "data")
    status, result = _run(import_, [str(tmp_path / "letter.txt")], settings)
    assert (status, result.stdout.split()[-6:]) == (0, ["1", "1", "0", "0", "0", "0"])
    status, result = _run(import_, [str(tmp_path / "absent.txt"), "--json"], settings)
    assert (status, json.loads(result.stdout)["sources"][0]["failed"]) == (1, 1)


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (SourceReport(source="a", seen=1, new=1), 0),
        (SourceReport(source="a", seen=2, new=1, refused=1), 0),
        (SourceReport(source="a", seen=2, refused=2), 1),
        (SourceReport(source="a", seen=2, new=1, failed=1), 1),
        (SourceReport(source="a", outcome="Empty listing: the site's list names no items."), 1),
    ],
)
def test_the_exit_status_says_whether_all_went_well(report: SourceReport, status: int) -> None:
    assert exit_status([report]) == status


def test_a_crawled_address_cannot_write_on_the_terminal() -> None:
    failure = Failure(address="http://a.example/\x1b[2J\x07", kind="failed", reason="Not found (404).")
    text = as_text([SourceReport(source="a", seen=1, failed=1, failures=(failure,))])
    assert "\x1b" not in text and "\x07" not in text and "Not found (404)." in text


def test_a_long_list_of_failures_says_how_many_more_there_are() -> None:
    failures = tuple(Failure(address=f"http://a.example/{n}", kind="failed", reason="No.") for n in range(25))
    assert "5 more" in as_text([SourceReport(source="a", seen=25, failed=25, failures=failures)])
