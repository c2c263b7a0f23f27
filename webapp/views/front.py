"""The front page: what is new, and the matrix. Beside it, how to read it, and whether the machine is alive."""

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.provisions import provisions
from webapp.queries.contested import contested
from webapp.queries.freshness import read_freshness
from webapp.queries.matrix import build_matrix
from webapp.queries.news import list_new, read_news
from webapp.queries.overview import read_overview
from webapp.views.switches import choices, described, lens_here, page_asked_for
from webapp.visits import COOKIE, this_visit

front = Blueprint("front", __name__)


@front.get("/")
def matrix() -> ResponseReturnValue:
    """What is new since the reader's last visit; articles by concern, with how many organisations object."""
    lens = lens_here()
    visit = this_visit(request.cookies.get(COOKIE, ""), desk().clock())
    made = build_matrix(session(), desk().docket, lens)
    page = render_template(
        "front.html",
        lens=lens,
        choices=choices(lens),
        described=described(lens),
        matrix=made,
        contested=contested(session(), lens, made.most_contested),
        overview=read_overview(session()),
        news=read_news(session(), desk().docket, visit.since),
        visit=visit,
        freshness=read_freshness(session(), desk().docket.sources, visit.now),
    )
    response = make_response(page)
    visit.remember(response)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@front.get("/new")
def new() -> ResponseReturnValue:
    """The statements collected first after `?since=`, of one organisation or about one article."""
    lens = lens_here()
    if lens.seen_moment is None:
        abort(400, "Expected new_since, a time such as 2024-08-05T06:00:00+00:00, in the address, found none.")
    organisation, article = request.args.get("organisation", "")[:200], request.args.get("article", "")[:40]
    shown = list_new(session(), lens.seen_moment, organisation, article, page_asked_for())
    if shown.page > shown.pages:
        abort(404, f"This list has {shown.pages} pages, page {shown.page} was asked for.")
    about = provisions(desk().docket).get(article)
    return render_template("new.html", shown=shown, since=lens.seen_moment, about=about,
                           place={"organisation": organisation, "article": article})  # fmt: skip


@front.get("/about")
def about() -> ResponseReturnValue:
    """How to read the figures, the drafts, and what none of it can show. Needs no database."""
    return render_template("about.html", concerns=desk().docket.ordered_concerns())


@front.get("/healthz")
def healthz() -> ResponseReturnValue:
    """`{"status": "ok"}` when docket and database can be read; else the page that says why not, with 503."""
    return {"status": "ok", "docket": desk().docket.key, "statements": read_overview(session()).statements}
