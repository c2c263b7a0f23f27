"""Signed-in browsers, by Flask-Login. A session holds the account's stamp, so that another password ends it."""

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from sqlmodel import select

from db.models import Account
from webapp.acting import actor, refusal
from webapp.desk import desk, session

OPEN = ("signing_in.form", "signing_in.enter", "static", "front.healthz")
"""What is answered without an account even where the installation is closed."""


class SignedIn(UserMixin):  # type: ignore[misc]  # the library has no types
    """Who signed in, as Flask-Login knows them."""

    def __init__(self, account: Account) -> None:
        self.id = f"{account.id}.{account.stamp}"
        self.name, self.role = account.name, account.role


def load(key: str) -> SignedIn | None:
    """The account of a session; None when it was removed or its sessions were ended."""
    number, _, stamp = key.partition(".")
    wanted = select(Account).where(Account.id == int(number), Account.stamp == stamp, Account.password_hash != "")
    account = session().exec(wanted).first() if desk().settings.auth else None
    return SignedIn(account) if account else None


def register(app: Flask) -> None:
    """Know who signed in, in `app`; where it is closed, show others nothing."""
    manager = LoginManager(app)
    manager.user_loader(load)
    app.before_request(keep_out)


def keep_out() -> ResponseReturnValue | None:
    """In a closed installation, ask who comes to sign in."""
    if desk().settings.auth != "closed" or request.endpoint in OPEN or actor():
        return None
    return refusal()
