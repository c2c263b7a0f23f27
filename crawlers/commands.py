"""`travaux crawl` and `travaux import`. `ctx.obj` is the installation's `Settings`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from db.settings import Settings

if TYPE_CHECKING:
    from crawlers.ledger import SourceReport

CRAWL_HELP = """Read what the sources publish, and keep it.

Prints a report per source: addresses seen, new, changed, unchanged, refused, failed, with reasons.
Running it again asks only for what changed. Exit status 1: something failed, everything was refused,
or a list was empty.

\b
Examples:
  travaux crawl
  travaux crawl --source some-organisation --json
"""
IMPORT_HELP = """Take files and folders (.txt .md .html .pdf .docx) as captures.

A file's address is the one it states (front matter `url`, rel=canonical, og:url); its day of capture is the
front matter's `date`. A file that cannot be read is listed with its reason and stops no other.

\b
Example:
  travaux import letters/ statement.pdf
"""


def progress_bar(total: int | None, unit: str) -> Any:
    """A bar on standard error, on a terminal only."""
    from tqdm import tqdm

    return tqdm(total=total, unit=unit, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


def stop(message: object, status: int) -> NoReturn:
    """Say what is wrong and end with `status`."""
    click.echo(str(message), err=True)
    raise SystemExit(status)


@click.command("crawl", help=CRAWL_HELP)
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source; may be repeated.")
@click.option("--json", "as_data", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def crawl(settings: Settings, names: tuple[str, ...], as_data: bool) -> None:
    """Visit sources and print the report."""
    from crawlers.sources import all_sources, chosen_sources
    from db.docket import DocketError

    try:
        chosen = chosen_sources(all_sources(settings), names)
    except DocketError as error:
        stop(error, 2)
    if not chosen:
        stop("There are no sources. Add some to the docket's sources.toml; docs/crawling.md shows how.", 1)
    reports = _visit(settings, chosen)
    _print(reports, as_data)


def _visit(settings: Settings, chosen: tuple[Any, ...]) -> "tuple[SourceReport, ...]":
    from crawlers.run import CrawlError, run_crawl
    from db.session import InstallationError, open_installation

    try:
        open_installation(settings).dispose()
        with progress_bar(len(chosen), "source") as bar:
            return run_crawl(settings, chosen, lambda _: bar.update())
    except (CrawlError, InstallationError) as error:
        stop(error, 1)


@click.command("import", help=IMPORT_HELP)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def import_(settings: Settings, paths: tuple[Path, ...], as_data: bool) -> None:
    """Import files and folders and print the report."""
    from crawlers.importing import import_paths
    from db.session import InstallationError, open_installation

    try:
        engine = open_installation(settings)
    except InstallationError as error:
        stop(error, 1)
    with progress_bar(None, "file") as bar:
        report = import_paths(engine, settings.captures, paths, lambda _: bar.update())
    _print((report,), as_data)


def _print(reports: "tuple[SourceReport, ...]", as_data: bool) -> None:
    from crawlers.reporting import as_json, as_text, exit_status

    writer: Callable[..., str] = as_json if as_data else as_text
    click.echo(writer(reports))
    raise SystemExit(exit_status(reports))
