"""The pages. A view reads its address, asks `webapp.queries`, and hands the answer to a template."""

from webapp.views.add import add
from webapp.views.add_comments import add_comments
from webapp.views.add_source import add_source
from webapp.views.annotate import annotate
from webapp.views.articles import articles
from webapp.views.charts import charts
from webapp.views.clippings import clippings
from webapp.views.concerns import concerns
from webapp.views.copies import copies
from webapp.views.coverage import coverage
from webapp.views.dates import dates
from webapp.views.decisions import decisions
from webapp.views.digests import digests
from webapp.views.drafts import drafts
from webapp.views.evidence import evidence
from webapp.views.exports import exports
from webapp.views.feeds import feeds
from webapp.views.front import front
from webapp.views.names import names
from webapp.views.notes import notes
from webapp.views.off_topic import off_topic
from webapp.views.organisations import organisations
from webapp.views.positions import our_positions
from webapp.views.quality import quality
from webapp.views.requests import requests
from webapp.views.review import review
from webapp.views.saved import saved
from webapp.views.search import search
from webapp.views.signing_in import signing_in
from webapp.views.statements import statements
from webapp.views.subscriptions import mailing
from webapp.views.topics import topics
from webapp.views.unsubscribing import unsubscribing
from webapp.views.wording import wording
from webapp.views.wordings import wordings
from webapp.views.work import work

BLUEPRINTS = (
    front,
    articles,
    charts,
    feeds,
    concerns,
    organisations,
    statements,
    evidence,
    wordings,
    copies,
    search,
    saved,
    digests,
    coverage,
    drafts,
    off_topic,
    topics,
    annotate,
    quality,
    exports,
    dates,
    mailing,
    unsubscribing,
    signing_in,
    decisions,
    review,
    requests,
    names,
    wording,
    add,
    add_source,
    add_comments,
    work,
    clippings,
    notes,
    our_positions,
)
