"""Commands on subscriptions, alerts and the outbox, and on when all of it runs."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from db.installed import docket_of, opened
from db.settings import Settings

CADENCE = click.Choice(["daily", "weekly"])


@click.group()
def subscription() -> None:
    """Who gets digests and alerts: add, list, remove.

    \b
    Example:
      travaux subscription add desk@example.org
    """


@subscription.command("add")
@click.argument("email")
@click.option("--alerts", type=CADENCE, help="Alerts of new statements instead of the weekly digest")
@click.option("--about", default="", help="articles:7,28 or concerns:KEY or organisations:NAME or search:WORDS")
@click.pass_obj
def add(settings: Settings, email: str, alerts: str | None, about: str) -> int:
    """Subscribe an address to the weekly digest, or to alerts.

    \b
    Example:
      travaux subscription add desk@example.org --about articles:28 --alerts daily
    """
    from db.session import writing
    from db.store.mailing import subscribe
    from pipeline.digest import parse_scope
    from pipeline.digest.scope import scope_words

    docket = docket_of(settings)
    scope = parse_scope(about, docket)
    with writing(opened(settings, create=False)) as session:
        words = scope_words(session, docket, scope)
        row = subscribe(session, email, "alert" if alerts else "digest", scope.key, alerts or "weekly")
        click.echo(f"{row.id}: {row.email} gets {what(row.kind, row.cadence)} on {words or 'the whole treaty'}.")
    return 0


def what(kind: str, cadence: str) -> str:
    """A subscription's kind in words."""
    return "the weekly digest" if kind == "digest" else f"{cadence} alerts"


@subscription.command("list")
@click.option("--all", "ended", is_flag=True, help="Ended ones too")
@click.pass_obj
def list_(settings: Settings, ended: bool) -> int:
    """List subscriptions.

    \b
    Example:
      travaux subscription list
    """
    from db.session import reading
    from db.store.mailing import subscriptions

    with reading(opened(settings, create=False)) as session:
        for row in subscriptions(session, ended=ended):
            state = f", ended {row.ended_at:%Y-%m-%d}" if row.ended_at else ""
            click.echo(f"{row.id}: {row.email}, {what(row.kind, row.cadence)}, {row.scope or 'everything'}{state}")
    return 0


@subscription.command("remove")
@click.argument("number", type=int)
@click.pass_obj
def remove(settings: Settings, number: int) -> int:
    """End a subscription by its number.

    \b
    Example:
      travaux subscription remove 3
    """
    from db.models import Subscription
    from db.session import writing
    from db.store.mailing import unsubscribe

    with writing(opened(settings, create=False)) as session:
        row = session.get(Subscription, number)
        if row is None:
            raise click.UsageError(f"There is no subscription {number}. `travaux subscription list` shows them.")
        unsubscribe(session, row)
        click.echo(f"{row.email} gets no more {what(row.kind, row.cadence)} on {row.scope or 'the whole treaty'}.")
    return 0


@click.group()
def alerts() -> None:
    """Alerts of new statements: send them.

    \b
    Example:
      travaux alerts send --dry-run
    """


@alerts.command("send")
@click.option("--cadence", type=CADENCE, default="daily", show_default=True)
@click.option("--dry-run", is_flag=True, help="Say what would go to whom, and send nothing")
@click.pass_obj
def send_alerts(settings: Settings, cadence: str, dry_run: bool) -> int:
    """Tell each person of new statements in what they follow, in one message.

    \b
    Example:
      travaux alerts send --cadence daily
    """
    from pipeline.commands_digest import post_of, send_out
    from pipeline.digest.alerts import write_alerts

    now, post = datetime.now(UTC), post_of(settings)
    return send_out(post, now, write_alerts(post, cadence, now, dry_run), dry_run)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Sent ones too")
@click.option("--again", type=int, help="Number of a message to send again although it failed or is in doubt")
@click.pass_obj
def outbox(settings: Settings, everything: bool, again: int | None) -> int:
    """List mail that has not gone out, and why.

    \b
    Example:
      travaux outbox --again 12
    """
    from db.session import reading, writing
    from db.store.mailing import outbox as messages
    from db.store.mailing import retry

    engine = opened(settings, create=False)
    if again is not None:
        with writing(engine) as session:
            click.echo(f"{retry(session, again).recipient} gets it with the next run of `travaux digest send`.")
        return 0
    states = () if everything else ("waiting", "sending", "failed", "doubtful")
    with reading(engine) as session:
        for mail in messages(session, states):
            click.echo(
                f"{mail.id}: {mail.recipient}, {mail.about}, {mail.period}: {mail.state}. {mail.reason}".rstrip()
            )
    return 0


@click.command()
@click.pass_obj
def schedule(settings: Settings) -> int:
    """Print what makes this run by itself: cron lines, systemd timers, Windows tasks.

    Nothing is installed; paste what fits your system.

    \b
    Example:
      travaux schedule
    """
    from pipeline.digest.schedule import schedule_text

    program = Path(sys.argv[0]).resolve()
    click.echo(schedule_text(program, settings.data.resolve(), settings.docket))
    return 0
