"""`/positions`: what we hold on each provision, with its history, beside what others hold."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from db.store import desk as store
from webapp.acting import actor, keepers_only, reviewers_only
from webapp.desk import desk, session
from webapp.forms import field
from webapp.provisions import Provision, provisions
from webapp.queries.beside import read_beside
from webapp.queries.notes import history, positions
from webapp.wording import ASKS
from webapp.writing import writing

our_positions = Blueprint("positions", __name__)


@our_positions.get("/positions")
@keepers_only
def listing() -> ResponseReturnValue:
    """Our positions, in the order of the treaty, and the provisions without one."""
    return render_template("our_positions.html", held=positions(session()), provisions=provisions(desk().docket))


@our_positions.get("/positions/<key>")
@keepers_only
def one(key: str) -> ResponseReturnValue:
    """Our position on one provision, its earlier versions, and the others'."""
    named = known(key)
    versions = history(session(), key)
    held = versions[0] if versions and versions[0].words else None
    return render_template(
        "our_position.html", key=key, named=named, held=held, versions=versions, asks=ASKS,
        beside=read_beside(session(), desk().docket, key, held),
    )  # fmt: skip


def known(key: str) -> Provision:
    """The provision; ends the request with 404 where the docket has none of this key."""
    found = provisions(desk().docket).get(key)
    if found is None:
        abort(404, f"There is no provision {key[:40]!r} in the treaty. The list of articles is at /articles/.")
    return found


@our_positions.post("/positions/<key>")
@reviewers_only
def hold(key: str) -> ResponseReturnValue:
    """Hold a position from now on; the earlier version stays in the history."""
    named = known(key)
    words = "" if request.form.get("action") == "withdraw" else field(request.form, "words", store.LONGEST_NOTE)
    concerns = [one for one in request.form.getlist("concern") if one in desk().docket.concern_by_key]
    asks = [one for one in request.form.getlist("ask") if one in ASKS]
    what = f"{'Wrote' if words else 'Took back'} our position on {named.name}"
    with writing(what) as changing:
        store.hold(changing, key, words, concerns, asks, actor())
    return redirect(f"/positions/{key}", 303)
