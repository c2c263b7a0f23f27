"""Commands on dockets."""

import click

from db.docket_check import check_docket
from db.settings import Settings


@click.group()
def docket() -> None:
    """Check the data files of a docket, load the texts of its drafts.

    \b
    Example:
      travaux docket check
    """


@docket.command()
@click.argument("key", required=False)
@click.pass_obj
def check(settings: Settings, key: str | None) -> int:
    """Check every file of a docket: format, references, dates, examples.

    \b
    Example:
      travaux docket check un-cybercrime
    """
    complaints = check_docket(key or settings.docket, settings.dockets)
    for complaint in complaints:
        click.echo(complaint, err=True)
    click.echo(
        f"{key or settings.docket}: {len(complaints)} problems"
        if complaints
        else f"{key or settings.docket}: all files are valid"
    )
    return 1 if complaints else 0
