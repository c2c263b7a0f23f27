"""Commands on what was kept and counts nowhere: off-topic list, rescue, dismiss, undo."""

import getpass
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from db.installed import opened
from db.settings import Settings

if TYPE_CHECKING:
    from db.off_topic import Judged, Which
    from db.store.relevance import Decision


@click.group("off-topic")
def off_topic() -> None:
    """List texts that are not about the docket; rescue those that are.

    A person's decision is kept with name and time, and no later run overwrites it.

    \b
    Example:
      travaux off-topic list
      travaux off-topic rescue 12 --by "Ana Sample"
      travaux process
    """


@off_topic.command("list")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1, 10**6))
@click.option("--per-page", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--decided", is_flag=True, help="Those that a person decided on, instead")
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def list_(settings: Settings, page: int, per_page: int, decided: bool, as_json: bool) -> int:
    """List off-topic texts with score and reason, most doubtful first.

    \b
    Example:
      travaux off-topic list --page 2
    """
    from db.off_topic import judged_page
    from db.session import reading

    which: Which = "decided" if decided else "off-topic"
    with reading(opened(settings, create=False)) as session:
        found = judged_page(session, page, which, per_page)
    if as_json:
        click.echo(json.dumps({**vars(found), "lines": [vars(line) for line in found.lines]}, default=str))
        return 0
    for line in found.lines:
        click.echo(in_words(line))
    what = "decided on by a person" if decided else "not about the docket"
    click.echo(f"{found.total} {what}; page {found.page} of {found.pages}.", err=True)
    return 0


def in_words(line: "Judged") -> str:
    """A text with the program's answer and a person's."""
    who = line.organisation or "organisation not known"
    said = f"{line.id}  {line.title or 'Untitled'} ({who}, {line.published or 'date not known'})\n"
    said += f"    score {line.score:.2f}: {line.reason}\n    {line.address}"
    if line.decision:
        note = f": {line.note}" if line.note else ""
        said += f"\n    {VERDICTS[line.decision]} by {line.by} on {line.at:%Y-%m-%d}{note}"
    return said


VERDICTS = {"rescue": "rescued", "dismiss": "dismissed"}


@off_topic.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", help="Name of who decides  [your login name]")
@click.option("--note", default="", help="Why")
@click.pass_obj
def rescue(settings: Settings, ids: Sequence[str], by: str | None, note: str) -> int:
    """Decide that texts are about the docket, whatever the program says.

    ID is the number in a statement's web address, or the address. The next `travaux process` takes it through the
    rest of the flow.

    \b
    Example:
      travaux off-topic rescue 12 15 --by "Ana Sample"
    """
    return decide_all(settings, ids, "rescue", by, note)


@off_topic.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", help="Name of who decides  [your login name]")
@click.option("--note", default="", help="Why")
@click.pass_obj
def dismiss(settings: Settings, ids: Sequence[str], by: str | None, note: str) -> int:
    """Decide that texts are not about the docket: they count nowhere.

    \b
    Example:
      travaux off-topic dismiss 12 --note "about another treaty"
    """
    return decide_all(settings, ids, "dismiss", by, note)


@off_topic.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", help="Name of who decides  [your login name]")
@click.option("--note", default="", help="Why")
@click.pass_obj
def undo(settings: Settings, ids: Sequence[str], by: str | None, note: str) -> int:
    """Take a decision back: the program's answer counts again.

    \b
    Example:
      travaux off-topic undo 12
    """
    return decide_all(settings, ids, "undo", by, note)


def decide_all(settings: Settings, ids: Sequence[str], decision: "Decision", by: str | None, note: str) -> int:
    """Store one decision on each, or on none when one of them cannot be."""
    from db.session import writing
    from db.store.relevance import decide

    numbers, name = [statement_number(given) for given in ids], by if by is not None else login_name()
    with writing(opened(settings, create=False)) as session:
        titles = [decide(session, number, decision, name, note).title for number in numbers]
    for number, title in zip(numbers, titles, strict=True):
        click.echo(f"{number}  {title or 'Untitled'}: {SAID[decision]}, decided by {name}.")
    click.echo("Run `travaux process` for the stages that follow.", err=True)
    return 0


SAID = {"rescue": "about the docket", "dismiss": "not about the docket", "undo": "as the program says"}


def statement_number(given: str) -> int:
    """The statement that an id or an address names. Raises `UnknownReference`."""
    from pipeline.references.reading import UnknownReference, parse_id

    number = parse_id(given).statement
    if number is None:
        raise UnknownReference(f"Expected the number of a statement (12) or its address, found {given[:80]!r}.")
    return number


def login_name() -> str:
    """Who is logged in to this machine; empty when that cannot be told."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
