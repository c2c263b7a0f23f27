"""`travaux eval search`: how well search ranks."""

import json
from pathlib import Path
from typing import Any

import click

from db.installed import docket_of
from db.settings import Settings


@click.command("search")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def ranking(settings: Settings, folder: Path, as_json: bool) -> int:
    """Measure how well search ranks, on queries with graded answers.

    FOLDER holds passages.jsonl, queries.jsonl and grades.jsonl (docs/search.md). Figures are nDCG of the first ten:
    by words alone, by meaning alone, and by both.

    \b
    Example:
      travaux eval search tests/gold/ranking --json
    """
    from pipeline.encoders import multilingual_encoder
    from pipeline.ranking_trial import read_trial, run_trial

    try:
        trial = read_trial(folder)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    report = run_trial(trial, docket_of(settings), multilingual_encoder())
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else in_words(report))
    return 0


def in_words(report: dict[str, Any]) -> str:
    """The figures, one system a line."""
    lines = [f"{report['queries']} queries, {report['across']} of them across languages; {report['passages']} passages"]
    for name, figure in report["ndcg_at_10"].items():
        parts = "; ".join(
            f"{half.replace('_', ' ')} {value:.3f}" for half, value in figure.items() if value is not None
        )
        lines.append(f"{name:8} nDCG@10: {parts}; answers not graded {report['ungraded'][name]}")
    return "\n".join(lines)
