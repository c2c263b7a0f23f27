"""Decisions on names of organisations, and on whether a text is about the treaty at all."""

from typing import cast

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from db.store import registry, relevance
from webapp.acting import actor, reviewers_only
from webapp.desk import desk
from webapp.forms import field
from webapp.writing import writing

names = Blueprint("names", __name__)
MOST_NAME = 300


@names.post("/organisations/decide")
@reviewers_only
def decide_name() -> ResponseReturnValue:
    """Merge a name into another organisation, accept it as its own, or take such a decision back."""
    action, name = field(request.form, "action", 10), field(request.form, "name", MOST_NAME)
    into, docket = field(request.form, "into", MOST_NAME), desk().docket
    if action == "merge":
        with writing(f"“{name}” is “{into}”") as changing:
            registry.merge_organisations(changing, docket, name, into, actor())
    elif action == "accept":
        with writing(f"“{name}” is an organisation of its own") as changing:
            registry.accept_organisation(changing, docket, name, actor())
    elif action == "undo":
        given = request.form.get("number", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
        with writing(f"Took back decision {number} on names") as changing:
            registry.undo_decision(changing, docket, number, actor())
    else:
        raise registry.DecisionError(f"Expected merge, accept or undo, found {action!r}.")
    return redirect("/organisations/review/", 303)


@names.post("/statements/<int:statement_id>/about")
@reviewers_only
def decide_topic(statement_id: int) -> ResponseReturnValue:
    """Say whether a text is about the treaty, or take that back."""
    decision, note = field(request.form, "decision", 10), field(request.form, "note", 500)
    if decision not in (*relevance.VERDICTS, "undo"):
        raise relevance.DecisionError(f"Expected rescue, dismiss or undo, found {decision!r}.")
    with writing(f"Statement {statement_id}: {decision}") as changing:
        number = statement_id if statement_id < 2**63 else 0
        relevance.decide(changing, number, cast(relevance.Decision, decision), actor(), note)
    return redirect("/off-topic?decided=1" if decision != "undo" else "/off-topic", 303)
