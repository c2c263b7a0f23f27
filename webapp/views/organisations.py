"""`/organisations/<slug>`: where one organisation stands; `.../articles/<key>`: the sentences behind a position."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from db.naming import decisions, waiting_names
from db.positions import WHOLE
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.provisions import drafts_meant, provisions
from webapp.queries.organisations import list_organisations, organisation_row, read_organisation
from webapp.queries.standpoints import provision_of, read_sentences

organisations = Blueprint("organisations", __name__)
SHOWN_DECISIONS = 100
UNKNOWN = "No organisation {!r} is known here. The list is at /organisations/."


@organisations.get("/organisations/")
def listing() -> ResponseReturnValue:
    """Every organisation of the docket and the installation, those without a statement included."""
    return render_template("organisations.html", lines=list_organisations(session(), desk().docket))


@organisations.get("/organisations/review/")
def review() -> ResponseReturnValue:
    """The names on which nobody has decided yet."""
    return render_template(
        "organisations_review.html",
        lines=waiting_names(session(), desk().docket),
        decisions=decisions(session())[:SHOWN_DECISIONS],
    )


@organisations.get("/organisations/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    """The page of one organisation."""
    lens = Lens.read(request.args)
    page = read_organisation(session(), desk().docket, slug, lens)
    if page is None:
        abort(404, UNKNOWN.format(slug[:60]))
    drafts = {line.id: drafts_meant(desk().docket, line.published) for line in (*page.wrote, *page.signed)}
    return render_template("organisation.html", page=page, lens=lens, drafts=drafts)


@organisations.get("/organisations/<slug>/articles/<key>")
def sentences(slug: str, key: str) -> ResponseReturnValue:
    """The sentences behind one organisation's positions on one provision, draft by draft."""
    lens = Lens.read(request.args)
    row = organisation_row(session(), slug)
    if row is None or row.id is None:
        abort(404, UNKNOWN.format(slug[:60]))
    if key != WHOLE and key not in provisions(desk().docket):
        abort(404, f"The adopted text has no provision {key[:40]!r}. The list of articles is at /articles/.")
    found = read_sentences(session(), desk().docket, row.id, key, lens)
    provision = provision_of(desk().docket, key)
    return render_template("organisation_article.html", row=row, provision=provision, lens=lens, found=found)
