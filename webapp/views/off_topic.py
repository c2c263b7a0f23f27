"""`/off-topic`: the texts that were kept and count nowhere, with score and reason, and what people decided."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from db.off_topic import PER_PAGE, Which, judged_page
from webapp.desk import session
from webapp.views.statements import number

off_topic = Blueprint("off_topic", __name__)


@off_topic.get("/off-topic")
def listing() -> ResponseReturnValue:
    """Most doubtful first; with `?decided=1` those that a person decided on, newest decision first."""
    which: Which = "decided" if request.args.get("decided") == "1" else "off-topic"
    shown = judged_page(session(), max(1, number("page") or 1), which)
    if shown.page > shown.pages:
        abort(404, f"This list has {shown.pages} pages, page {shown.page} was asked for.")
    return render_template("off_topic.html", shown=shown, decided=which == "decided", per_page=PER_PAGE)
