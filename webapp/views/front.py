"""The front page: the matrix. Beside it, how to read it, and whether the machine is alive."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.queries.matrix import build_matrix
from webapp.queries.overview import read_overview

front = Blueprint("front", __name__)


@front.get("/")
def matrix() -> ResponseReturnValue:
    """Articles by concern, with how many organisations object."""
    lens = Lens.read(request.args)
    return render_template(
        "front.html",
        lens=lens,
        matrix=build_matrix(session(), desk().docket, lens),
        overview=read_overview(session()),
    )


@front.get("/about")
def about() -> ResponseReturnValue:
    """How to read the figures, the drafts, and what none of it can show. Needs no database."""
    return render_template("about.html", concerns=desk().docket.ordered_concerns())


@front.get("/healthz")
def healthz() -> ResponseReturnValue:
    """`{"status": "ok"}` when docket and database can be read; else the page that says why not, with 503."""
    return {"status": "ok", "docket": desk().docket.key, "statements": read_overview(session()).statements}
