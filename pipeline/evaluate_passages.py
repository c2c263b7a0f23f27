"""The evaluation of the labels on a file of labelled passages: what `travaux eval passages` prints.

Concern figures count every label given, shown or unsure, and the shown ones apart. Pairs are scored with the
pipeline's own concerns and citations: on cited articles, and all together with those on articles that are only
described. Baselines: the docket's word lists alone, and the nearest definition of a concern.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from db.docket import Docket
from pipeline.annotate import Annotated
from pipeline.encoders import multilingual_encoder
from pipeline.evaluate_implied import implied_figures
from pipeline.features import concern_terms
from pipeline.heads import STANCES
from pipeline.scoring import count_of, count_sets, interval, macro_f1

FEWEST = 10
"""A stance counts in the macro mean from this many passages on."""
Rows = Sequence[dict[str, Any]]
Sets = Sequence[set[Any]]


def evaluate_passages(rows: Rows, annotated: Sequence[Annotated], docket: Docket) -> dict[str, Any]:
    """All figures of a file; `rows` carry the readers' labels, `annotated` ours, in the same order."""
    parts: dict[str, Callable[[dict[str, Any]], bool]] = {
        "all": lambda row: True,
        "english": lambda row: row["language"] == "en",
        "other_languages": lambda row: row["language"] != "en",
        "readers_agreed": lambda row: bool(row.get("annotators_agreed")),
    }
    chosen = {name: [place for place, row in enumerate(rows) if keep(row)] for name, keep in parts.items()}
    report = {
        name: _part([rows[p] for p in places], [annotated[p] for p in places], docket)
        for name, places in chosen.items()
        if places
    }
    languages = sorted({str(row["language"]) for row in rows})
    return {
        **report,
        "by_language": {key: _by_language(rows, annotated, key) for key in languages},
        "baselines": baselines(rows, docket),
    }


def _part(rows: Rows, annotated: Sequence[Annotated], docket: Docket) -> dict[str, Any]:
    return {
        "passages": len(rows),
        "concerns": _concerns(rows, annotated, docket),
        "stance": _stance(rows, annotated),
        "flags": _flags(rows, annotated),
        "pairs_on_cited": _pairs_on_cited(rows, annotated),
        "pairs": _pairs(rows, annotated),
        "implied": implied_figures(rows, annotated),
    }


def concerns_given(annotated: Sequence[Annotated], shown_only: bool = False) -> list[set[str]]:
    """The concerns of each passage."""
    return [
        {label.key for label in found.labels if label.kind == "concern" and (label.status == "shown" or not shown_only)}
        for found in annotated
    ]


def _concerns(rows: Rows, annotated: Sequence[Annotated], docket: Docket) -> dict[str, Any]:
    given, shown = concerns_given(annotated), concerns_given(annotated, shown_only=True)
    wanted = [set(row["concerns"]) for row in rows]
    keys = list(docket.concern_by_key)
    unsure = 1 - sum(map(len, shown)) / max(sum(map(len, given)), 1)
    return {
        "micro": _with_interval(given, wanted),
        "macro_f1": round(macro_f1(keys, given, wanted), 3),
        "shown_only": count_sets(shown, wanted).as_dict(),
        "unsure_share": round(unsure, 3),
        "each": {
            key: {**count_of(key, given, wanted).as_dict(), "interval": _interval_of(key, given, wanted)}
            for key in keys
        },
    }


def _interval_of(label: Any, given: Sets, wanted: Sets) -> tuple[float, float]:
    return interval(lambda g, w: count_of(label, g, w).f1, given, wanted)


def _stance(rows: Rows, annotated: Sequence[Annotated]) -> dict[str, Any]:
    labels = [found.label("stance") for found in annotated]
    given: list[set[str]] = [{label.key} for label in labels]
    wanted: list[set[str]] = [{row["stance"]} for row in rows]
    shown = [{label.key} if label.status == "shown" else set() for label in labels]
    return {
        "macro_f1": round(macro_f1(STANCES, given, wanted, FEWEST), 3),
        "each": {stance: count_of(stance, given, wanted).as_dict() for stance in STANCES},
        "objection": {
            **count_of("objection", given, wanted).as_dict(),
            "interval": _interval_of("objection", given, wanted),
        },
        "shown_objections": {
            **count_of("objection", shown, wanted).as_dict(),
            "precision_interval": interval(lambda g, w: count_of("objection", g, w).precision, shown, wanted),
        },
        "unsure_share": round(sum(label.status == "unsure" for label in labels) / len(labels), 3),
    }


