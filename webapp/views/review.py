"""`/review`: what waits for a person, the most helpful first."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.acting import reviewers_only
from webapp.desk import desk, session
from webapp.provisions import provisions
from webapp.queries.agreement import read_agreement
from webapp.queries.history import decided_since, read_history
from webapp.queries.review import WHYS, Queue, Wanted, read_queue
from webapp.queries.waiting import read_waiting
from webapp.views.decisions import done, found_case, marks_of, question
from webapp.views.statements import number

review = Blueprint("review", __name__)


@review.get("/review")
@reviewers_only
def overview() -> ResponseReturnValue:
    """Everything that waits, by kind, with how many."""
    queue, waiting = read_queue(session(), Wanted()), read_waiting(session(), desk().docket)
    return render_template("review.html", queue=queue, whys=WHYS, waiting=waiting, decided_today=today())


def today() -> int:
    """How many decisions were made since midnight, UTC."""
    return decided_since(session(), datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


@review.get("/review/marks")
@reviewers_only
def marks() -> ResponseReturnValue:
    """One mark that waits: the `?place=` of those with this `why`, `concern` and `article`."""
    docket = desk().docket
    wanted = Wanted(*(_known(name, values) for name, values in (
        ("why", WHYS), ("concern", docket.concern_by_key), ("article", provisions(docket)),
    )))  # fmt: skip
    queue = read_queue(session(), wanted)
    place = min(max(1, number("place") or 1), max(1, len(queue.questions)))
    shown = _case_at(queue, place) if queue.questions else {}

    def here(at: int) -> str:
        asked = {name: value for name, value in vars(wanted).items() if value} | ({"place": str(at)} if at > 1 else {})
        return "/review/marks" + (f"?{urlencode(asked)}" if asked else "")

    return render_template(
        "review_marks.html",
        **{"case": None, **shown},
        queue=queue,
        wanted=wanted,
        whys=WHYS,
        place=place,
        waiting=len(queue.questions),
        names=provisions(docket),
        decided_today=today(),
        here=here,
        back=here(place),
        **done(),
    )


def _case_at(queue: Queue, place: int) -> dict[str, object]:
    at = queue.questions[place - 1]
    case = found_case(at.passage_id)
    return {"at": at, "case": case, "asked": question(case, at.kind, at.key), "listed": marks_of(case)}


def _known(name: str, values: object) -> str:
    value = request.args.get(name, "")
    return value if isinstance(values, dict) and value in values else ""


@review.get("/review/history")
@reviewers_only
def history() -> ResponseReturnValue:
    """What people decided and changed, newest first; `?before=` goes on."""
    return render_template("review_history.html", page=read_history(session(), number("before") or 0))


@review.get("/review/agreement")
@reviewers_only
def agreement() -> ResponseReturnValue:
    """How often people and the program agree, and people among themselves."""
    return render_template("review_agreement.html", found=read_agreement(session()))
