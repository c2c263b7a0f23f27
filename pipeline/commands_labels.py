"""Commands of the labels: `travaux train`, `travaux annotate` and `travaux eval passages`."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from db.docket import DocketError, load_docket

DEFAULT_DOCKET = "un-cybercrime"
docket_option = click.option("--docket", "docket_key", default=DEFAULT_DOCKET, show_default=True, help="The docket.")


@click.command(epilog="Example: travaux train")
@docket_option
def train(docket_key: str) -> None:
    """Train the heads that label passages, from the docket's examples. Serves every installation."""
    from pipeline.encoders import english_encoder, multilingual_encoder
    from pipeline.examples import contradictions, read_examples
    from pipeline.train import train_heads

    try:
        docket = load_docket(docket_key)
        examples = read_examples(docket)
    except DocketError as error:
        raise click.ClickException(str(error)) from error
    for ids in contradictions(examples):
        click.echo(f"Same text, other labels: {', '.join(ids)}. Make them agree, or drop all but one.", err=True)
    click.echo(f"Training on {len(examples)} examples; this takes about a minute.", err=True)
    click.echo(train_heads(docket, examples, english_encoder(), multilingual_encoder()))


@click.command(epilog="Example: travaux annotate --jsonl passages.jsonl --as-passages")
@docket_option
@click.option("--jsonl", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file with one object a line: id, text, published.")
@click.option("--as-passages", is_flag=True, help="Each line of the file is one passage.")
@click.option("--date", "published", help="Day of the text, YYYY-MM-DD.")
@click.option("--title", default="", help="Title of the text.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def annotate(docket_key: str, path: Path | None, as_passages: bool, published: str | None, title: str,
             as_json: bool) -> None:
    """Label a text, or the passages of a file, with the pipeline's own code."""
    from pipeline.annotate import annotate_passages

    if path is None or not as_passages:
        raise click.UsageError("Expected --jsonl FILE with --as-passages.")
    try:
        rows = [check_row(row, line) for line, row in enumerate(read_lines(path), start=1)]
        for annotated in annotate_passages(rows, load_docket(docket_key)):
            click.echo(json.dumps(annotated, ensure_ascii=False))
    except (ValueError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file. Raises `ValueError` with the line."""
    for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if row.strip():
            try:
                yield json.loads(row)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path.name}, line {line}: expected one JSON object, found {row[:40]!r}.") from error


def check_row(row: Any, line: int) -> dict[str, Any]:
    """A row with a text and a readable date. Raises `ValueError`."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError(f"Line {line}: expected an object with a text, found {str(row)[:40]!r}.")
    if row.get("published"):
        try:
            date.fromisoformat(str(row["published"])[:10])
        except ValueError as error:
            raise ValueError(f"Line {line}: expected a date YYYY-MM-DD, found {row['published']!r}.") from error
    return row


__all__ = ["annotate", "check_row", "read_lines", "train"]
_ = sys
