"""`/copies`: texts that were sent more than once. `/statements/<id>/copies`: one of them, with all who sent it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.changes import compare, folded
from webapp.desk import session
from webapp.queries.copies import often_sent, read_copies
from webapp.views.statements import number

copies = Blueprint("copies", __name__)
PER_PAGE = 100


@copies.get("/copies")
def listing() -> ResponseReturnValue:
    """The texts with more than one sender, most senders first."""
    page = max(1, number("page") or 1)
    total, found = often_sent(session(), PER_PAGE, (page - 1) * PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    if page > pages:
        abort(404, f"This list has {pages} pages, page {page} was asked for.")
    return render_template("often_sent.html", total=total, found=found, page=page, pages=pages)


@copies.get("/statements/<int:statement_id>/copies")
def of_statement(statement_id: int) -> ResponseReturnValue:
    """The text once, its edited copies with their differences, its senders, and the names under any of them."""
    at, edited_at = max(1, number("page") or 1), max(1, number("edited") or 1)
    page = read_copies(session(), statement_id, at, edited_at) if statement_id < 2**63 else None
    if page is None:
        abort(404, f"Statement {statement_id} has no copies here. Its own page is at /statements/{statement_id}.")
    if at > page.sender_pages or edited_at > page.edited_pages:
        abort(404, f"There are {page.sender_pages} pages of senders and {page.edited_pages} of edited copies.")
    differences = [(copy, folded(compare(page.text, copy.text))) for copy in page.edited]
    return render_template("copies.html", page=page, differences=differences, at=at, edited_at=edited_at)
