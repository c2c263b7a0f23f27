"""Making the quality card: labelled passages, labelled citations, trainings and examples measured in one go."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from db.docket import Docket
from db.quality import FACTS, CitationFigures, Measured, QualityCard, TrainingsOf, read_facts
from db.teaching import same_text
from pipeline.annotate import annotate_passages
from pipeline.encoders import multilingual_encoder
from pipeline.evaluate_citations import evaluate as evaluate_citations
from pipeline.evaluate_passages import evaluate_passages
from pipeline.examples import read_examples
from pipeline.examples_report import report_examples
from pipeline.heads import columns_of, load_heads
from pipeline.passage_rows import read_labelled
from pipeline.trainings import Say, drawn_trainings, learning_curve, lessons_of, trial_of
from pipeline.tuned_encoder import label_encoder

Kind = Literal["own_words", "real"]
Labelled = dict[Kind, Path]


def labelled_files(given: Mapping[str, Path]) -> Labelled:
    """The files by whose words they hold, our own first."""
    kinds: tuple[Kind, ...] = ("own_words", "real")
    return {kind: given[kind] for kind in kinds if kind in given}


def evaluation_of(path: Path, docket: Docket, data: Path | None = None) -> dict[str, Any]:
    """All figures of one labelled file, with what they must be read against: what `travaux eval passages` prints.

    Measured are the heads of the installation in `data` where it has its own; passages that they learnt from are
    `left_out`, and counted so. Raises `ValueError` where that leaves none.
    """
    heads, labelled = load_heads(docket, data), read_labelled(path, docket)
    seen = frozenset(map(same_text, heads.taught.texts))
    rows = [row for row in labelled if same_text(row["text"]) not in seen]
    if not rows:
        raise ValueError(f"{path.name}: the label models learnt from every passage of it, so it measures nothing.")
    report = evaluate_passages(rows, list(annotate_passages(rows, docket, heads)), docket)
    known = (docket.folder / FACTS).exists()
    facts = read_facts(docket.folder).model_dump(exclude_none=True) if known else {"agreement": (), "made": ()}
    return {
        **report,
        "left_out": len(labelled) - len(rows),
        "heads": heads.version,
        "readers": facts["agreement"],
        "labels_made": facts["made"],
    }


def measured(kind: Kind, path: Path, docket: Docket) -> Measured:
    """The figures of one labelled file, as the card keeps them."""
    report = evaluation_of(path, docket)
    kept = {name: value for name, value in report.items() if name in Measured.model_fields}
    return Measured.model_validate({**kept, "kind": kind, "file": path.name, "sha256": sha256_of(path)})


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cited(path: Path, docket: Docket) -> CitationFigures:
    """The figures of one file of labelled citations."""
    found = evaluate_citations(path, docket)
    ours, bare = found["travaux"]["all"], found["number_as_it_stands"]["all"]
    return CitationFigures(
        file=path.name,
        sha256=sha256_of(path),
        texts=found["texts"],
        mentions=found["mentions"],
        finding_f1=ours["finding_f1"]["value"],
        draft=ours["draft"]["value"],
        provision=ours["provision_recall"]["value"],
        links_right=ours["provision_precision"]["value"],
        bare_links_right=bare["provision_precision"]["value"],
    )


def try_trainings(files: Labelled, docket: Docket, count: int, say: Say) -> tuple[TrainingsOf, ...]:
    """Redrawn trainings and the learning curve, on each file."""
    lessons, heads = lessons_of(docket), load_heads(docket).version
    trials = [trial_of(read_labelled(path, docket), docket) for path in files.values()]
    drawn = drawn_trainings(lessons, trials, docket, count, say)
    curves = learning_curve(lessons, trials, docket, say)
    return tuple(
        TrainingsOf(kind=kind, heads=heads, drawn=agreement, curve=curve)
        for kind, agreement, curve in zip(files, drawn, curves, strict=True)
    )


def make_card(files: Labelled, citations: Sequence[Path], docket: Docket, today: date) -> QualityCard:
    """The card of a docket, as yet without trainings. Raises `HeadsMissing`, `DocketError`, `ValueError`."""
    tuned = label_encoder(docket, columns_of(docket))
    return QualityCard(
        docket=docket.key,
        measured=today,
        heads=load_heads(docket).version,
        encoders=(tuned.key, multilingual_encoder().key),
        sets=tuple(measured(kind, path, docket) for kind, path in files.items()),
        citations=tuple(cited(path, docket) for path in citations),
        examples=report_examples(read_examples(docket), docket),
        facts=read_facts(docket.folder),
    )
