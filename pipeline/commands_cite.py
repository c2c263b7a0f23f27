"""The commands about citations: `travaux cite` and `travaux eval citations`. They need no data folder and make none."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from db.docket import DOCKETS, Docket, load_docket
from db.settings import Settings
from pipeline.citation.numbering import Published
from pipeline.evaluate_citations import GoldError, evaluate
from pipeline.resolve import Mention
from pipeline.resolve import cite as cite_text

DEFAULT_DOCKET = "un-cybercrime"


class PublishedType(click.ParamType[Published]):
    """A day or a month."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Published:
        """Parse, or fail with what was expected."""
        try:
            return value if isinstance(value, Published) else Published.parse(value)
        except (ValueError, TypeError):
            self.fail(f"expected YYYY-MM-DD or YYYY-MM, found {value!r}", param, ctx)


def chosen_docket(ctx: click.Context) -> Docket:
    """The docket of the command line (`--docket`), else the one that comes with Travaux."""
    settings = ctx.obj
    if isinstance(settings, Settings):
        return load_docket(settings.docket, settings.dockets or DOCKETS)
    return load_docket(DEFAULT_DOCKET)


@click.command()
@click.option(
    "--date", "published", type=PublishedType(), help="The day (or month) of the text: YYYY-MM-DD or YYYY-MM."
)
@click.option("--title", help="Its title, which may name a draft.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.option(
    "--jsonl",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read one object a line (id, text, published, title_hint) and print one line for each.",
)
@click.pass_context
def cite(ctx: click.Context, published: Published | None, title: str | None, as_json: bool, file: Path | None) -> None:
    """Find the provisions that a text cites, and say which article of the adopted text each one is.

    The text is read from standard input.

    \b
    Example:
      travaux cite --date 2024-02-05 --json < letter.txt
    """
    docket = chosen_docket(ctx)
    if file:
        for line in cited_lines(file, docket):
            click.echo(line)
        return
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    mentions = cite_text(text, title=title, published=published, docket=docket)
    click.echo(json.dumps([asdict(m) for m in mentions], ensure_ascii=False, indent=1) if as_json else table(mentions))


def cited_lines(file: Path, docket: Docket) -> Iterator[str]:
    """One JSON line for each line of `file`, in its order. Raises `click.ClickException` at the first broken one."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row = _row(file, number, line)
                mentions = cite_text(row["text"], title=row.get("title_hint"), published=row["when"], docket=docket)
                yield json.dumps({"id": row.get("id"), "mentions": [asdict(m) for m in mentions]}, ensure_ascii=False)


def _row(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        text, published = row["text"], row.get("published")
        if not isinstance(text, str):
            raise TypeError("text is no string")
        return {**row, "when": Published.parse(published) if published else None}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(
            f"{file.name}, line {number}: expected a JSON object with text and published (YYYY-MM-DD or YYYY-MM), "
            f"found a fault: {error}. Correct the line."
        ) from error


def table(mentions: list[Mention]) -> str:
    """Mentions for reading: what is cited, the outcome, and why."""
    if not mentions:
        return "No provision is cited in this text."
    return "\n".join(f"{m.start:>7}  {m.text!r}: {_outcome(m)}\n         {m.reason}" for m in mentions)


def _outcome(mention: Mention) -> str:
    if mention.provision:
        return f"{mention.status}, Article {mention.provision}"
    return f"{mention.status}, {mention.instrument}" if mention.status == "other_instrument" else mention.status


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.pass_context
def citations(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Score citations against labelled texts, beside the number as it stands.

    \b
    Example:
      travaux eval citations tests/gold/citations.jsonl
    """
    try:
        result = evaluate(file, chosen_docket(ctx))
    except (GoldError, KeyError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{error}") from error
    click.echo(json.dumps(result, indent=1) if as_json else summary(result))


def summary(result: dict[str, Any]) -> str:
    """The figures as a table, with intervals."""
    lines = [f"{result['texts']} texts, {result['mentions']} mentions"]
    for part in ("all", "renumbered", "stable"):
        lines.append(f"\n{part:<22}{'travaux':>26}{'number as it stands':>30}")
        for name in result["travaux"][part]:
            ours, bare = result["travaux"][part][name], result["number_as_it_stands"][part][name]
            lines.append(f"{name:<22}{_cell(ours):>26}{_cell(bare):>30}")
    ours = result["travaux"]
    empty, found = ours["texts_without_citations"], ours["of_these_with_a_finding"]
    lines.append(f"\ntexts without citations: {empty}, with a finding: {found}")
    return "\n".join(lines)


def _cell(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return f"- (n={figure['n']})"
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] n={figure['n']}"
