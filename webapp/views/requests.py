"""`/statements/<id>/not-what-we-said`: anybody may ask for a correction; `/review/requests`: a reviewer answers."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from db.models import Statement
from db.store.corrections import (
    MOST_ANSWER,
    MOST_EMAIL,
    MOST_MESSAGE,
    MOST_NAME,
    CorrectionError,
    answer_correction,
    request_correction,
)
from webapp.acting import actor, is_this_machine, needs_accounts, reviewers_only
from webapp.desk import desk, session
from webapp.forms import field
from webapp.pace import pace
from webapp.queries.waiting import all_requests, requests_on
from webapp.writing import writing

requests = Blueprint("requests", __name__)
IN_AN_HOUR = 5
TRAP = "website"
"""A field that people do not see: what fills it in is a program."""
A_PROGRAM = "This looked like the message of a program and was not stored. Leave the field “website” empty."
TOO_MANY = "Several requests came from your address in the last hour. Wait a little before the next one."
STATES = {"open": "waits for an answer", "corrected": "corrected", "declined": "not corrected"}


@requests.get("/statements/<int:statement_id>/not-what-we-said")
def form(statement_id: int) -> ResponseReturnValue:
    """The form, and what was asked before."""
    return page(statement_id, {}, "", 200)


def page(statement_id: int, typed: dict[str, str], problem: str, status: int) -> ResponseReturnValue:
    """The form with what was typed and what was wrong with it."""
    row = session().get(Statement, statement_id) if statement_id < 2**63 else None
    if row is None:
        abort(404, f"There is no statement {statement_id}. The list is at /statements/.")
    return render_template(
        "correction.html",
        statement=row,
        typed=typed,
        problem=problem,
        may_ask=needs_accounts() or is_this_machine(),
        contact=desk().settings.contact,
        asked=requests_on(session(), row.address),
        most=MOST_MESSAGE,
    ), status


@requests.post("/statements/<int:statement_id>/not-what-we-said")
def ask(statement_id: int) -> ResponseReturnValue:
    """Take a request; it waits for a reviewer."""
    form = request.form
    bounds = {"name": MOST_NAME, "email": MOST_EMAIL, "message": MOST_MESSAGE}
    typed = {name: field(form, name, most) for name, most in bounds.items()}
    typed["name"], typed["email"] = (" ".join(typed[name].split()) for name in ("name", "email"))
    if form.get(TRAP):
        return page(statement_id, typed, A_PROGRAM, 400)
    if not pace("corrections", IN_AN_HOUR, 3600).allows(request.remote_addr or ""):
        return page(statement_id, typed, TOO_MANY, 429)
    try:
        with writing(f"Asked for a correction of statement {statement_id}, as “{typed['name']}”") as changing:
            request_correction(changing, statement_id, **typed)
    except CorrectionError as error:
        return page(statement_id, typed, str(error), 400)
    return redirect(url_for("requests.form", statement_id=statement_id, _anchor="asked"), 303)


@requests.get("/review/requests")
@reviewers_only
def listing() -> ResponseReturnValue:
    """The requests that wait; with `?answered=1` the others."""
    answered = request.args.get("answered") == "1"
    return render_template("review_requests.html", lines=all_requests(session(), answered), answered=answered)


@requests.post("/review/requests/<int:number>")
@reviewers_only
def answer(number: int) -> ResponseReturnValue:
    """Answer one."""
    state, words = field(request.form, "state", 20), field(request.form, "answer", MOST_ANSWER)
    with writing(f"Answered correction request {number}: {state}") as changing:
        answer_correction(changing, number if number < 2**63 else 0, state, words, actor())
    return redirect("/review/requests", 303)


@requests.app_template_filter("request_state")
def in_words(state: str) -> str:
    """What became of a request, in words."""
    return STATES.get(state, state)
