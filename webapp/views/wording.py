"""`/concerns/<key>/wording`: a reviewer words a concern's definition for this installation."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from db.store.wording import MOST_LETTERS, word_concern, wordings
from webapp.acting import actor, reviewers_only
from webapp.desk import session
from webapp.forms import field
from webapp.views.articles import concern_or_404
from webapp.writing import writing

wording = Blueprint("wording", __name__)


@wording.get("/concerns/<key>/wording")
@reviewers_only
def form(key: str) -> ResponseReturnValue:
    """The definition to change, the treaty's own, and who worded it before."""
    concern = concern_or_404(key)
    return render_template("concern_wording.html", concern=concern, rows=wordings(session(), key), most=MOST_LETTERS)


@wording.post("/concerns/<key>/wording")
@reviewers_only
def save(key: str) -> ResponseReturnValue:
    """Store a definition."""
    concern, definition = concern_or_404(key), field(request.form, "definition", MOST_LETTERS)
    given = request.form.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
    definition = "" if definition == concern.definition else definition
    with writing(f"Worded the concern “{concern.name}”: {definition or 'as the treaty data has it'}") as changing:
        word_concern(changing, concern, definition, actor(), seen)
    return redirect(f"/concerns/{concern.key}", 303)
