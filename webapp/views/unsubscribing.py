"""`/unsubscribe/TOKEN`: the address that every digest and alert carries. Whoever has the mail may end what sent it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from db.models import Subscription
from db.store.mailing import subscription_of, unsubscribe
from webapp.desk import session
from webapp.writing import writing

unsubscribing = Blueprint("unsubscribing", __name__)
UNKNOWN = "This address ends no subscription. It may have been shortened by a mail program: copy it whole."


def _named(token: str) -> Subscription:
    found = subscription_of(session(), token)
    if found is None:
        abort(404, UNKNOWN)
    return found


@unsubscribing.get("/unsubscribe/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Asks before it ends anything: mail programs open links by themselves."""
    return render_template("unsubscribe.html", subscription=_named(token), done=False)


@unsubscribing.post("/unsubscribe/<token>")
def end(token: str) -> ResponseReturnValue:
    """Ends it, from our page or in one click from a mail program (RFC 8058)."""
    found = _named(token)
    with writing("Ended a subscription by its mail") as changing:
        unsubscribe(changing, found)
    return render_template("unsubscribe.html", subscription=_named(token), done=True)
