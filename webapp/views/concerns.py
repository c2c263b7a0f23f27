"""`/concerns/<key>`: one ground of objection."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from db.store.wording import as_worded
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.queries.concerns import read_concern
from webapp.views.articles import concern_or_404

concerns = Blueprint("concerns", __name__)


@concerns.get("/concerns/")
def listing() -> ResponseReturnValue:
    """Every concern with its definition, the leading ones first."""
    return render_template("concerns.html", concerns=as_worded(session(), list(desk().docket.ordered_concerns())))


@concerns.get("/concerns/<key>")
def concern(key: str) -> ResponseReturnValue:
    """The page of one concern."""
    (shown,) = as_worded(session(), [concern_or_404(key)])
    lens = Lens.read(request.args)
    page = read_concern(session(), desk().docket, shown, lens)
    return render_template("concern.html", concern=shown, lens=lens, page=page)
