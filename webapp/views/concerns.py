"""`/concerns/<key>`: one ground of objection, or with `?show=` exactly what stands behind one of its figures."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from db.docket import Concern
from db.store.wording import as_worded
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.queries.cells import read_cell
from webapp.queries.concerns import read_concern
from webapp.views.articles import concern_or_404
from webapp.views.switches import choices, described, lens_here, list_asked_for, page_asked_for

concerns = Blueprint("concerns", __name__)


@concerns.get("/concerns/")
def listing() -> ResponseReturnValue:
    """Every concern with its definition, the leading ones first."""
    return render_template("concerns.html", concerns=as_worded(session(), list(desk().docket.ordered_concerns())))


@concerns.get("/concerns/<key>")
def concern(key: str) -> ResponseReturnValue:
    """The page of one concern."""
    (shown,) = as_worded(session(), [concern_or_404(key)])
    lens = lens_here()
    if wanted := list_asked_for():
        return _list(shown, lens, wanted)
    page = read_concern(session(), desk().docket, shown, lens)
    ways = {"choices": choices(lens), "described": described(lens)}
    return render_template("concern.html", concern=shown, lens=lens, page=page, **ways)


def _list(concern: Concern, lens: Lens, shown: str) -> ResponseReturnValue:
    page = read_cell(session(), lens, shown, page_asked_for(), concern=concern.key)
    if page is None:
        abort(404, "This list has fewer pages. Leave page out of the address for its first one.")
    ways = {"choices": choices(lens), "described": described(lens), "base": f"/concerns/{concern.key}"}
    return render_template("cell.html", provision=None, concern=concern, lens=lens, page=page, place={}, **ways)
