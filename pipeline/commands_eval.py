"""`travaux eval`: accuracy on labelled files."""

import click

from pipeline.commands_cite import citations
from pipeline.commands_labels import passages
from pipeline.commands_quality import card, examples, seeds
from pipeline.commands_ranking import ranking
from pipeline.commands_read import letters


@click.group("eval")
def evaluate() -> None:
    """Measure accuracy on labelled files.

    \b
    Example:
      travaux eval citations gold/citations.jsonl --json
    """


for command in (citations, passages, letters, card, seeds, examples, ranking):
    evaluate.add_command(command)
