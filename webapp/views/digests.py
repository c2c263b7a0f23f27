"""`/digests/<year>-W<week>`: a digest as it was issued."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.desk import desk, session
from webapp.queries.digests import list_digests, read_digest

digests = Blueprint("digests", __name__)


@digests.get("/digests/")
def listing() -> ResponseReturnValue:
    """Every issued digest, newest first."""
    return render_template("digests.html", lines=list_digests(session()))


@digests.get("/digests/<int(fixed_digits=4):year>-W<int(fixed_digits=2):week>")
def digest(year: int, week: int) -> ResponseReturnValue:
    """One issued digest; 404 where none was issued, which says how to make it."""
    name = f"{year:04}-W{week:02}"
    page = read_digest(session(), name)
    if page is None:
        abort(404, f"No digest was issued for week {name}. `travaux digest --week {name}` makes it.")
    # The renderer escapes every value (its contract, held by its own tests); a script could not run anyway.
    fragment = Markup(desk().render_digest(page.content))  # noqa: S704
    return render_template("digest.html", page=page, fragment=fragment)
