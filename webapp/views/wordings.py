"""Two wordings compared: `/statements/<id>/changes`, and two versions beside each other: `.../beside/<other>`."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.changes import compare, folded
from webapp.desk import session
from webapp.queries.statement_text import LETTERS
from webapp.queries.wordings import Wording, read_wording
from webapp.versions import distance
from webapp.views.statements import number

wordings = Blueprint("wordings", __name__)


def wording_or_404(statement_id: int, revision: int | None = None) -> Wording:
    """The wording; ends the request with 404 when there is none such."""
    # SQLite has no larger number; asking it would be an error.
    found = read_wording(session(), statement_id, revision) if statement_id < 2**63 else None
    if found is None:
        which = f"statement {statement_id}" + (f" in revision {revision}" if revision is not None else "")
        abort(404, f"There is no {which}. The list of statements is at /statements/.")
    return found


@wordings.get("/statements/<int:statement_id>/changes")
def changes(statement_id: int) -> ResponseReturnValue:
    """What changed from revision `?from=` (default: the one before) to `?to=` (default: the current one)."""
    newer = wording_or_404(statement_id, number("to"))
    asked = number("from")
    older = wording_or_404(statement_id, max(1, newer.revision.number - 1) if asked is None else asked)
    stretches = folded(compare(older.text, newer.text))
    return render_template("changes.html", page=newer, older=older, stretches=stretches)


@wordings.get("/statements/<int:statement_id>/beside/<int:other_id>")
def beside(statement_id: int, other_id: int) -> ResponseReturnValue:
    """Two versions of one statement side by side: a copy, or a translation."""
    page, other = wording_or_404(statement_id), wording_or_404(other_id)
    if not other.is_version_of(page):
        abort(404, f"Statement {other_id} is no other version of statement {statement_id}, as far as is known here.")
    is_copy = page.text_group == other.text_group
    apart = distance(page.published, other.published)
    return render_template("beside.html", page=page, other=other, is_copy=is_copy, apart=apart, most=LETTERS)
