"""`/drafts`: every draft with its day, its symbol and what moved between them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.queries.drafts import read_drafts

drafts = Blueprint("drafts", __name__)


@drafts.get("/drafts")
def listing() -> ResponseReturnValue:
    """The drafts in order. `/drafts#draft-KEY` is the citable place of one."""
    return render_template("drafts.html", page=read_drafts(session(), desk().docket))
