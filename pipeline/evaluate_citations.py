"""Scoring citations against labelled texts: finding, drafts, provisions, and how far a bare number would be wrong."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from db.docket import Docket
from pipeline.citation.numbering import ADOPTED, Published
from pipeline.resolve import Mention, cite

RESAMPLES = 1000
SEED = 20240808
RATES = {
    "finding_precision": ("found", "predicted"),
    "finding_recall": ("found", "gold"),
    "status": ("right_status", "found"),
    "draft": ("right_draft", "found"),
    "paragraph": ("right_paragraph", "found"),
    "provision_recall": ("right_provision", "gold_resolved"),
    "provision_precision": ("right_link", "links"),
}
"""Name of a figure → the two counts that it divides. Finding F1 is derived from the first two."""
Gold = dict[str, Any]
Counts = dict[str, Counter[str]]


class GoldError(ValueError):
    """A gold file breaks its format; the message says line, expectation and remedy."""


def read_gold(path: Path) -> list[Gold]:
    """The texts of a gold file, one JSON object a line. Raises `GoldError`."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(
                f"{path.name}, line {number}: expected one JSON object, found {error}. Correct the line."
            ) from error
        if not isinstance(row, dict) or not {"text", "mentions"} <= row.keys():
            raise GoldError(
                f"{path.name}, line {number}: expected an object with text and mentions, found other keys. "
                "The format is that of tests/gold/citations.jsonl."
            )
        rows.append(row)
    return rows


def predict(row: Gold, docket: Docket) -> list[Mention]:
    """What Travaux finds in one gold text."""
    published = Published.parse(row["published"]) if row.get("published") else None
    return cite(row["text"], title=row.get("title_hint"), published=published, docket=docket)


def as_it_stands(mentions: list[Mention], docket: Docket) -> list[Mention]:
    """The baseline: the same citations, each of ours linked to the adopted article with the number as written."""
    return [_bare(mention, docket) for mention in mentions]


def _bare(mention: Mention, docket: Docket) -> Mention:
    if mention.status == "other_instrument":
        return mention
    known = mention.unit == "article" and mention.article in docket.lineage_by_number
    status = "resolved" if known or mention.unit != "article" else "unmatched"
    return replace(mention, draft=ADOPTED, status=status, provision=mention.article if known else None, candidates=())


def match(gold: list[Gold], predicted: list[Mention], own: str) -> Iterator[tuple[Gold, Mention]]:
    """Pairs of the same citation: spans overlap, unit and article agree, and so does whether it is ours."""
    left = list(predicted)
    for wanted in gold:
        for mention in left:
            if _same(wanted, mention, own):
                left.remove(mention)
                yield wanted, mention
                break


def _same(wanted: Gold, mention: Mention, own: str) -> bool:
    overlap = mention.start < wanted["end"] and wanted["start"] < mention.end
    ours = (mention.instrument == own) == (wanted["instrument"] == own)
    same = mention.unit == wanted["unit"] and mention.article == wanted["article"]
    return bool(overlap and ours and same)


def count(row: Gold, predicted: list[Mention], docket: Docket) -> Counts:
    """Counts of one text: for all mentions, and for renumbered and stable ones apart."""
    counts: Counts = {part: Counter() for part in ("all", "renumbered", "stable")}
    moved = _moved(docket)
    for wanted in row["mentions"]:
        for part in _gold_parts(wanted, moved, docket):
            counts[part].update(gold=1, gold_resolved=int(_links(wanted["status"], wanted["provision"])))
    pairs = {id(mention): wanted for wanted, mention in match(row["mentions"], predicted, docket.key)}
    for mention in predicted:
        wanted = pairs.get(id(mention))
        linked = _links(mention.status, mention.provision)
        right = bool(wanted) and linked and mention.provision == (wanted or {})["provision"]
        for part in _gold_parts(wanted, moved, docket) if wanted else _mention_parts(mention, moved, docket):
            counts[part].update(predicted=1, links=int(linked), right_link=int(right))
            counts[part].update(_rights(wanted, mention) if wanted else {})
    counts["all"].update(
        texts=1, decoys=int(not row["mentions"]), false_decoys=int(not row["mentions"] and bool(predicted))
    )
    return counts


def _links(status: str, provision: str | None) -> bool:
    return status == "resolved" and provision is not None


def _right_link(wanted: Gold, mention: Mention) -> bool:
    return _links(mention.status, mention.provision) and mention.provision == wanted["provision"]


