"""`/organisations/<slug>`: what one organisation wrote and signed."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from db.naming import waiting_names
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.provisions import drafts_meant
from webapp.queries.organisations import list_organisations, read_organisation

organisations = Blueprint("organisations", __name__)


@organisations.get("/organisations/")
def listing() -> ResponseReturnValue:
    """Every organisation of the docket and the installation, those without a statement included."""
    return render_template("organisations.html", lines=list_organisations(session(), desk().docket))


@organisations.get("/organisations/review/")
def review() -> ResponseReturnValue:
    """The names on which nobody has decided yet."""
    return render_template("organisations_review.html", lines=waiting_names(session(), desk().docket))


@organisations.get("/organisations/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    """The page of one organisation."""
    lens = Lens.read(request.args)
    page = read_organisation(session(), desk().docket, slug, lens)
    if page is None:
        abort(404, f"No organisation {slug[:60]!r} is known here. The list is at /organisations/.")
    drafts = {line.id: drafts_meant(desk().docket, line.published) for line in (*page.wrote, *page.signed)}
    return render_template("organisation.html", page=page, lens=lens, drafts=drafts)
