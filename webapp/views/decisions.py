"""Corrections on the spot: `/passages/<id>/correct` shows a mark, `/decisions` takes what a person says of it."""

from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from db.decisions import ONE_ANSWER
from db.models import Decision
from db.store.decisions import MarkError, Overtaken, Said, decide, decided_passages
from webapp.acting import actor, reviewers_only
from webapp.asking import KINDS, Asked, answers, ask, in_words
from webapp.desk import desk, session
from webapp.forms import again, field, own_address
from webapp.provisions import provisions
from webapp.queries.judging import Case, read_case
from webapp.queries.keys import stored
from webapp.views.statements import number
from webapp.wording import moment
from webapp.writing import writing

decisions = Blueprint("decisions", __name__)
REPAIRED = ("concern", "mention", "link")
"""Kinds of marks from which ties are made: those of the passage are made anew at once."""
OVERTAKEN = "{by} decided on it while your page was open ({when}): {what}. Nothing of yours was stored yet."
GONE = "There is no passage {id} in a current text any more: its statement was read again. Look for it by search."


def found_case(passage_id: int) -> Case:
    """The passage before a reviewer; ends the request with 404 when it is gone."""
    case = read_case(session(), passage_id)
    if case is None:
        abort(404, GONE.format(id=passage_id))
    return case


def question(case: Case, kind: str, key: str) -> Asked:
    """The question about one mark. Raises `MarkError` for a kind or key that does not exist."""
    if (kind, key) not in case.machine:
        may_be_added(kind, key)
    return ask(desk().docket, case, kind, key)


def may_be_added(kind: str, key: str) -> None:
    """Raises `MarkError` unless a person may add this mark, which the program did not make."""
    addable = kind in ("concern", "link") and key in answers(desk().docket, kind)
    if not addable and not (kind in ONE_ANSWER and key == ""):
        raise MarkError(f"There is no such mark on this passage: {kind[:40]!r} {key[:80]!r}. Choose one of its marks.")


def marks_of(case: Case) -> list[Asked]:
    """Every mark of a passage that can be corrected, each as a question."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    listed = sorted({*case.machine, *((kind, "") for kind in ONE_ANSWER)}, key=lambda mark: (order[mark[0]], mark[1]))
    return [question(case, kind, key) for kind, key in listed]


@decisions.get("/passages/<int:passage_id>/correct")
@reviewers_only
def correct(passage_id: int) -> ResponseReturnValue:
    """A passage with the form for one of its marks (`?kind=` and `&key=`), and the list of all."""
    case = found_case(passage_id)
    kind, key = request.args.get("kind", ""), request.args.get("key", "")
    return render_template(
        "correct.html",
        case=case,
        asked=question(case, kind, key) if kind else None,
        decided=case.decision(kind, key),
        listed=marks_of(case),
        names=provisions(desk().docket),
        back=f"/passages/{passage_id}/correct?{urlencode({'kind': kind, 'key': key})}" if kind else request.path,
        **done(),
    )


def done() -> dict[str, object]:
    """The decision that was just stored (`?done=`), with a passage it is about, so that it can be taken back."""
    row = session().get(Decision, number("done") or 0)
    on = decided_passages(session(), row) if row else []
    return {"done": row if on else None, "done_on": on[0].id if on else None}


@decisions.post("/decisions")
@reviewers_only
def save() -> ResponseReturnValue:
    """Store what a person says of a mark, and go back to where the form stood."""
    passage_id, said = _passage(), _said()
    question(found_case(passage_id), said.kind, said.key)
    try:
        with writing(f"On passage {passage_id}: {in_words(desk().docket, said)}") as changing:
            row = decide(changing, passage_id, said)
            for passage in decided_passages(changing, row) if said.kind in REPAIRED else ():
                desk().pair_again(changing, desk().settings, stored(passage.id))
            number_, back = stored(row.id), own_address(request.form.get("back", ""))
    except Overtaken as error:
        return _overtaken(error.by_other)
    return redirect(f"{back}{'&' if '?' in back else '?'}done={number_}", 303)


def _passage() -> int:
    value = request.form.get("passage", "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise MarkError(f"Expected the number of a passage, found {value[:40]!r}.")
    return int(value)


def _said() -> Said:
    form = request.form
    kind, verdict = field(form, "kind", 20), field(form, "verdict", 10)
    answer = {"accept": field(form, "accept", 100), "reject": field(form, "reject", 100)}.get(verdict, "")
    answer = field(form, "answer", 100) if verdict == "change" else answer
    if answer and answer not in answers(desk().docket, kind) and kind in (*ONE_ANSWER, "concern", "mention", "link"):
        raise MarkError(f"Expected an answer that the docket knows, found {answer[:80]!r}. Choose one from the list.")
    seen = form.get("seen", "")
    return Said(
        kind,
        field(form, "key", 400),
        verdict,
        actor(),
        answer,
        field(form, "note", 2000),
        int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else 0,
    )


def _overtaken(other: Decision) -> ResponseReturnValue:
    what = in_words(desk().docket, other)
    message = OVERTAKEN.format(by=other.by, when=moment(other.at), what=what)
    return again(409, "Somebody else was first", message, seen=str(other.id))


@decisions.app_template_filter("decision")
def decision_in_words(row: Decision) -> str:
    """A decision in words."""
    return in_words(desk().docket, row)


@decisions.app_template_filter("mark_kind")
def kind_in_words(kind: str) -> str:
    """A kind of mark in words; any other name as it is."""
    return KINDS.get(kind, kind)
