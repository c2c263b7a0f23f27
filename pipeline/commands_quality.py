"""Commands of the quality card: `travaux eval card`, `travaux eval seeds` and `travaux eval examples`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from db.docket import Docket
from db.installed import docket_of
from db.quality import QualityCard, read_card, write_card
from db.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FEWEST = 2


def say(sentence: str) -> None:
    """Progress, on standard error."""
    click.echo(sentence, err=True)


@click.command()
@click.option("--passages", "own", type=FILE, help="Labelled passages in our own words")
@click.option("--real", type=FILE, help="Labelled passages of real pages")
@click.option("--citations", type=FILE, multiple=True, help="Labelled citations; may be given again")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the page as Markdown here")
@click.option(
    "--seeds", default=3, show_default=True, type=click.IntRange(min=FEWEST), help="Trainings on redrawn examples"
)
@click.option("--keep-trainings", is_flag=True, help="Train nothing anew: keep the trainings of the last card, if any")
@click.pass_obj
def card(
    settings: Settings,
    own: Path | None,
    real: Path | None,
    citations: tuple[Path, ...],
    output: Path | None,
    seeds: int,
    keep_trainings: bool,
) -> int:
    """Measure everything, keep it as the docket's quality card, and write the page.

    The card is `quality.json` in the docket's folder. Without labelled passages nothing is measured: the page is
    written from the card as it is. Takes some minutes.

    \b
    Example:
      travaux eval card --passages passages.jsonl --real real_passages.jsonl --output docs/quality.md
    """
    docket = docket_of(settings)
    files = {"own_words": own, "real": real}
    given = {kind: path for kind, path in files.items() if path}
    if given:
        write_card(measure(docket, given, citations, keep_trainings, seeds), docket.folder)
    elif citations:
        raise click.UsageError("Expected --passages or --real beside --citations: a card is measured as a whole.")
    found = stored_card(docket)
    say(freshness(found, docket))
    if output:
        from pipeline.quality_page import render_card

        output.write_text(render_card(found, docket), encoding="utf-8")
    click.echo(f"The quality card of {docket.key}: {found.measured}, label models {found.heads}.")
    return 0


def measure(
    docket: Docket, given: dict[str, Path], citations: tuple[Path, ...], keep_trainings: bool, seeds: int
) -> QualityCard:
    """The card of now; the heads are trained first where they are not those of the present examples."""
    from pipeline.current_heads import ensure_heads
    from pipeline.evaluation_card import labelled_files, make_card, try_trainings

    ensure_heads(docket, say)
    files, before = labelled_files(given), read_card(docket.folder)
    found = make_card(files, citations, docket, datetime.now(UTC).date())
    say("Labels, citations and examples are measured.")
    kept = before.trainings if before else ()
    return found.model_copy(update={"trainings": kept if keep_trainings else try_trainings(files, docket, seeds, say)})


def stored_card(docket: Docket) -> QualityCard:
    """The card of the docket. Raises `click.UsageError` where it was never measured."""
    found = read_card(docket.folder)
    if found is None:
        raise click.UsageError(f"Expected --passages FILE: the docket {docket.key} was never measured.")
    return found


def freshness(found: QualityCard, docket: Docket) -> str:
    """Whether the trained heads are those that were measured, in a sentence."""
    from pipeline.heads_folder import trained_version

    version = trained_version(docket.key)
    if version == found.heads:
        return "The label models trained here are those that were measured."
    return (
        f"The label models trained here ({version or 'none'}) are not those that were measured ({found.heads}). "
        "Measure again with --passages and --real."
    )


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--seeds", "count", default=3, show_default=True, type=click.IntRange(min=FEWEST), help="How many trainings"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def seeds(settings: Settings, file: Path, count: int, as_json: bool) -> int:
    """Measure how far trainings on redrawn examples agree, and what more examples bring.

    Each training takes about a minute.

    \b
    Example:
      travaux eval seeds passages.jsonl --seeds 5
    """
    from pipeline.evaluation_card import try_trainings

    found = try_trainings({"own_words": file}, docket_of(settings), count, say)[0]
    drawn = found.drawn
    if as_json:
        click.echo(found.model_dump_json(exclude={"kind"}))
        return 0
    click.echo(f"{drawn.count} trainings on redrawn examples agree with each other: concerns F1 "
               f"{drawn.concerns_agreement:.3f}, same stance {drawn.stance_agreement:.3f}")  # fmt: skip
    for name, spread in (("Concerns", drawn.concerns_micro), ("Objection", drawn.objection)):
        click.echo(f"{name}, F1: {spread.mean:.3f} ({spread.low:.3f} to {spread.high:.3f})")
    for point in found.curve:
        click.echo(f"{point.examples:6} examples: concerns {point.concerns_micro:.3f}, objection {point.objection:.3f}")
    return 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def examples(settings: Settings, as_json: bool) -> int:
    """Show what the docket's labelled examples are: counts, variety of words, near copies.

    \b
    Example:
      travaux eval examples
    """
    from pipeline.examples import contradictions, read_examples
    from pipeline.examples_report import report_examples

    docket = docket_of(settings)
    found = read_examples(docket)
    report, against = report_examples(found, docket), contradictions(found)
    if as_json:
        click.echo(json.dumps({**report.model_dump(), "contradictions": against}, ensure_ascii=False))
        return 0
    click.echo(f"{report.examples} examples, {report.words} words, {report.different_words} different; "
               f"of 1,000 in a row {1000 * report.variety:.0f} are different")  # fmt: skip
    click.echo(f"{report.shared_runs} of {report.runs} runs of five words stand in several examples; "
               f"{report.near_copies_count} near copies; {len(against)} contradictions")  # fmt: skip
    for name in ("concerns", "stances", "flags", "languages", "org_kinds", "genres"):
        counts = ", ".join(f"{key} {count}" for key, count in getattr(report, name).items())
        click.echo(f"{name.replace('_', ' ')}: {counts}")
    for run in report.most_shared:
        click.echo(f"in {run.examples}: “{run.words}”")
    for first, second, share in report.near_copies:
        click.echo(f"near copies: {first} and {second}, {100 * share:.0f} % of the shorter one")
    for ids in against:
        click.echo(f"same text, other labels: {', '.join(ids)}")
    return 0
