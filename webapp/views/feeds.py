"""Feeds at addresses that stay: one for each article, concern, organisation and topic, and one of digests."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, abort
from sqlmodel import select

from db.counting import CountedPair
from db.models import Organisation
from db.topics import topic_by_key
from webapp.desk import desk, session
from webapp.feeds import Feed, answer, base_address
from webapp.lens import Lens
from webapp.queries.digests import list_digests
from webapp.queries.feed_entries import MOST, entries_of_pairs, entries_of_topic
from webapp.queries.standings import standing
from webapp.views.articles import concern_or_404
from webapp.views.charts import provision_or_404

feeds = Blueprint("feeds", __name__)


@feeds.get("/articles/<key>/feed.atom")
def article(key: str) -> Response:
    """Statements that name the article in a passage with a concern."""
    name = provision_or_404(key).name
    return _feed(name, f"/articles/{key}", standing(session()).pairs(Lens(), provision=key))


@feeds.get("/concerns/<key>/feed.atom")
def concern(key: str) -> Response:
    """Statements that tie the concern to an article that they name."""
    name = concern_or_404(key).name
    return _feed(name, f"/concerns/{key}", standing(session()).pairs(Lens(), concern=key))


@feeds.get("/organisations/<slug>/feed.atom")
def organisation(slug: str) -> Response:
    """What an organisation says of articles that it names."""
    row = session().exec(select(Organisation).where(Organisation.slug == slug)).one_or_none()
    if row is None:
        abort(404, f"No organisation {slug[:60]!r} is known here. The list is at /organisations/.")
    pairs = [pair for pair in standing(session()).pairs(Lens()) if pair.organisation_id == row.id]
    return _feed(row.name, f"/organisations/{slug}", pairs)


@feeds.get("/topics/<key>/feed.atom")
def topic(key: str) -> Response:
    """Statements that raise the topic."""
    line = topic_by_key(session(), key, datetime.now(UTC))
    if line is None:
        abort(404, f"No topic {key[:60]!r} was ever found here. The list is at /topics.")
    title = f"{line.name}: statements on the {desk().docket.short_name}"
    return answer(Feed(title, f"/topics/{key}", entries_of_topic(session(), line.id)))


@dataclass(frozen=True)
class DigestEntry:
    """An issued digest in a feed."""

    path: str
    title: str
    first_seen: datetime
    author: str = "Travaux"
    quotation: str = ""

    @property
    def address(self) -> str:
        """What makes its id: the page on this installation."""
        return base_address() + self.path

    @property
    def updated(self) -> datetime:
        """When it was issued, or issued anew."""
        return self.first_seen


@feeds.get("/digests/feed.atom")
def digests() -> Response:
    """Issued digests, newest first."""
    name = desk().docket.short_name
    lines = list_digests(session())[:MOST]
    made = [DigestEntry(f"/digests/{line.week}", f"{name}: week {line.week}", line.issued_at) for line in lines]
    return answer(Feed(f"{name}: weekly digests", "/digests/", made))


def _feed(name: str, page: str, pairs: list[CountedPair]) -> Response:
    title = f"{name}: statements on the {desk().docket.short_name}"
    return answer(Feed(title, page, entries_of_pairs(session(), pairs)))
