"""Commands of the labels: `travaux train`, `travaux annotate` and `travaux eval passages`."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from db.installed import docket_of
from db.settings import Settings
from pipeline.citation.numbering import Published
from pipeline.commands_cite import PublishedType


@click.command()
@click.option("--encoder", is_flag=True, help="Tune the English encoder on the examples first; half an hour")
@click.pass_obj
def train(settings: Settings, encoder: bool) -> int:
    """Train the label models from the docket's examples, and from what people decided.

    Those of the examples belong to the code and serve every installation. Where people of this installation decided
    on passages, it gets models of its own that also learn from that; they lie in its data folder. Each takes about a
    minute. The tuned encoder is data of the docket: tune it again when many examples have changed.

    \b
    Examples:
      travaux train
      travaux --data data/mine train
    """
    from pipeline.current_heads import ensure_heads
    from pipeline.examples import contradictions, read_examples
    from pipeline.own_heads import learn_from_people

    docket = docket_of(settings)
    if encoder:
        from pipeline.tuning import tune_encoder

        tune_encoder(docket, lambda sentence: click.echo(sentence, err=True))
    for ids in contradictions(read_examples(docket)):
        click.echo(f"Same text, other labels: {', '.join(ids)}. Make them agree, or drop all but one.", err=True)
    trained = ensure_heads(docket, lambda sentence: click.echo(sentence, err=True))
    trained |= learn_from_people(settings, docket, lambda sentence: click.echo(sentence, err=True))
    click.echo("The label models are trained." if trained else "The label models are up to date.")
    return 0


@click.command()
@click.option("--date", "published", type=PublishedType(), help="The day (or month) of the text")
@click.option("--title", help="Its title, which may name a draft")
@click.option("--json", "as_json_too", is_flag=True, help="One JSON object a passage")
@click.option("--jsonl", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="File with one object a line: id, text, published")  # fmt: skip
@click.option("--as-passages", is_flag=True, help="Each line of the file is one passage")
@click.pass_obj
def annotate(
    settings: Settings,
    published: Published | None,
    title: str | None,
    as_json_too: bool,
    path: Path | None,
    as_passages: bool,
) -> int:
    """Show the passages of a text from standard input with their labels and the reasons.

    With --jsonl and --as-passages each line of a file is one passage, and one JSON line is printed for each.

    \b
    Examples:
      travaux annotate --date 2024-07-22 --json < letter.txt
      travaux annotate --jsonl passages.jsonl --as-passages
    """
    from pipeline.annotate import annotate_cited, annotate_passages, as_json, asks_said, with_place
    from pipeline.passage_rows import read_passages
    from pipeline.resolve import cite

    docket = docket_of(settings)
    if bool(path) != as_passages:
        raise click.UsageError("Expected --jsonl FILE and --as-passages together, or a text on standard input.")
    if path:
        for found in annotate_passages(read_passages(path), docket, data=settings.data):
            click.echo(json.dumps(as_json(found), ensure_ascii=False))
        return 0
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    cited = cite(text, title=title, published=published, docket=docket)
    asks = asks_said(text, cited, docket) if docket.has_examples else []
    for found in annotate_cited(text, cited, docket, data=settings.data):
        placed = with_place(found, text, asks)
        click.echo(json.dumps(placed, ensure_ascii=False) if as_json_too else passage_in_words(placed))
    return 0


def passage_in_words(placed: dict[str, Any]) -> str:
    """A passage and its labels for the eye: the text, then a line for each label with its reason."""
    stance, lines = placed["stance"], [placed["text"]]
    lines.append(f"  {stance['label']} ({stance['status']}, {stance['score']:.2f}): {stance['reason']}")
    lines += [f"  {c['key']} ({c['status']}, {c['score']:.2f}): {c['reason']}" for c in placed["concerns"]]
    lines += [f"  “{c['text']}” ({c['status']}): {c['reason']}" for c in placed["citations"]]
    lines += [f"  {pair['concern']} on Article {pair['provision']} ({pair['status']})" for pair in placed["pairs"]]
    lines += [f"  asks to {ask['verb']} {aim_in_words(ask['target'])}: “{ask['text']}”" for ask in placed["asks"]]
    return "\n".join([*lines, ""])


def aim_in_words(target: str) -> str:
    """What an ask is about."""
    return "the treaty" if target == "treaty" else f"Article {target}" if target[:1].isdigit() else target


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json_too", is_flag=True, help="Print JSON")
@click.pass_obj
def passages(settings: Settings, path: Path, as_json_too: bool) -> int:
    """Measure the labels on a file of labelled passages.

    \b
    Example:
      travaux eval passages ../shared/gold/passages.jsonl --json
    """
    from pipeline.evaluation_card import evaluation_of

    report = evaluation_of(path, docket_of(settings), settings.data)
    if report["left_out"]:
        click.echo(f"{report['left_out']} passages were left out: the label models learnt from them.", err=True)
    click.echo(json.dumps(report) if as_json_too else in_words(report))
    return 0


def in_words(report: dict[str, Any]) -> str:
    """The main figures, one a line."""
    found = report["all"]
    stance, flags = found["stance"], found["flags"]
    figures = {
        "Concerns, micro F1": found["concerns"]["micro"]["f1"],
        "Concerns, macro F1": found["concerns"]["macro_f1"],
        "Stance, macro F1": stance["macro_f1"],
        "Objection, F1": stance["objection"]["f1"],
        "Shown objections, precision": stance["shown_objections"]["precision"],
        "Shown objections, recall": stance["shown_objections"]["recall"],
        "Off topic or boilerplate, F1": flags["off_topic_or_boilerplate"]["f1"],
        "Pairs on cited articles, precision": found["pairs_on_cited"]["precision"],
        "Pairs on cited articles, recall": found["pairs_on_cited"]["recall"],
    }
    lines = [f"{name:36} {value:.3f}" for name, value in figures.items()]
    return "\n".join([f"{found['passages']} passages", *lines])
