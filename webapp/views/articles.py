"""`/articles/<number>`: one provision, or with `?concern=` exactly what stands behind one cell."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from db.docket import Concern
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.provisions import Provision, chapters, provisions, through_drafts
from webapp.queries.articles import read_article, read_cell
from webapp.queries.quotations import by_author

articles = Blueprint("articles", __name__)


@articles.get("/articles/")
def listing() -> ResponseReturnValue:
    """Every article, by chapter."""
    return render_template("articles.html", chapters=chapters(desk().docket))


@articles.get("/articles/<key>")
def article(key: str) -> ResponseReturnValue:
    """The page of one provision; 404 for a number that the adopted text does not have."""
    provision = provisions(desk().docket).get(key)
    if provision is None:
        abort(404, f"The adopted text has no provision {key[:40]!r}. The list of articles is at /articles/.")
    lens = Lens.read(request.args)
    if wanted := request.args.get("concern"):
        return _cell(provision, concern_or_404(wanted), lens)
    return render_template(
        "article.html",
        provision=provision,
        lens=lens,
        numbers=through_drafts(desk().docket, key),
        lineage=desk().docket.lineage_by_number.get(key),
        page=read_article(session(), desk().docket, key, lens, whole=request.args.get("all") == "1"),
    )


def _cell(provision: Provision, concern: Concern, lens: Lens) -> ResponseReturnValue:
    page = read_cell(session(), concern, provision.key, lens)
    return render_template("cell.html", provision=provision, lens=lens, page=page, authors=by_author(page.counted))


def concern_or_404(key: str) -> Concern:
    """The docket's concern `key`; ends the request with 404 when it has none such."""
    concern = desk().docket.concern_by_key.get(key)
    if concern is None:
        abort(404, f"This docket has no concern {key[:40]!r}. The list of concerns is at /concerns/.")
    return concern
