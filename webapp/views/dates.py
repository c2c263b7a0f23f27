"""`/dates`: the treaty's own calendar, also for calendar programs."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.calendar import calendar_of
from webapp.desk import desk

dates = Blueprint("dates", __name__)


@dates.get("/dates")
def listing() -> ResponseReturnValue:
    """What is ahead, then what has been."""
    today, every = datetime.now(UTC).date(), desk().docket.dates
    ahead = [date for date in every if date.last >= today]
    return render_template("dates.html", ahead=ahead, past=[date for date in reversed(every) if date not in ahead])


@dates.get("/dates.ics")
def calendar() -> ResponseReturnValue:
    """The same for calendar programs."""
    return Response(calendar_of(desk().docket, desk().settings.base_url), content_type="text/calendar; charset=utf-8")
