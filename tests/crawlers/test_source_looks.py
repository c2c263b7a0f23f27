"""`travaux source add` and `check`: what a site offers, what of it fits, and why something does not yield."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from crawlers.commands_source import add, check
from crawlers.source_candidates import candidates_of, head_of
from crawlers.source_checks import check_sources
from crawlers.source_files import append_source, as_toml
from crawlers.source_guesses import country_of, kind_of_site
from crawlers.source_proposals import ProposalError, free_key, propose_source, words_for
from crawlers.spiders.listing_page import IndexPage
from db.docket import DocketError, load_docket
from db.docket_files import read_sources
from db.installed import docket_of
from db.settings import Settings
from tests.crawlers.crawling import loopback_settings, source
from tests.crawlers.hostile_web import Answer, HostileWeb, feed, page

DOCKET = load_docket("un-cybercrime")


def items(*titles: str, kind: str = "application/rss+xml", web: HostileWeb, host: str) -> Answer:
    """A feed of posts with these titles."""
    body = "".join(
        f"<item><title>{t}</title><link>{web.url(host, f'/{n}')}</link></item>" for n, t in enumerate(titles)
    )
    return Answer(f"<rss version='2.0'><channel><title>F</title>{body}</channel></rss>".encode(), kind=kind)


def lighthouse(web: HostileWeb) -> None:
    """A WordPress site whose API is shut, whose feed is about fish, and whose search feed knows the subject."""
    home = (
        '<html lang="en-GB"><head><title>Welcome | Lighthouse Society</title>'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"></head>'
        '<body><main><h2><a href="/fish">Fish</a></h2></main></body></html>'
    )
    link = {"Link": f'<{web.url("light", "/wp-json/")}>; rel="https://api.w.org/"'}
    found = items("On the cybercrime treaty", "The cybercrime convention again", web=web, host="light")
    searches = {f"/?s={word}&feed=rss2": found for word in ("cybercrime", "cyber+crime", "hanoi+convention")}
    web.serve(
        "light",
        {"/": Answer(home.encode(), headers=link), "/feed/": items("Fish", web=web, host="light"), **searches},
    )


def run(command: click.Command, arguments: list[str], settings: Settings) -> tuple[int, Result]:
    result = CliRunner().invoke(command, arguments, obj=settings, standalone_mode=False)
    return (result.return_value if result.exception is None else 1), result


def test_a_site_is_looked_at_and_an_entry_proposed_and_written(tmp_path: Path) -> None:
    with HostileWeb() as web:
        lighthouse(web)
        web.serve("light", {"/robots.txt": Answer(b"Sitemap: /news-sitemap.xml", kind="text/plain")})
        settings = loopback_settings(tmp_path / "data")
        status, result = run(add, [web.url("light"), "--kind", "ngo", "--write"], settings)
        asked = {path for _, path, _ in web.visits}
    assert status == 0, result.output
    entry = read_sources(settings.data / "sources.toml")[0]
    assert (entry.key, entry.organisation, entry.way) == ("lighthouse-society", "Lighthouse Society", "wordpress")
    assert (entry.expect_min, entry.certainty, entry.language) == (1, "seen", "en")
    assert result.stdout.rstrip() == as_toml(entry).rstrip()
    assert "2 with one of the docket's words" in result.stderr
    assert "the country" in result.stderr and "the kind" not in result.stderr
    assert "/news-sitemap.xml" in asked and "/comments/feed/" not in asked
    assert entry.key in {one.key for one in docket_of(settings).sources}


def test_nothing_is_proposed_for_a_wall_a_dead_site_or_no_address(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path)
    with HostileWeb() as web:
        web.serve("wall", {"/": Answer(b"<html><body>Just a moment... checking your browser</body></html>")})
        web.serve("bare", {"/": Answer(b"<html><body><p>Hello</p></body></html>")})
        for address, said in (
            (web.url("wall"), "Bot challenge"),
            (web.url("gone"), "404"),
            (web.url("bare"), "Tried:"),
        ):
            with pytest.raises(ProposalError, match=said):
                propose_source(settings, DOCKET, address)
        shut = loopback_settings(tmp_path, crawl_loopback=False)
        with pytest.raises(ProposalError, match="means this machine"):
            propose_source(shut, DOCKET, web.url("bare"))
    with pytest.raises(ProposalError, match="Not an http or https address"):
        propose_source(settings, DOCKET, "ftp://some.example/")


def test_a_check_says_of_each_source_whether_it_yields_and_why_not(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path / "data")
    (settings.data / "inbox").mkdir(parents=True)
    with HostileWeb() as web:
        lighthouse(web)
        web.serve("good", {"/feed.xml": feed([web.url("good", "/cybercrime")]), "/page": page("A page")})
        web.serve("closed", {"/robots.txt": Answer(b"User-agent: *\nDisallow: /", kind="text/plain")})
        words: dict[str, Any] = {"words": ("cybercrime",), "expect_min": 1}
        sources = [
            source("good", web.url("good", "/feed.xml"), **words),
            source("search", web.url("light"), "wordpress", **words),
            source("fish", web.url("light", "/feed/"), **words),
            source("quiet", web.url("light", "/feed/"), words=("cybercrime",)),
            source("gone", web.url("good", "/absent.xml")),
            source("page", web.url("good", "/page")),
            source("closed", web.url("closed", "/feed.xml")),
            source("inbox", "inbox", "folder", expect_min=1),
            source("absent", "absent", "folder"),
        ]
        found = {one.source: one for one in check_sources(settings, sources)}
        visited = {path for host, path, _ in web.visits if host == "good"}
    assert list(found) == [one.key for one in sources]
    assert {key for key, one in found.items() if one.yields} == {"good", "search", "quiet"}
    assert (found["search"].fitting, found["search"].read_by) == (2, ("its feed", "its search feed"))
    said = {key: one.trouble for key, one in found.items()}
    assert "none fits" in said["fish"]
    assert said["gone"] == "Not found (404)."
    assert "not RSS or Atom" in said["page"]
    assert "robots.txt" in said["closed"]
    assert said["inbox"] == "There is no file."
    assert said["absent"].startswith("Expected a folder at")
    assert "/cybercrime" not in visited
    assert not (settings.data / "travaux.db").exists()


def test_the_command_prints_each_and_fails_when_one_does(tmp_path: Path) -> None:
    settings = loopback_settings(tmp_path / "data", sources=tmp_path / "mine.toml")
    with HostileWeb() as web:
        web.serve("good", {"/feed.xml": feed([web.url("good", "/a")])})
        for key, path in (("good", "/feed.xml"), ("gone", "/absent.xml")):
            append_source(tmp_path / "mine.toml", source(key, web.url("good", path)))
        status, result = run(check, [], settings)
        alone, data = run(check, ["good", "--json"], settings)
    assert (status, alone) == (1, 0)
    assert result.stdout.splitlines()[-1] == "1 of 2 yield."
    assert "gone  fails   Not found (404)." in result.stdout
    assert json.loads(data.stdout)["sources"][0]["fitting"] == 1
    assert run(check, ["nobody"], settings)[0] == 1


def test_an_entry_that_would_spoil_the_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    one = source("a", "https://a.example/", words=('with "quotes"', "and\\slashes"), item_pattern=r"/\d+$")
    append_source(path, one)
    before = path.read_text(encoding="utf-8")
    assert read_sources(path) == (one,)
    with pytest.raises(DocketError, match="each key once"):
        append_source(path, one)
    assert path.read_text(encoding="utf-8") == before
    assert [item.name for item in tmp_path.iterdir()] == ["sources.toml"]


def candidates(body: str, robots: str = "", **headers: str) -> list[tuple[str, str]]:
    looked = IndexPage("https://a.example/", body.encode(), headers=headers)
    return [(one.way, one.address) for one in candidates_of(looked, robots)]


def test_what_a_page_offers() -> None:
    papers = "".join(f'<a href="/{n}.pdf">{n}</a>' for n in range(3))
    assert candidates(f"<html><body>{papers}</body></html>", "Sitemap: https://a.example/map.xml.gz") == [
        ("documents", "https://a.example/"),
        ("sitemap", "https://a.example/map.xml.gz"),
        ("listing", "https://a.example/"),
    ]
    assert candidates("<?xml version='1.0'?><rss></rss>") == [("feed", "https://a.example/")]
    assert candidates("<urlset></urlset>") == [("sitemap", "https://a.example/")]
    assert candidates("") == [("sitemap", "https://a.example/sitemap.xml")]
    head = head_of(IndexPage("https://a.example/", b"<html lang='pt_BR'><title>A post - The Society</title><p>x"))
    assert (head.name, head.language) == ("The Society", "pt")


@pytest.mark.parametrize(
    ("address", "kind", "country"),
    [
        ("https://www.mfa.gov.example.int/", "igo", "INT"),
        ("https://www.cabinet.gov.uk/", "state", "GB"),
        ("https://law.ox.ac.uk/", "academia", "GB"),
        ("https://press.un.org/", "un_body", ""),
        ("https://society.mx/", "ngo", "MX"),
        ("https://society.io/", "ngo", ""),
        ("https://firm.com/", "industry", ""),
    ],
)
def test_guesses(address: str, kind: str, country: str) -> None:
    assert (kind_of_site(address), country_of(address)) == (kind, country)


def test_keys_and_words() -> None:
    assert free_key("Société des Phares!", {"societe-des-phares"}) == "societe-des-phares-2"
    assert free_key("灯塔", set()) == "source"
    assert "cybercrime" in words_for(DOCKET, "")
    assert "cibercrime" in words_for(DOCKET, "pt")
    assert words_for(load_docket("budapest"), "fr")
