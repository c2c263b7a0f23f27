"""`/articles/<number>`: one provision, or with `?concern=` exactly what stands behind one cell."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from db.docket import Concern
from webapp.acting import may_keep
from webapp.changes import Part, redline
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.provisions import Provision, chapters, provisions, through_drafts
from webapp.queries.articles import read_article
from webapp.queries.cells import read_cell
from webapp.queries.draft_texts import DraftWording, stored_wordings
from webapp.queries.notes import our_position
from webapp.story import in_words
from webapp.views.switches import choices, described, lens_here, list_asked_for, page_asked_for

ADOPTED = "adopted"
articles = Blueprint("articles", __name__)


@dataclass(frozen=True)
class Wording:
    """The section with the article's words: `parts` is the redline from `against` to `shown`, None without one."""

    choices: tuple[DraftWording, ...]
    shown: DraftWording | None
    against: DraftWording | None
    parts: tuple[Part, ...] | None


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
    lens, shown = lens_here(), list_asked_for()
    wanted = request.args.get("concern", "")
    if wanted or shown:
        return _cell(provision, concern_or_404(wanted) if wanted else None, lens, shown or "passages")
    return render_template(
        "article.html",
        provision=provision,
        lens=lens,
        choices=choices(lens),
        described=described(lens),
        story=in_words(desk().docket, key),
        numbers=through_drafts(desk().docket, key),
        lineage=desk().docket.lineage_by_number.get(key),
        page=read_article(session(), desk().docket, key, lens, whole=request.args.get("all") == "1"),
        wording=_wording(key),
        our=our_position(session(), key) if may_keep() else None,
    )


def _wording(key: str) -> Wording:
    """The provision's words in the draft that the address asks for, beside those of the draft to compare with."""
    known = stored_wordings(session(), desk().docket, key)
    chosen = _stored_or_404(known, request.args.get("draft", ""))
    against = _stored_or_404(known, request.args.get("against", ""))
    shown = chosen or known.get(ADOPTED) or next(reversed(known.values()), None)
    against = None if against is shown else against
    parts = redline(against.lines, shown.lines) if shown and against else None
    return Wording(tuple(known.values()), shown, against, parts)


def _stored_or_404(known: dict[str, DraftWording], key: str) -> DraftWording | None:
    """The wording in the draft `key`, None without a key; ends the request with 404 where it is not stored."""
    if key and key not in known:
        choices = f"It is here in: {', '.join(known)}." if known else "No text of a draft is loaded here."
        abort(404, f"This article's text in the draft {key[:40]!r} is not here. {choices}")
    return known.get(key)


def _cell(provision: Provision, concern: Concern | None, lens: Lens, shown: str) -> ResponseReturnValue:
    wanted = {"provision": provision.key} | ({"concern": concern.key} if concern else {})
    page = read_cell(session(), lens, shown, page_asked_for(), **wanted)
    if page is None:
        abort(404, "This list has fewer pages. Leave page out of the address for its first one.")
    place = {"concern": concern.key} if concern else {}
    return render_template(
        "cell.html",
        provision=provision,
        concern=concern,
        lens=lens,
        choices=choices(lens),
        described=described(lens),
        page=page,
        place=place,
    )


def concern_or_404(key: str) -> Concern:
    """The docket's concern `key`; ends the request with 404 when it has none such."""
    concern = desk().docket.concern_by_key.get(key)
    if concern is None:
        abort(404, f"There is no concern {key[:40]!r}. The list of concerns is at /concerns/.")
    return concern
