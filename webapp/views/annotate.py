"""`/annotate`: paste a draft letter; see what it hits, who said the same, and what allies ask that it leaves out.

Nothing is stored, and there is no cookie: a form on another site gains nothing by sending one here but the work, and
the browser's word that it comes from elsewhere is enough to refuse it.
"""

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.doors import Draft, UnusableLetter
from webapp.queries.quotations import Quotation, load_quotations
from webapp.wording import ORGANISATION_KINDS

if TYPE_CHECKING:
    from pipeline.letter_comparison import Comparison

annotate = Blueprint("annotate", __name__)
MOST_BYTES = 400_000
"""Of a whole request: twenty pages in any script, and the other fields."""
SHORT = 300
OWN_FORM = ("same-origin", "none", "")
READING = Lock()
"""One letter at a time: labels take a processor for seconds."""
UNAVAILABLE = "Letters cannot be compared in this installation right now. The reason is in the server's log."
BUSY = "Another letter is being read. Try again in a moment; your text is still in the form."


@dataclass(frozen=True)
class Answer:
    """What the page shows below the form: a comparison with its quotations, or a sentence that says why not."""

    found: "Comparison | None" = None
    quotations: dict[int, Quotation] | None = None
    problem: str = ""
    status: int = 200


@annotate.get("/annotate")
def form() -> ResponseReturnValue:
    """The empty form."""
    return page(Draft(""), Answer())


@annotate.post("/annotate")
def letter() -> ResponseReturnValue:
    """The letter beside what is stored."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_FORM:
        abort(403, "This form was sent from another site. Paste the letter at /annotate.")
    draft = Draft(
        request.form.get("text", "").replace("\r\n", "\n").replace("\0", " "),
        request.form.get("title", "")[:SHORT],
        request.form.get("date", "").strip()[:SHORT],
        request.form.get("kind", "") if request.form.get("kind") in ORGANISATION_KINDS else "",
    )
    return page(draft, answer(draft))


def answer(draft: Draft) -> Answer:
    """Compare the letter; every failure to do so ends as a sentence."""
    docket, opened = desk().docket, session()
    if not READING.acquire(blocking=False):
        return Answer(problem=BUSY, status=503)
    try:
        found = desk().compare(opened, docket, draft)
    except UnusableLetter as error:
        return Answer(problem=str(error), status=400)
    except Exception:
        current_app.logger.exception("A letter could not be compared.")
        return Answer(problem=UNAVAILABLE, status=503)
    finally:
        READING.release()
    return Answer(found, load_quotations(opened, quoted(found)))


def quoted(found: "Comparison") -> set[int]:
    """Ids of the passages that the page quotes."""
    before = {one.passage_id for beside in found.precedents for one in beside}
    return before | {passage for line in found.left_out for passage, _ in line.examples}


def page(draft: Draft, answer: Answer) -> ResponseReturnValue:
    """The form with what was pasted, and the answer below."""
    return render_template("annotate.html", draft=draft, answer=answer, kinds=ORGANISATION_KINDS), answer.status
