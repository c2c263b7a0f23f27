"""Commands on digests and alerts: making them, sending them, who gets them, and when."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from pipeline.digest import IssuedDigest
    from pipeline.digest.sending import Post, Report

FORMS = ("html", "md", "json", "text", "eml", "docx", "pdf")


@click.group(invoke_without_command=True)
@click.option("--week", help="ISO week such as 2024-W32  [this week]")
@click.option("--about", default="", help="articles:7,28 or concerns:KEY or organisations:NAME or search:WORDS")
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of the screen")
@click.option("--reissue", is_flag=True, help="Make an issued digest anew, replacing it")
@click.pass_context
def digest(ctx: click.Context, week: str | None, about: str, form: str, output: Path | None, reissue: bool) -> int:
    """Make the digest of a week: what was first captured in it (UTC).

    The digest of a week that has ended is stored and shown as issued. With `send`, it goes to those who subscribed.

    \b
    Example:
      travaux digest --week 2024-W32 --format html > digest.html
      travaux digest --week 2024-W32 --about articles:28 --format docx --output digest.docx
    """
    if ctx.invoked_subcommand:
        return 0
    settings: Settings = ctx.obj
    from pipeline.digest.formats import BINARY, formed

    if form in BINARY and output is None:
        raise click.UsageError(f"Name a file with --output: a {form} file cannot be shown on the screen.")
    made = _made(settings, week, about, reissue)
    _give(formed(made.content, form, settings, made.issued_at or datetime.now(UTC)).content, output)
    if made.note:
        click.echo(made.note, err=True)
    return 0


def _made(settings: Settings, week: str | None, about: str, reissue: bool) -> "IssuedDigest":
    from pipeline.digest import digest_for, parse_scope, parse_week

    now = datetime.now(UTC)
    wanted = parse_week(week, now.date())
    post = post_of(settings)
    scope = parse_scope(about, post.docket)
    return digest_for(post.engine, settings, post.docket, wanted, now, reissue, scope, post.find)


def _give(content: bytes, output: Path | None) -> None:
    from db.whole_files import write_whole

    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_whole(output, content)


def post_of(settings: Settings) -> "Post":
    """The installation as sending sees it."""
    from pipeline.digest.found import passages_found
    from pipeline.digest.sending import Post

    engine, docket = opened(settings, create=False), docket_of(settings)
    return Post(engine, settings, docket, lambda query: passages_found(engine, docket, query))


@digest.command()
@click.option("--week", help="ISO week such as 2024-W32  [the last one that is over]")
@click.option("--dry-run", is_flag=True, help="Say what would go to whom, and send nothing")
@click.pass_obj
def send(settings: Settings, week: str | None, dry_run: bool) -> int:
    """Send the digest of a week to everyone who subscribed to it.

    Nobody gets the same week twice, however often this runs. What could not be sent is kept and tried again.

    \b
    Example:
      travaux digest send --dry-run
    """
    from pipeline.digest import parse_week
    from pipeline.digest.sending import last_ended, write_digests

    now = datetime.now(UTC)
    wanted = parse_week(week, now.date()) if week else last_ended(now)
    post = post_of(settings)
    return send_out(post, now, write_digests(post, wanted, now, dry_run), dry_run)


def send_out(post: "Post", now: datetime, report: "Report", dry_run: bool) -> int:
    """Empty the outbox unless it is a trial; say what was done. The exit status is 1 when something did not go out."""
    from pipeline.digest.sending import empty_outbox
    from pipeline.digest.smtp import server_of

    if not dry_run:
        report.lines.clear()
        empty_outbox(post, server_of(post.settings), now, report)
    for line in report.lines:
        click.echo(line, err=not dry_run)
    sent = ", ".join(f"{number} {state}" for state, number in sorted(report.outcomes.items())) or "nothing sent"
    click.echo(
        f"{len(report.lines)} to be written; nothing was sent." if dry_run else f"{report.written} written, {sent}."
    )
    if report.already:
        click.echo(f"{report.already} had theirs already.", err=True)
    if report.recovered:
        click.echo(
            f"{report.recovered} in doubt: a run was cut off while sending. `travaux outbox` lists them.", err=True
        )
    if report.left:
        click.echo(f"{report.left} wait for the next run: the mail server could not be reached.", err=True)
    return 1 if report.troubled else 0


@digest.command()
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("digest.docx"), show_default=True
)
@click.pass_obj
def template(settings: Settings, output: Path) -> int:
    """Write the Word template of the digest, to be restyled.

    Put it into the data folder as digest.docx: from then on digests in Word look like it.

    \b
    Example:
      travaux digest template --output digest.docx
    """
    from pipeline.digest.word import default_template

    _give(default_template(), output)
    click.echo(f"Written to {output}. Restyle it in Word and put it into {settings.data} as digest.docx.", err=True)
    return 0
