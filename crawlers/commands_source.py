"""Commands about sources: propose one for a site, and ask whether they still yield."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from crawlers.commands import chosen_sources, progress_bar
from crawlers.reporting import plain
from db.docket import DOCKETS, OrgKind
from db.installed import docket_of, own_sources_file
from db.settings import Settings

if TYPE_CHECKING:
    from crawlers.source_checks import SourceCheck
    from crawlers.source_proposals import Proposal


@click.group()
def source() -> None:
    """Propose a source for a site, and see which sources still yield.

    \b
    Example:
      travaux source add https://some.example/ --write
      travaux source check
    """


@source.command()
@click.argument("address", metavar="URL")
@click.option("--name", default="", help="Name of the organisation  [as the site gives it]")
@click.option("--kind", type=click.Choice(get_args(OrgKind)), help="Kind of organisation  [guessed]")
@click.option("--country", default="", help="ISO 3166 code, or INT  [guessed]")
@click.option("--write", is_flag=True, help="Append the entry to your own sources")
@click.option("--in-docket", is_flag=True, help="With --write: append it to the docket's sources instead")
@click.option("--json", "as_data", is_flag=True, help="Print what was found as JSON")
@click.pass_obj
def add(
    settings: Settings, address: str, name: str, kind: OrgKind | None, country: str, write: bool, in_docket: bool,
    as_data: bool,
) -> int:  # fmt: skip
    """Look at a site and propose an entry of sources.toml for it.

    Prints the entry on standard output, and beside it what was found and how much of it is about the docket.
    Exit status 1: nothing was found there.

    \b
    Example:
      travaux source add https://some.example/
      travaux source add https://some.example/ --kind ngo --country CH --write
    """
    from crawlers.run import CrawlError
    from crawlers.source_files import append_source, as_toml
    from crawlers.source_proposals import Given, propose_source

    docket = docket_of(settings)
    try:
        proposal = propose_source(settings, docket, address, Given(name=name, kind=kind, country=country))
    except CrawlError as error:
        raise click.ClickException(str(error)) from error
    click.echo(proposal.model_dump_json(indent=2) if as_data else _lines(as_toml(proposal.source)))
    _explain(proposal)
    if write:
        path = _file(settings, in_docket)
        append_source(path, proposal.source)
        click.echo(f"Written to {path}. Read it with: travaux crawl --source {proposal.source.key}", err=True)
    return 0


def _file(settings: Settings, in_docket: bool) -> Path:
    bundled = (settings.dockets or DOCKETS) / settings.docket / "sources.toml"
    return bundled if in_docket else own_sources_file(settings)


def _lines(text: str) -> str:
    """A site's own words on a terminal: nothing in them may move the cursor or change colours."""
    return "\n".join(plain(line) for line in text.splitlines())


def _explain(proposal: "Proposal") -> None:
    for one in proposal.findings:
        count = f"{one.listed:,} items, {one.fitting:,} with one of the docket's words"
        said = f"{count}; {one.trouble}" if one.listed and one.trouble else one.trouble or count
        chosen = "*" if (one.way, one.address) == (proposal.source.way, proposal.source.address) else " "
        click.echo(_lines(f"{chosen} {one.way:<10}{one.address}\n            {one.found}: {said}"), err=True)
    if proposal.guessed:
        click.echo(f"Guessed, please check: {', '.join(proposal.guessed)}.", err=True)
    if proposal.known_as:
        click.echo(f"The same site is read already as: {', '.join(proposal.known_as)}.", err=True)


@source.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--json", "as_data", is_flag=True, help="Print the findings as JSON")
@click.pass_obj
def check(settings: Settings, keys: tuple[str, ...], as_data: bool) -> int:
    """Say for each source whether it still yields, and if not, why.

    Its lists are read, with all manners of a crawl; no page is, and nothing is stored. Exit status 1: one does not
    yield, or there is none.

    \b
    Example:
      travaux source check
      travaux source check some-organisation
    """
    from crawlers.run import CrawlError
    from crawlers.source_checks import check_sources

    sources = chosen_sources(docket_of(settings).sources, keys)
    if not sources:
        click.echo("There are no sources yet. `travaux source add URL` proposes one.", err=True)
        return 1
    try:
        with progress_bar(len(sources), "sources") as bar:
            checks = check_sources(settings, sources, lambda _: bar.update())
    except CrawlError as error:
        raise click.ClickException(str(error)) from error
    rows = [{**one.model_dump(mode="json"), "yields": one.yields} for one in checks]
    click.echo(json.dumps({"sources": rows}, ensure_ascii=False, indent=2) if as_data else _lines(_as_text(checks)))
    return 0 if all(one.yields for one in checks) else 1


def _as_text(checks: "Sequence[SourceCheck]") -> str:
    width = max(len(one.source) for one in checks)
    lines = [f"{one.source:<{width}}  {'yields' if one.yields else 'fails '}  {_said(one)}" for one in checks]
    failing = sum(not one.yields for one in checks)
    return "\n".join([*lines, f"{len(checks) - failing} of {len(checks)} yield."])


def _said(one: "SourceCheck") -> str:
    if one.trouble:
        return one.trouble
    more = f"; {one.lists_left} more pages of the list were not looked at" if one.lists_left else ""
    read_by = f", read by {' and '.join(one.read_by)}" if one.read_by else ""
    return f"{one.listed:,} items, {one.fitting:,} that fit{read_by}{more}"
