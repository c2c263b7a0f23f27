"""Commands that collect: crawl and import; and coverage, which tells how it went."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from crawlers.ledger import SourceReport
    from db.docket import Source


def progress_bar(total: int | None, unit: str) -> Any:
    """A bar on standard error, on a terminal only."""
    from tqdm import tqdm

    return tqdm(total=total, unit=f" {unit}", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


@click.command()
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source; may be repeated")
@click.option("--json", "as_data", is_flag=True, help="Print the report as JSON")
@click.pass_obj
def crawl(settings: Settings, names: tuple[str, ...], as_data: bool) -> int:
    """Collect statements from the docket's sources.

    Prints a report per source: addresses seen, new, changed, unchanged, refused and failed, with the reasons.
    Running it again asks only for what changed; a crawl that was broken off is gone on with.

    \b
    Exit status:
      0  every source gave what is expected of it
      1  a source failed or gave fewer (or more) items than expected, a page of it could not be read, or its list
         was empty; `travaux coverage` shows the state of all of them
      2  the command was not understood

    \b
    Example:
      travaux crawl
      travaux crawl --source some-organisation --json
    """
    from crawlers.run import CrawlError, run_crawl

    sources = chosen_sources(docket_of(settings).sources, names)
    if not sources:
        click.echo("There are no sources yet. docs/crawling.md says how to add one.", err=True)
        return 1
    opened(settings).dispose()
    try:
        with progress_bar(len(sources), "sources") as bar:
            reports = run_crawl(settings, sources, lambda _: bar.update())
    except CrawlError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    return print_reports(reports, as_data)


def chosen_sources(sources: "tuple[Source, ...]", names: Sequence[str]) -> "tuple[Source, ...]":
    """The sources called `names`, or all without names. An unknown name is a mistake in the command."""
    known = {source.key: source for source in sources}
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise click.BadParameter(f"there is no source {name!r}. Known sources: {listed}.", param_hint="--source")
    return tuple(known[name] for name in dict.fromkeys(names)) or sources


@click.command()
@click.option("--format", "kind", type=click.Choice(["text", "csv"]), default="text", help="How to print it  [text]")
@click.pass_obj
def coverage(settings: Settings, kind: str) -> int:
    """Show what was expected of each source, what came, and what has not been processed.

    A line per source: last visit, last visit that went well, expected and got, captures kept and not processed yet,
    and what is wrong in words. An assumed source that never yielded anything is called never reached. Exit status 1:
    something is wrong with one that was visited.

    \b
    Example:
      travaux coverage
      travaux coverage --format csv > coverage.csv
    """
    from crawlers.reporting import coverage_text
    from db.coverage import as_csv, source_lines
    from db.session import reading

    engine = opened(settings, create=False)
    with reading(engine) as session:
        lines = source_lines(session, docket_of(settings).sources)
    click.echo(as_csv(lines) if kind == "csv" else coverage_text(lines), nl=kind == "text")
    return 1 if any(line.run and line.finding for line in lines) else 0


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--json", "as_data", is_flag=True, help="Print the report as JSON")
@click.pass_obj
def import_(settings: Settings, paths: tuple[Path, ...], as_data: bool) -> int:
    """Take in files or folders of statements (.txt .md .html .pdf .docx .eml .mbox).

    A file's address is the one that it states (front matter `url`, rel=canonical, og:url), its day of capture the
    front matter's `date`. Of mail, each message is taken, and each PDF or DOCX file that came with one. A file that
    cannot be read is listed with its reason and stops no other.

    \b
    Example:
      travaux import letters/ statement.pdf list-archive.mbox
    """
    from crawlers.importing import import_paths

    engine = opened(settings)
    with progress_bar(None, "files") as bar:
        report = import_paths(engine, settings.captures, paths, lambda _: bar.update())
    return print_reports((report,), as_data)


def print_reports(reports: "Sequence[SourceReport]", as_data: bool) -> int:
    """Print the reports on standard output; the exit status that they mean."""
    from crawlers.reporting import as_json, as_text, exit_status

    click.echo(as_json(reports) if as_data else as_text(reports))
    return exit_status(reports)
