"""`/work`: what Travaux does beside showing pages. Collecting, training, digests: begun, watched, stopped."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.acting import actor, reviewers_only
from webapp.desk import desk, session
from webapp.forms import field
from webapp.problems import problem
from webapp.queries.work import came_in, is_issued, waiting_captures
from webapp.work.records import SHOWN, NoSuchWork, Work, WorkError, all_work, moment, work_at
from webapp.work.starting import AlreadyRunning, start, stop

work = Blueprint("work", __name__)
KINDS = ("collect", "process", "train", "digest")
LISTED = 30


@work.get("/work")
@reviewers_only
def overview() -> ResponseReturnValue:
    """What can be begun, what runs, and what was done lately."""
    done = [one for one in all_work(desk().settings.data) if not one.is_look]
    return render_template(
        "work_list.html", running=[one for one in done if one.is_running], lately=done[:LISTED], total=len(done),
        sources=sorted(desk().docket.sources, key=lambda source: source.organisation.casefold()),
        week=last_week(), issued=is_issued(session(), last_week()), waiting=waiting_captures(session()),
    )  # fmt: skip


def last_week() -> str:
    """The newest ISO week that is over, UTC."""
    year, week, _ = (datetime.now(UTC) - timedelta(days=7)).date().isocalendar()
    return f"{year}-W{week:02d}"


@work.post("/work")
@reviewers_only
def begin() -> ResponseReturnValue:
    """Begin a piece of work; where the same is under way, show that."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400, f"Expected one of {', '.join(KINDS)}, found {kind[:40]!r}.")
    try:
        made = start(desk().settings, kind, actor(), order_of(kind))
    except AlreadyRunning as error:
        return shown(error.work, str(error), 409)
    except WorkError as error:
        return problem(503, "This could not be begun", str(error))
    return redirect(f"/work/{made.number}", 303)


def order_of(kind: str) -> dict[str, Any]:
    """What the kind of work needs to know, from the form; ends the request with 400 for a source unknown."""
    if kind == "digest":
        return {"week": last_week()}
    if kind != "collect":
        return {}
    named = field(request.form, "source", 100)
    if named and named not in {source.key for source in desk().docket.sources}:
        abort(400, f"There is no source {named[:40]!r}. The list of sources is at /work.")
    return {"sources": [named] if named else []}


@work.get("/work/<int:number>")
@reviewers_only
def one(number: int) -> ResponseReturnValue:
    """How a piece of work stands, and what came of it."""
    return shown(found(number))


@work.get("/work/<int:number>/progress")
@reviewers_only
def progress(number: int) -> ResponseReturnValue:
    """The part of the page that changes, for a script that asks again and again."""
    return render_template("work_progress.html", **parts(found(number)))


@work.post("/work/<int:number>/stop")
@reviewers_only
def end(number: int) -> ResponseReturnValue:
    """Stop the work; what was finished stays."""
    stop(found(number), actor())
    return redirect(f"/work/{number}", 303)


def found(number: int) -> Work:
    """The record of this number; ends the request with 404 where there is none."""
    try:
        return work_at(desk().settings.data, number)
    except NoSuchWork as error:
        abort(404, str(error))


def shown(record: Work, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    """The page of a piece of work; `trouble` says why another one was not begun."""
    if record.is_look:
        return redirect(f"/add/{record.number}", 303)
    return render_template("work.html", trouble=trouble, **parts(record)), status


def parts(record: Work) -> dict[str, Any]:
    """What the page and its changing part show."""
    ended = moment(record.ending["at"]) if record.ending else None
    names = {source.key: source.organisation for source in desk().docket.sources}
    return {
        "work": record, "lines": record.lines[-SHOWN:], "names": names, "ended": ended,
        "came": came_in(session(), record.begun, ended),
    }  # fmt: skip
