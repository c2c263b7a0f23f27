"""The gate of asks and implied articles: figures on labelled letters and passages must not fall below their floors."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from crawlers.extract import Declared, language_of, media_type_of, read_document
from db.docket import load_docket
from pipeline.annotate import annotate_passages
from pipeline.asks import asks_in
from pipeline.evaluate_passages import evaluate_passages
from pipeline.heads import HeadsMissing, load_heads
from pipeline.implied_files import load_implied
from pipeline.pairs import ProvisionSpan
from pipeline.resolve import cite, parse_day
from pipeline.scoring import count_sets

HERE = Path(__file__).parents[1] / "gold"
SHARED = Path(__file__).parents[3] / "shared" / "gold"
FLOORS = tomllib.loads((HERE / "floors_meaning.toml").read_text(encoding="utf-8"))
Asked = set[tuple[str, str]]


def asked_in(text: str, published: str | None, title: str | None, end: int | None, speaker: str) -> Asked:
    docket = load_docket("un-cybercrime")
    mentions = cite(text, title=title, published=parse_day(published or ""), docket=docket)
    spans = [
        ProvisionSpan(m.start, m.end, m.provision, m.status, (m.article or "") if m.unit == "article" else "")
        for m in mentions
    ]
    found = asks_in(text, spans, docket, end=end, language=language_of(text), speaker=speaker)
    assert all(text[ask.start : ask.end] == ask.text for ask in found)
    return {(ask.verb, ask.target) for ask in found}


def letters() -> Iterable[tuple[Asked, Asked]]:
    for card in sorted((SHARED / "letters").glob("*.json")):
        path = next(each for each in card.parent.glob(f"{card.stem}.*") if each.suffix != ".json")
        body = path.read_bytes()
        read = read_document(body, media_type_of(path.name, body), Declared())
        wanted = {(ask["verb"], ask["target"]) for ask in json.loads(card.read_text(encoding="utf-8"))["asks"]}
        yield asked_in(read.text, read.published, read.title, read.body_end, read.organisation or ""), wanted


def trial() -> Iterable[tuple[Asked, Asked]]:
    for line in (HERE / "asks_trial.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield (
            asked_in(row["text"], row["published"], None, None, ""),
            {(ask["verb"], ask["target"]) for ask in row["asks"]},
        )


def scored(pairs: Iterable[tuple[Asked, Asked]]) -> dict[str, float]:
    kept = list(pairs)
    kinds = {"all": (True, False), "articles": (False,), "treaty": (True,)}
    return {
        kind: count_sets(
            [{ask for ask in given if (ask[1] == "treaty") in whole} for given, _ in kept],
            [{ask for ask in wanted if (ask[1] == "treaty") in whole} for _, wanted in kept],
        ).f1
        for kind, whole in kinds.items()
    }


def below(found: dict[str, float], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {key: (found[key], floor) for key, floor in floors.items() if found[key] < floor}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled letters are not beside the project")
def test_asks_of_the_labelled_letters_are_found() -> None:
    assert not below(scored(letters()), FLOORS["asks"]["letters"])


def test_asks_of_the_trial_letters_are_found() -> None:
    assert not below(scored(trial()), FLOORS["asks"]["trial"])


@pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled passages are not beside the project")
@pytest.mark.parametrize("name", sorted(FLOORS["implied"]))
def test_described_articles_are_found(name: str) -> None:
    docket = load_docket("un-cybercrime")
    try:
        load_heads(docket), load_implied(docket)
    except HeadsMissing as missing:
        pytest.skip(str(missing))
    lines = (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    found = list(annotate_passages(rows, docket))
    report = evaluate_passages(rows, found, docket)["all"]
    figures = report["implied"] | {f"pairs_{name}": report["pairs"][name] for name in ("precision", "recall")}
    assert not below(figures, FLOORS["implied"][name])
