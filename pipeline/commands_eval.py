"""`travaux eval`: accuracy on labelled files."""

import click

from pipeline.commands_cite import citations
from pipeline.commands_labels import passages
from pipeline.commands_read import letters


@click.group("eval")
def evaluate() -> None:
    """Measure accuracy on labelled files.

    \b
    Example:
      travaux eval citations gold/citations.jsonl --json
    """


evaluate.add_command(citations)
evaluate.add_command(passages)
evaluate.add_command(letters)
