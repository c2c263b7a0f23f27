"""Who acts on this request, and what they may change.

Without accounts (the default), whoever sits at this machine may change everything, under the name that the setting
`reviewer` gives; everybody else reads. With `TRAVAUX_AUTH=accounts` people sign in: a *reviewer* may change
everything, a *reader* only what is their own; who has not signed in reads. With `TRAVAUX_AUTH=closed`, who has not
signed in sees nothing.
"""

import getpass
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.desk import desk
from webapp.problems import problem

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""Headers by which a proxy says that the request comes from elsewhere."""
ELSEWHERE = (
    "Only the person at the machine that Travaux runs on may change things here: it has no accounts. "
    "Whoever runs it can make some: docs/web.md, “Who may change things”."
)
FOR_REVIEWERS = (
    "You are signed in as {name}, a reader. Only reviewers may change this; whoever runs Travaux can make you one."
)


def needs_accounts() -> bool:
    """Whether people sign in here."""
    return desk().settings.auth != ""


def actor() -> str:
    """The name of who acts; empty for a visitor who may change nothing."""
    if needs_accounts():
        return str(current_user.name) if current_user.is_authenticated else ""
    return own_name() if is_this_machine() else ""


def may_keep() -> bool:
    """Whether who acts may keep things of their own, such as saved searches: readers and reviewers."""
    return bool(actor())


def may_review() -> bool:
    """Whether who acts may change what everybody sees."""
    return bool(actor()) and (not needs_accounts() or current_user.role == "reviewer")


def own_name() -> str:
    """The name of who sits at this machine: the setting, else the user's, else "reviewer"."""
    try:
        return desk().settings.reviewer.strip() or getpass.getuser() or "reviewer"
    except (KeyError, OSError):
        return "reviewer"


def is_this_machine() -> bool:
    """Whether the request comes from this machine, by a name that only this machine has, and through no proxy.

    The name matters: a site that resolves to 127.0.0.1 must not be able to act in its visitor's browser.
    """
    host = urlsplit(f"//{request.host}").hostname or ""
    return is_loopback(request.remote_addr or "") and is_loopback(host) and not any(map(request.headers.get, FORWARDED))


def is_loopback(host: str) -> bool:
    """True for names and addresses that only this machine can reach."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def reviewers_only(view: View[P]) -> View[P]:
    """Let only reviewers into a view; others are asked to sign in, or told who may."""
    return _guarded(view, may_review)


def keepers_only(view: View[P]) -> View[P]:
    """Let readers and reviewers into a view that keeps something of their own."""
    return _guarded(view, may_keep)


def _guarded(view: View[P], may: Callable[[], bool]) -> View[P]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if may() else refusal()

    return guarded


def refusal() -> ResponseReturnValue:
    """What somebody is told who may not: who may, and how."""
    if not needs_accounts():
        return problem(403, "This page is only for reading", ELSEWHERE)
    if actor():
        return problem(403, "This is for reviewers", FOR_REVIEWERS.format(name=actor()))
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("signing_in.form", next=back), 303)
