"""Feeds at addresses that stay: one for each article, concern, organisation and topic."""

from flask import Blueprint, Response, abort
from sqlmodel import select

from db.counting import CountedPair
from db.models import Organisation
from webapp.desk import desk, session
from webapp.feeds import Feed, answer
from webapp.lens import Lens
from webapp.queries.feed_entries import entries_of_pairs
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


def _feed(name: str, page: str, pairs: list[CountedPair]) -> Response:
    title = f"{name}: statements on the {desk().docket.short_name}"
    return answer(Feed(title, page, entries_of_pairs(session(), pairs)))
