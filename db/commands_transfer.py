"""`travaux import docket`: taking in a folder that another Travaux wrote."""

from pathlib import Path

import click

from db.installed import opened
from db.settings import Settings


@click.command("docket")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.pass_obj
def import_docket(settings: Settings, folder: Path) -> int:
    """Take in everything that `travaux export docket` wrote, into a data folder that holds nothing yet.

    Every file is compared with its hash first; then all of it is taken in, or nothing.

    \b
    Example:
      travaux --data copy import docket my-docket
    """
    from db.transfer.reading import check_files, read_docket, read_head

    head = read_head(folder)
    check_files(folder, head)
    for table, number in read_docket(opened(settings), settings, folder, head).items():
        click.echo(f"{table}: {number}")
    return 0
