"""The front page: what is new to this reader, how fresh the collection is, who is behind the contested articles."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from db.models import CrawlRun
from db.session import open_installation, writing
from db.settings import Settings
from tests.stories import DAY
from tests.webapp.pages import page, words
from webapp import create_app
from webapp.visits import COOKIE, FIRST_LOOK, this_visit

NOW = datetime(2024, 8, 8, 6, tzinfo=UTC)


def visitor(settings: Settings, now: datetime) -> FlaskClient:
    """Somebody who visits at a time."""
    app = create_app(settings)
    app.extensions["travaux"].clock = lambda: now
    return app.test_client()


def test_a_first_visit_shows_seven_days_and_each_count_its_list(sample: Settings) -> None:
    client = visitor(sample, NOW)
    tree = page(client, "/")
    news = tree.xpath("//section[@aria-labelledby='new']")[0]
    assert "New in the last seven days" in words(news)
    links = news.xpath(".//a[@data-new]")
    assert len(links) > 3
    for link in [*links, news.xpath(".//h2/a")[0]]:
        listed = page(client, str(link.get("href"))).xpath("//ul[@class='statements']/li")
        assert len(listed) == int(link.text_content().split()[0]), link.get("href")


def test_what_was_seen_before_is_not_new_and_says_so_in_one_line(sample: Settings) -> None:
    client = visitor(sample, NOW)
    client.get("/")
    client.application.extensions["travaux"].clock = lambda: NOW + timedelta(minutes=10)
    assert "New in the last seven days" in words(page(client, "/")), "the same visit"
    client.application.extensions["travaux"].clock = lambda: NOW + timedelta(days=1)
    assert "Nothing new since your last visit, 8 August 2024, 06:10 UTC." in words(page(client, "/"))


@pytest.mark.parametrize(
    "value", ["", "x", "1.2", "9" * 30 + ".1.0", "1.1.1.1", "-1.5.0", "５.５.0", "99999999999.99999999999.0"]
)
def test_a_cookie_that_is_no_visit_is_a_first_visit(value: str) -> None:
    visit = this_visit(value, NOW)
    assert visit.is_first and visit.since == NOW - FIRST_LOOK


def test_the_cookie_tells_nobody_else(sample: Settings) -> None:
    kept = visitor(sample, NOW).get("/").headers["Set-Cookie"]
    assert kept.startswith(f"{COOKIE}=") and "SameSite=Lax" in kept and "HttpOnly" in kept and "Secure" not in kept


def test_freshness_is_one_line(own: Settings) -> None:
    from db.installed import docket_of

    sources = docket_of(own).sources
    with writing(open_installation(own)) as session:
        for source in sources[:3]:
            session.add(CrawlRun(source=source.key, started_at=DAY, finished_at=DAY, outcome="ok", seen=5, new=5))
        session.add(CrawlRun(source=sources[3].key, started_at=DAY, finished_at=DAY, outcome="A wall was served."))
    said = words(page(visitor(own, NOW), "/").xpath("//p[@class='freshness']")[0])
    assert said.startswith(f"3 of {len(sources)} sources read this week, 1 failing; last collected Tuesday 09:3")
    later = words(page(visitor(own, NOW + timedelta(days=30)), "/").xpath("//p[@class='freshness']")[0])
    assert later.startswith(f"0 of {len(sources)} sources read this week") and "6 August 2024" in later


def test_the_most_contested_articles_name_kinds_and_organisations(client: FlaskClient) -> None:
    first = words(page(client, "/").xpath("//section[@aria-labelledby='most']//li")[0])
    assert first.startswith("Article 7") and "3 organisations (2 NGO, 1 Industry), 2 statements" in first
    assert "Harbour Rights (sample)" in first
