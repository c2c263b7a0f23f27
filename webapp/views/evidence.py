"""What stands behind a statement: `/statements/<id>/capture` and `/signatories`."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from webapp.captures import LARGEST, Kept, as_download, as_text
from webapp.desk import desk, session
from webapp.doors import LostCapture, capture_door
from webapp.queries.statements import SIGNATORIES, Asked, read_signatures
from webapp.views.statements import found_or_404, number

evidence = Blueprint("evidence", __name__)
ALTERED = (
    "The archived bytes of this statement are not those that were captured: their SHA-256 is another. "
    "They are not handed out. Run travaux verify, and restore the archive from a backup."
)
TOO_LARGE = "The capture has {size:,} bytes, more than are sent by a page. It is in {file} at byte {offset}."


@evidence.get("/statements/<int:statement_id>/capture")
def capture(statement_id: int) -> ResponseReturnValue:
    """The archived bytes of the current wording or of `?revision=`: a download, or with `?as=text` plain text."""
    facts = found_or_404(statement_id, Asked(number("revision"))).capture
    if facts.size > LARGEST:
        abort(413, TOO_LARGE.format(size=facts.size, file=facts.warc_file, offset=facts.warc_offset))
    try:
        body = capture_door(desk().settings, facts.warc_file, facts.warc_offset)
    except LostCapture as error:
        abort(404, str(error))
    kept = Kept(facts.sha256, facts.media_type, body)
    if not kept.is_whole:
        abort(409, ALTERED)
    return as_text(kept) if request.args.get("as") == "text" else as_download(kept)


@evidence.get("/statements/<int:statement_id>/signatories")
def signatories(statement_id: int) -> ResponseReturnValue:
    """Every name under the current wording or `?revision=`, a few hundred a page."""
    page = found_or_404(statement_id, Asked(number("revision")))
    at = max(1, number("page") or 1)
    found = read_signatures(session(), page.revision.id, SIGNATORIES, (at - 1) * SIGNATORIES)
    pages = max(1, -(-found.total // SIGNATORIES))
    if at > pages:
        abort(404, f"This list has {pages} pages, page {at} was asked for.")
    return render_template("signatories.html", page=page, found=found, at=at, pages=pages)
