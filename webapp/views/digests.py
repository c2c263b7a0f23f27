"""`/digests/<year>-W<week>`: a digest as it was issued, or as it would be issued now."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.desk import desk, session
from webapp.doors import preview_door
from webapp.queries.digests import DigestPage, list_digests, read_digest, weeks_with_news

digests = Blueprint("digests", __name__)


@digests.get("/digests/")
def listing() -> ResponseReturnValue:
    """Every issued digest, newest first."""
    issued = list_digests(session())
    open_weeks = [week for week in weeks_with_news(session()) if week not in {line.week for line in issued}]
    return render_template("digests.html", lines=issued, open_weeks=open_weeks)


@digests.get("/digests/<int(fixed_digits=4):year>-W<int(fixed_digits=2):week>")
def digest(year: int, week: int) -> ResponseReturnValue:
    """The digest of a week, issued or not; 404 for a week that is no week or is still to come."""
    name = f"{year:04}-W{week:02}"
    page = read_digest(session(), name) or unissued(name)
    if page is None:
        abort(404, f"There is no digest of week {name}: a year has 52 or 53 weeks, and this one may be still to come.")
    # The renderer escapes every value (its contract, held by its own tests); a script could not run anyway.
    fragment = Markup(desk().render_digest(page.content))  # noqa: S704
    return render_template("digest.html", page=page, fragment=fragment)


def unissued(week: str) -> DigestPage | None:
    """What the digest of the week would say now; None when there can be none."""
    here = desk()
    content = preview_door(here.engine, here.settings, here.docket, week)
    return DigestPage(week, None, content, "", "") if content else None
