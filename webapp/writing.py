"""How the web app writes. Every change goes through `writing`, and nothing else in `webapp` opens a transaction.

A view that changes something:

    @searches.post("/searches")
    @keepers_only                                     # or @reviewers_only; both from webapp.acting
    def save() -> ResponseReturnValue:
        query = field(request.form, "q", 1000)        # webapp.forms: bounded, no control characters
        with writing(f"Saved the search “{query}”") as changing:
            save_search(changing, query, by=actor())  # a function of db.store; `actor()` is the name of who acts
        return redirect(url_for("searches.listing"), 303)

and in its template `<form method="post" …>` with
`<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">`.

The rest is done elsewhere, for every view: a form of another site, one that expired and one from somebody who may not
are refused before the view is called (`webapp.forms`); each change is written down with name and time in the same
transaction (`db.store.audit`); what is committed survives a power cut (SQLite's synchronous=FULL, set for every
connection in `db.session`); while another program writes for long, nothing is stored and the form comes back with what
was typed (`on_busy`). `TooLong`, and errors of `db.store` with a message for people (`REFUSALS`), become a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from db import session as database
from db.store import registry, relevance
from db.store.accounts import AccountError
from db.store.audit import note_change
from db.store.corrections import CorrectionError
from db.store.decisions import MarkError
from db.store.wording import WordingError
from webapp.acting import actor
from webapp.desk import close_session, desk
from webapp.forms import TooLong, again
from webapp.problems import on_failure, problem

REFUSALS = (AccountError, WordingError, CorrectionError, MarkError, registry.DecisionError, relevance.DecisionError)
"""Errors of `db.store` whose message is written for people."""
VISITOR = "a visitor"
BUSY = (
    "Another program is writing to the database at this moment, perhaps a collection. Nothing was changed. "
    "Try again in a moment."
)
UNWRITABLE = (
    "The database could not be written: {reason}. Nothing was changed. Whoever runs Travaux must mend that first."
)


@contextmanager
def writing(what: str) -> Iterator[Session]:
    """A session for one change by who acts, `what` it is in words: stored whole and durably, or not at all.

    The page's own session ends first, so that what is read afterwards is as changed.
    """
    close_session()
    with database.writing(desk().engine) as session:
        yield session
        note_change(session, actor() or VISITOR, what)


def on_database(error: OperationalError) -> ResponseReturnValue:
    """The database could not be written now: what was typed comes back."""
    reason = str(error.orig)
    if "locked" in reason or "busy" in reason:
        return again(503, "The database is busy", BUSY)
    if "readonly" in reason or "full" in reason:
        return again(503, "This could not be stored", UNWRITABLE.format(reason=reason))
    return on_failure(error)


def on_refusal(error: Exception) -> ResponseReturnValue:
    """What was asked for cannot be done; the message says why."""
    return problem(400, "This was not stored", str(error))


def on_too_long(error: TooLong) -> ResponseReturnValue:
    """A field holds too much."""
    return problem(413, "That was too large", str(error))


def register(app: Flask) -> None:
    """Use these pages in `app`."""
    app.register_error_handler(OperationalError, on_database)
    app.register_error_handler(TooLong, on_too_long)
    for refusal in REFUSALS:
        app.register_error_handler(refusal, on_refusal)