def _rights(wanted: Gold, mention: Mention) -> dict[str, int]:
    return {
        "found": 1,
        "right_status": int(mention.status == wanted["status"]),
        "right_draft": int(mention.draft == wanted["draft"]),
        "right_paragraph": int(mention.paragraph == wanted["paragraph"]),
        "right_provision": int(_links(wanted["status"], wanted["provision"]) and _right_link(wanted, mention)),
    }


def _moved(docket: Docket) -> set[tuple[str, str]]:
    """(draft, number) whose number became another one."""
    return {
        (draft, number)
        for row in docket.lineages
        for draft, numbers in row.numbers.items()
        for number in numbers
        if number != row.adopted
    }


def _gold_parts(wanted: Gold, moved: set[tuple[str, str]], docket: Docket) -> tuple[str, ...]:
    """The parts that a labelled mention is counted in."""
    own = wanted["instrument"] == docket.key and wanted["unit"] == "article"
    return _parts(own, wanted["draft"], wanted["article"], wanted["provision"], moved)


def _mention_parts(mention: Mention, moved: set[tuple[str, str]], docket: Docket) -> tuple[str, ...]:
    """The parts that a finding without a label is counted in."""
    own = mention.instrument == docket.key and mention.unit == "article"
    return _parts(own, mention.draft, mention.article, mention.provision, moved)


def _parts(
    own_article: bool,
    draft: str | None,
    article: str | None,
    provision: str | None,
    moved: set[tuple[str, str]],
) -> tuple[str, ...]:
    if not own_article:
        return ("all",)
    renumbered = (draft or "", article or "") in moved or (draft is None and provision not in (None, article))
    return ("all", "renumbered" if renumbered else "stable")


def figures(counts: list[Counts], part: str) -> dict[str, Any]:
    """Each rate with its 95 % interval over resampled texts, and the number that it rests on."""
    names = sorted({name for pair in RATES.values() for name in pair})
    table = np.array([[text[part][name] for name in names] for text in counts], dtype=float).reshape(-1, len(names))
    random = np.random.default_rng(SEED)
    draws = random.integers(0, max(1, len(counts)), size=(RESAMPLES, len(counts)))
    sums = table[draws].sum(axis=1) if len(counts) else np.zeros((1, len(names)))
    columns = dict(zip(names, sums.T, strict=True))
    total = dict(zip(names, table.sum(axis=0), strict=True))
    result = {name: _figure(_ratio(*pair), total, columns, int(total[pair[1]])) for name, pair in RATES.items()}
    result["finding_f1"] = _figure(_f1, total, columns, int(total["gold"]))
    return result


def _ratio(part: str, whole: str) -> Callable[[dict[str, Any]], Any]:
    return lambda sums: np.divide(
        sums[part], sums[whole], out=np.full(np.shape(sums[whole]), np.nan), where=np.asarray(sums[whole]) > 0
    )


def _f1(sums: dict[str, Any]) -> Any:
    whole = np.asarray(sums["gold"] + sums["predicted"])
    return np.divide(2 * sums["found"], whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def _figure(
    rate: Callable[[dict[str, Any]], Any], total: dict[str, Any], columns: dict[str, Any], n: int
) -> dict[str, Any]:
    drawn = np.asarray(rate(columns))
    drawn = drawn[~np.isnan(drawn)]
    if not n or not drawn.size:
        return {"value": None, "low": None, "high": None, "n": n}
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {
        "value": round(float(rate(total)), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "n": n,
    }


def score(rows: list[Gold], predictions: list[list[Mention]], docket: Docket) -> dict[str, Any]:
    """All figures of one set of predictions, in parts and by language."""
    counts = [count(row, predicted, docket) for row, predicted in zip(rows, predictions, strict=True)]
    languages = sorted({row.get("language") or "?" for row in rows})
    total: Counter[str] = sum((text["all"] for text in counts), Counter())
    return {
        **{part: figures(counts, part) for part in ("all", "renumbered", "stable")},
        "by_language": {
            language: figures(
                [c for row, c in zip(rows, counts, strict=True) if (row.get("language") or "?") == language],
                "all",
            )
            for language in languages
        },
        "texts_without_citations": total["decoys"],
        "of_these_with_a_finding": total["false_decoys"],
    }


def evaluate(path: Path, docket: Docket) -> dict[str, Any]:
    """Figures of Travaux and of the baseline on a gold file. Raises `GoldError`."""
    rows = read_gold(path)
    predictions = [predict(row, docket) for row in rows]
    return {
        "texts": len(rows),
        "mentions": sum(len(row["mentions"]) for row in rows),
        "travaux": score(rows, predictions, docket),
        "number_as_it_stands": score(rows, [as_it_stands(p, docket) for p in predictions], docket),
    }