def _flags(rows: Rows, annotated: Sequence[Annotated]) -> dict[str, Any]:
    def counted(given: list[bool], wanted: list[bool]) -> dict[str, float | int]:
        return count_sets([{g} - {False} for g in given], [{w} - {False} for w in wanted]).as_dict()

    rejects = [found.label("reject_call").key == "true" for found in annotated]
    off = [found.label("on_topic").key == "false" for found in annotated]
    furniture = [found.label("boilerplate").key == "true" for found in annotated]
    wanted_off = [not row["on_topic"] for row in rows]
    wanted_furniture = [bool(row.get("boilerplate")) for row in rows]
    either = [a or b for a, b in zip(off, furniture, strict=True)]
    wanted_either = [a or b for a, b in zip(wanted_off, wanted_furniture, strict=True)]
    return {
        "reject_call": counted(rejects, [bool(row["reject_call"]) for row in rows]),
        "on_topic": counted([not is_off for is_off in off], [not is_off for is_off in wanted_off]),
        "off_topic": counted(off, wanted_off),
        "boilerplate": counted(furniture, wanted_furniture),
        "off_topic_or_boilerplate": counted(either, wanted_either),
    }


def _pairs_on_cited(rows: Rows, annotated: Sequence[Annotated]) -> dict[str, Any]:
    """Pairs on articles that we found cited, against the readers' pairs on articles that they found cited."""
    given = [
        {(pair.concern, pair.provision) for pair in found.pairs if pair.origin == "explicit"} for found in annotated
    ]
    return _with_interval(given, [_wanted_on_cited(row) for row in rows])


def _wanted_on_cited(row: dict[str, Any]) -> set[tuple[str, str]]:
    cited = {str(c["provision"]) for c in row.get("cited", ()) if isinstance(c, dict) and c.get("status") == "resolved"}
    return {pair for pair in _wanted_pairs(row) if pair[1] in cited}


def _wanted_pairs(row: dict[str, Any]) -> set[tuple[str, str]]:
    return {(str(concern), str(number)) for concern, number in row.get("pairs", ())}


def _pairs(rows: Rows, annotated: Sequence[Annotated]) -> dict[str, Any]:
    """Pairs shown, on articles cited and on articles described, against all pairs of the readers."""
    given = [{(pair.concern, pair.provision) for pair in found.pairs if pair.status == "shown"} for found in annotated]
    return _with_interval(given, [_wanted_pairs(row) for row in rows])


def _with_interval(given: Sets, wanted: Sets) -> dict[str, Any]:
    return {
        **count_sets(given, wanted).as_dict(),
        "interval": interval(lambda g, w: count_sets(g, w).f1, given, wanted),
    }


def _by_language(rows: Rows, annotated: Sequence[Annotated], language: str) -> dict[str, Any]:
    places = [place for place, row in enumerate(rows) if row["language"] == language]
    ours, theirs = [annotated[place] for place in places], [rows[place] for place in places]
    stances: list[set[str]] = [{found.label("stance").key} for found in ours]
    return {
        "passages": len(places),
        "concerns_micro": _with_interval(concerns_given(ours), [set(row["concerns"]) for row in theirs]),
        "objection": count_of("objection", stances, [{row["stance"]} for row in theirs]).as_dict(),
    }


def baselines(rows: Rows, docket: Docket) -> dict[str, Any]:
    """Two methods without training: the docket's word lists, and the nearest definition of a concern."""
    wanted = [set(row["concerns"]) for row in rows]
    texts = [str(row["text"]) for row in rows]
    words = [{key for key, terms in concern_terms(docket).items() if terms.count(text)} for text in texts]
    encoder = multilingual_encoder()
    definitions = encoder.encode([f"{c.name}. {c.definition}" for c in docket.concerns])
    nearest = np.argmax(encoder.encode(texts) @ definitions.T, axis=1)
    keys = list(docket.concern_by_key)
    return {
        "keywords": count_sets(words, wanted).as_dict(),
        "nearest_definition": count_sets([{keys[place]} for place in nearest], wanted).as_dict(),
    }
