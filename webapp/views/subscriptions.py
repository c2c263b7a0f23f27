"""`/subscriptions`: who gets digests and alerts, and what mail has not gone out."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from db.models import Subscription
from db.store.mailing import SubscriptionError, outbox, retry, subscribe, subscriptions, unsubscribe
from webapp.acting import reviewers_only
from webapp.desk import desk, session
from webapp.doors import UnusableScope, scope_door
from webapp.forms import again, field
from webapp.writing import writing

mailing = Blueprint("mailing", __name__)
NOT_SENT = ("waiting", "sending", "failed", "doubtful")
MOST_SHOWN = 200


@mailing.get("/subscriptions")
@reviewers_only
def listing() -> ResponseReturnValue:
    """Everybody who gets something, and the mail that waits, failed or is in doubt."""
    stuck = outbox(session(), NOT_SENT)
    return render_template(
        "subscriptions.html",
        rows=subscriptions(session()),
        stuck=stuck[:MOST_SHOWN],
        stuck_total=len(stuck),
        concerns=desk().docket.ordered_concerns(),
        can_send=bool(desk().settings.smtp_host and desk().settings.mail_from),
    )


@mailing.post("/subscriptions")
@reviewers_only
def add() -> ResponseReturnValue:
    """Subscribe an address."""
    email, wish = field(request.form, "email", 320), field(request.form, "wish", 20)
    about = field(request.form, "about", 500)
    kind, cadence = ("digest", "weekly") if wish == "digest" else ("alert", wish)
    try:
        scope = scope_door(session(), desk().docket, about)
        with writing(f"Subscribed {email} to {wish} on {scope or 'everything'}") as changing:
            subscribe(changing, email, kind, scope, cadence)
    except (SubscriptionError, UnusableScope) as error:
        return again(422, "This could not be stored", str(error))
    return redirect(url_for("mailing.listing"), 303)


@mailing.post("/subscriptions/<int:number>/end")
@reviewers_only
def end(number: int) -> ResponseReturnValue:
    """End a subscription."""
    found = session().get(Subscription, number)
    if found is not None:
        with writing(f"Ended the subscription of {found.email}") as changing:
            unsubscribe(changing, found)
    return redirect(url_for("mailing.listing"), 303)


@mailing.post("/subscriptions/mail/<int:number>/again")
@reviewers_only
def send_again(number: int) -> ResponseReturnValue:
    """Let a message that failed or is in doubt be sent again with the next run."""
    try:
        with writing("Let a message be sent again") as changing:
            retry(changing, number)
    except SubscriptionError as error:
        return again(409, "This could not be done", str(error))
    return redirect(url_for("mailing.listing"), 303)
