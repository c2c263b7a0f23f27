"""`/sign-in`: where the installation has accounts."""

from datetime import UTC, datetime

import flask
from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from db.store.accounts import (
    LONGEST_NAME,
    LONGEST_PASSWORD,
    account_named,
    account_of,
    end_sessions,
    forget_failures,
    locked_until,
    note_failure,
)
from webapp.acting import actor, needs_accounts
from webapp.desk import session
from webapp.forms import field, own_address
from webapp.pace import pace
from webapp.sessions import SignedIn
from webapp.wording import moment
from webapp.writing import writing

signing_in = Blueprint("signing_in", __name__)
ATTEMPTS = 30
"""Of one address in a minute; each name has its own, stricter bound in the database."""
WRONG = "The name or the password is not right. After several failures a name must wait before it is tried again."
LOCKED = "There were too many failures under this name. It can be tried again from {until} on."
TOO_OFTEN = "Too many attempts came from your address. Wait a minute, then try again."


@signing_in.get("/sign-in")
def form() -> ResponseReturnValue:
    """The form; where there are no accounts, that there are none."""
    return page("", "", 200)


def page(name: str, problem: str, status: int) -> ResponseReturnValue:
    """The form with what was typed but the password, and why it did not work."""
    return render_template("sign_in.html", name=name, problem=problem, next=request.values.get("next", "")), status


@signing_in.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in: a new session, so that nothing of the old one is carried over."""
    if not needs_accounts():
        abort(404, "This installation has no accounts.")
    now, name, password = datetime.now(UTC), field(request.form, "name", LONGEST_NAME), request.form.get("password", "")
    if not pace("signing in", ATTEMPTS, 60).allows(request.remote_addr or ""):
        return page(name, TOO_OFTEN, 429)
    if until := locked_until(session(), name, now):
        return page(name, LOCKED.format(until=moment(until)), 429)
    account = account_of(session(), name, password[: LONGEST_PASSWORD + 1])
    if account is None:
        with writing(f"Failed to sign in as {name}") as changing:
            note_failure(changing, name, now)
        return page(name, WRONG, 403)
    signed_in = SignedIn(account)
    with writing(f"{name} signed in") as changing:
        forget_failures(changing, name)
    flask.session.clear()
    login_user(signed_in)
    flask.session.permanent = True
    return redirect(own_address(request.form.get("next", "")), 303)


@signing_in.post("/sign-out")
def leave() -> ResponseReturnValue:
    """Sign out, in every browser: a copy of the cookie is of no use afterwards."""
    if current_user.is_authenticated:
        name = actor()
        with writing(f"{name} signed out") as changing:
            end_sessions(changing, account_named(changing, name))
        logout_user()
        flask.session.clear()
    return redirect("/", 303)
