"""Scoring: what counts as found and right, and that intervals are the same each time."""

from dataclasses import replace
from typing import Any

from pipeline.evaluate_citations import as_it_stands, predict, score
from tests.pipeline.citing import cited, docket


def row(text: str, day: str, **wanted: Any) -> dict[str, Any]:
    """A gold text whose one mention is the first eleven characters, unless told otherwise."""
    mention = {
        **{"start": 0, "end": 9, "as_written": text[:9], "unit": "article", "article": "5", "paragraph": None},
        **{"letter": None, "instrument": "un-cybercrime", "draft": "rev1", "status": "resolved", "provision": "6"},
        **wanted,
    }
    return {"id": "x", "text": text, "published": day, "language": "en", "mentions": [mention]}


def value(rows: list[dict[str, Any]], name: str, part: str = "all") -> float | None:
    figures = score(rows, [predict(r, docket()) for r in rows], docket())
    found = figures[part][name]["value"]
    assert found is None or isinstance(found, float)
    return found


def test_a_right_mention_scores_in_full() -> None:
    rows = [row("Article 5 is weak.", "2024-02-05")]
    names = ("finding_f1", "status", "draft", "paragraph", "provision_recall", "provision_precision")
    assert [value(rows, name) for name in names] == [1.0] * 6
    assert value(rows, "provision_recall", "renumbered") == 1.0
    assert value(rows, "provision_recall", "stable") is None


def test_a_wrong_draft_and_provision_are_found_but_not_right() -> None:
    rows = [row("Article 5 is weak.", "2024-02-05", draft="rev3", provision="5")]
    assert value(rows, "finding_f1") == 1.0
    assert value(rows, "draft") == 0.0
    assert value(rows, "provision_precision") == 0.0


def test_another_instrument_is_not_found_as_ours() -> None:
    rows = [
        row(
            "Article 5 is weak.",
            "2024-02-05",
            instrument="iccpr",
            draft=None,
            status="other_instrument",
            provision=None,
        )
    ]
    assert value(rows, "finding_recall") == 0.0


def test_spans_need_only_overlap() -> None:
    assert value([row("Article 5 is weak.", "2024-02-05", start=8, end=15)], "finding_f1") == 1.0
    assert value([row("Article 5 is weak.", "2024-02-05", start=10, end=15)], "finding_f1") == 0.0


def test_a_text_that_should_give_nothing_and_does_not_is_counted() -> None:
    decoy = {"id": "y", "text": "Article 5.", "published": "2024-02-05", "language": "en", "mentions": []}
    figures = score([decoy], [predict(decoy, docket())], docket())
    assert (figures["texts_without_citations"], figures["of_these_with_a_finding"]) == (1, 1)


def test_the_baseline_takes_the_number_as_it_stands() -> None:
    mentions = as_it_stands(cited("Article 5 and Article 17 of the ICCPR, Article 99.", "2024-02-05"), docket())
    assert [(m.status, m.provision) for m in mentions if m.article == "99"] == [("unmatched", None)]
    assert [(m.status, m.provision) for m in mentions if m.article == "17"] == [("other_instrument", None)]


def test_intervals_are_the_same_each_time() -> None:
    rows = [row("Article 5 is weak.", "2024-02-05"), row("Article 5 is weak.", "2024-02-05", draft="zero")]
    predictions = [predict(r, docket()) for r in rows]
    assert score(rows, predictions, docket()) == score(rows, predictions, docket())
    assert score(rows, predictions, docket())["all"]["draft"] == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 2}


def test_one_prediction_is_not_counted_for_two_labels() -> None:
    gold = row("Article 5 is weak.", "2024-02-05")
    gold["mentions"].append(dict(gold["mentions"][0]))
    assert value([gold], "finding_recall") == 0.5
    mention = predict(gold, docket())[0]
    assert replace(mention, article="6").article == "6"
