"""Commands that prove what is stored: verify, check-quotations."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from sqlalchemy import Engine

from db.installed import opened
from db.settings import Settings

if TYPE_CHECKING:
    from db.proof import Checked, Wrong
    from pipeline.verify import Tally

PARTS = ("captures", "comments", "quotations")


@click.command()
@click.option("--only", type=click.Choice(PARTS), help="Check one part alone")
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def verify(settings: Settings, only: str | None, as_json: bool) -> int:
    """Read every capture and every stored quotation again.

    The bytes of each capture, and of each list that led to one, are read from the archive and compared with their
    SHA-256; each comment is compared with its row of the export; each quotation with the text at its place. What is
    not as stored is named, with its place and what to do. Exit status 1 when there is any.

    \b
    Example:
      travaux verify --json
    """
    from pipeline.verify import Tally

    engine, tally = opened(settings, create=False), Tally()
    found = (one for part in PARTS if only in (None, part) for one in found_wrong(engine, settings, part, tally))
    if as_json:
        print_json(found, tally)
    else:
        for one in found:
            click.echo(str(one))
        for sentence in tally.sentences() or ["Nothing is stored yet."]:
            click.echo(sentence)
    return 1 if tally.wrong.total() else 0


def print_json(found: "Iterable[Wrong]", tally: "Tally") -> None:
    """One JSON object; exceptions are printed as they are found, so that any number of them fits in memory."""
    click.echo('{"exceptions": [', nl=False)
    for number, one in enumerate(found):
        click.echo(f"{',' if number else ''}\n  {json.dumps(vars(one), ensure_ascii=False)}", nl=False)
    total = {"checked": tally.checked.total(), "wrong": tally.wrong.total(), "kinds": tally.as_dict()}
    click.echo(f'], "totals": {json.dumps(total)}, "ok": {json.dumps(not tally.wrong.total())}}}')


def found_wrong(engine: Engine, settings: Settings, part: str, tally: "Tally") -> "Iterator[Wrong]":
    """What is wrong in one part, with a bar on a terminal."""
    from tqdm import tqdm

    from pipeline.verify import wrongs

    with checks(engine, settings, part) as (total, found):
        click.echo(f"Reading {part} again" + (f": {total:,}" if total else ""), err=True)
        with tqdm(total=total, desc=part, unit="", file=sys.stderr, disable=None, leave=False) as bar:
            yield from wrongs(found, tally, bar.update)


@contextmanager
def checks(engine: Engine, settings: Settings, part: str) -> "Iterator[tuple[int | None, Iterable[Checked]]]":
    """How many checks there will be (None when not known), and the checks, on one snapshot."""
    from db.quotations import check_quotations as quotations
    from db.session import reading
    from pipeline.verify import check_captures, count_captures
    from pipeline.verify_rows import check_comments

    with reading(engine) as session:
        if part == "captures":
            yield count_captures(session), check_captures(session, settings.captures)
        else:
            yield None, check_comments(session, settings.captures) if part == "comments" else quotations(session)


@click.command("check-quotations")
@click.pass_obj
def check_quotations(settings: Settings) -> int:
    """Check that every stored quotation is an exact piece of its text: a part of `travaux verify`.

    \b
    Example:
      travaux check-quotations
    """
    from pipeline.verify import Tally

    tally = Tally()
    for one in found_wrong(opened(settings, create=False), settings, "quotations", tally):
        click.echo(str(one), err=True)
    checked, wrong = tally.checked.total(), tally.wrong.total()
    click.echo(f"{checked} quotations checked, {wrong} are not an exact piece of their text.")
    return 1 if wrong else 0
