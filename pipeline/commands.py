"""Commands on what was collected: process, status, search, dump."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from sqlalchemy import Engine

from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from pipeline.stage import Unit, Workshop


NAMED = 5
"""Addresses that a dry run names of each stage."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Say per stage what would run and why, and do nothing")
@click.pass_obj
def process(settings: Settings, dry_run: bool) -> int:
    """Extract, cut, label, link and group what was collected.

    Running it again does only what is new or changed.

    \b
    Example:
      travaux process --dry-run
    """
    from pipeline.current_heads import ensure_heads
    from pipeline.flow import plan
    from pipeline.own_heads import refresh_own_heads
    from pipeline.stage import Workshop

    engine = opened(settings, create=False)
    shop = Workshop(settings, docket_of(settings))
    ensure_heads(shop.docket, lambda sentence: click.echo(sentence, err=True))
    refresh_own_heads(settings, shop.docket, lambda sentence: click.echo(sentence, err=True))
    if not dry_run:
        return run_flow(engine, shop)
    for stage in plan(engine, shop):
        click.echo(str(stage))
        for unit in stage.pending[:NAMED]:
            click.echo(f"  {unit_name(engine, stage.stage, unit.key)}")
        if len(stage.pending) > NAMED:
            click.echo(f"  and {len(stage.pending) - NAMED} more")
    click.echo("Later stages may find more to do, made by the earlier ones.", err=True)
    return 0


def run_flow(engine: Engine, shop: "Workshop") -> int:
    """Run the flow, report it in words, and return the exit status: 1 when something failed in this run."""
    from pipeline.flow import process as run

    outcomes = run(engine, shop, progress=with_bar)
    if not any(o.done or o.skipped or o.reasons for o in outcomes):
        click.echo("Nothing to do: everything is processed.")
        return 0
    for outcome in outcomes:
        click.echo(f"{outcome.stage}: {outcome.done} done, {outcome.skipped} skipped, {len(outcome.reasons)} failed")
    failed = [(o.stage, unit, reason) for o in outcomes for unit, reason in o.reasons]
    for stage, unit, reason in failed:
        click.echo(f"  {stage}, {unit_name(engine, stage, unit)}: {reason}", err=True)
    return 1 if failed else 0


def unit_name(engine: Engine, stage: str, unit: str) -> str:
    """The address of what failed."""
    from db.reading import address_of_unit
    from db.session import reading

    with reading(engine) as session:
        return address_of_unit(session, stage, unit)


def with_bar(stage: str, units: "Sequence[Unit]") -> "Iterable[Sequence[Unit]]":
    """The units in batches, with a bar on a terminal."""
    from tqdm import tqdm

    from pipeline.flow import plain_batches

    with tqdm(total=len(units), desc=stage, unit="", file=sys.stderr, disable=None, leave=False) as bar:
        for batch in plain_batches(stage, units):
            yield batch
            bar.update(len(batch))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def status(settings: Settings, as_json: bool) -> int:
    """Show what is there and what each stage did.

    For each stage: seen = done + skipped + failed.

    \b
    Example:
      travaux status --json
    """
    from pipeline.status import installation_status

    found = installation_status(opened(settings, create=False))
    if as_json:
        click.echo(json.dumps(found.as_dict()))
        return 0
    click.echo(f"{found.captures} captures, {found.statements} statements ({found.off_topic} not about the docket), "
               f"{found.passages} passages")  # fmt: skip
    for stage in found.stages:
        counts = f"seen {stage.seen:6}, done {stage.done:6}, skipped {stage.skipped:6}, failed {stage.failed}"
        click.echo(f"  {stage.name:10} {counts}")
    for failure in found.failures:
        click.echo(f"  not read: {failure}", err=True)
    return 0


@click.command()
@click.argument("query")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Most passages shown")
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def search(settings: Settings, query: str, limit: int, as_json: bool) -> int:
    """Search passages by words and meaning, in all languages.

    A phrase stands in quotation marks; a minus leaves a word out; filters such as kind:ngo, article:24 and
    date:2024..2025 narrow it (docs/search.md).

    \b
    Examples:
      travaux search "security researchers" --json
      travaux search '"good faith" kind:ngo article:7 -children'
    """
    from pipeline.search import search as find

    if not any(character.isalnum() for character in query):
        raise click.UsageError(f"Type at least one word to search for; found {query[:40]!r}.")
    found = find(opened(settings, create=False), settings, docket_of(settings), query, limit)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return 0
    for hit in found.hits:
        who = hit.organisation or "organisation not known"
        copies = f"\n  and {len(hit.copies)} near-identical" if hit.copies else ""
        head = f"{who}, {hit.title} ({hit.published or 'date not known'})"
        click.echo(f"{head}\n  {hit.text}\n  {hit.why}\n  {hit.address}{copies}\n")
    if found.total:
        click.echo(f"{len(found.hits)} of {found.texts} texts are shown; {found.total} passages were found.", err=True)
    for note in found.notes:
        click.echo(note, err=True)
    if not found.hits:
        click.echo("Nothing was found.", err=True)
    return 0


@click.command()
@click.pass_obj
def dump(settings: Settings) -> int:
    """Print the whole content without times, row numbers and file offsets, one JSON object a line.

    Two installations with the same content print the same lines.

    \b
    Example:
      travaux --data data/demo dump > content.jsonl
    """
    from db.reading import canonical_lines
    from db.session import reading

    with reading(opened(settings, create=False)) as session:
        for line in canonical_lines(session):
            click.echo(line)
    return 0
