"""Whole texts from standard input, with the pipeline's own code."""

import json

import pytest
from click.testing import CliRunner

from db.settings import Settings
from pipeline import annotate
from pipeline.citation.numbering import Published
from pipeline.commands_labels import annotate as command
from pipeline.nearest import SHOWN, shortened
from pipeline.tuned_encoder import NoTunedEncoder
from tests.pipeline.labelling import SAID, HashedWords, docket, examples, heads, implied, labels_of

LETTER = f"""Comments on the draft

{SAID["safeguards"]} Article 24 asks for nothing.

It keeps users in the dark, and Article 25 gags providers for ever: users are never notified of the secret order."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "label_encoder", lambda _docket, _columns: NoTunedEncoder())
    monkeypatch.setattr(annotate, "multilingual_encoder", HashedWords)
    monkeypatch.setattr(annotate, "load_heads", lambda _docket, _data=None: heads())
    monkeypatch.setattr(annotate, "load_implied", lambda _docket: implied())


def test_each_passage_quotes_the_text_and_has_its_labels_and_pairs() -> None:
    found = list(annotate.annotate_text(LETTER, None, Published.parse("2024-08-01"), docket()))
    placed = [annotate.with_place(each, LETTER) for each in found]
    assert [LETTER[p["start"] : p["end"]] for p in placed] == [p["text"] for p in placed]
    assert {p["heading"] for p in placed} == {"Comments on the draft"}
    assert {"concern": "safeguards", "provision": "24", "origin": "explicit"}.items() <= placed[0]["pairs"][0].items()
    cited = [citation for passage in placed for citation in passage["citations"]]
    assert [LETTER[c["start"] : c["end"]] for c in cited] == ["Article 24", "Article 25"]
    assert all(c["reason"] and c["draft"] and c["status"] == "resolved" for c in cited)
    for each, passage in zip(found, placed, strict=True):
        assert all(passage["text"][m.start : m.end] == m.text for m in each.mentions)


def test_an_empty_text_has_no_passages() -> None:
    assert list(annotate.annotate_text(" \n ", None, None, docket())) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_reads_standard_input(as_json: bool) -> None:
    arguments = ["--date", "2024-08-01", *(["--json"] if as_json else [])]
    ran = CliRunner().invoke(command, arguments, input=LETTER, obj=Settings(docket="un-cybercrime"))
    assert ran.exit_code == 0, ran.output
    if as_json:
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        assert rows[0]["stance"]["reason"] and rows[0]["concerns"][0]["reason"]
    else:
        assert "Nearest labelled example" in ran.stdout


def test_it_prints_what_the_text_asks_for() -> None:
    text = "Draft comments\n\nWe urge States to delete Article 25. It gags providers for ever."
    ran = CliRunner().invoke(command, ["--date", "2024-08-01"], input=text, obj=Settings(docket="un-cybercrime"))
    assert "asks to delete Article 25: “We urge States to delete Article 25" in ran.stdout
    ran = CliRunner().invoke(command, ["--json"], input=text, obj=Settings(docket="un-cybercrime"))
    asks = [ask for line in ran.stdout.splitlines() for ask in json.loads(line)["asks"]]
    assert [ask["verb"] for ask in asks] == ["delete"]
    assert all(text[ask["start"] : ask["end"]] == ask["text"] for ask in asks)


def test_a_short_sentence_has_the_language_of_those_around_it() -> None:
    french = "Nous demandons aux États de garantir un contrôle judiciaire préalable pour chaque mesure d'enquête."
    text = f"{french}\n\nArticle 24 ?\n\n{french}"
    found = list(annotate.annotate_text(text, None, None, docket()))
    assert {each.language for each in found} == {"fr"}
    assert all("do not know this language" not in label.reason for each in found for label in each.labels)


def test_a_file_without_as_passages_is_refused(tmp_path: pytest.TempPathFactory) -> None:
    ran = CliRunner().invoke(command, ["--as-passages"], input="", obj=Settings())
    assert ran.exit_code == 2


def test_the_reason_quotes_the_nearest_example_with_that_label() -> None:
    label = next(label for label in labels_of(SAID["secrecy"]) if label.key == "secrecy")
    name, quoted = label.reason.split("Nearest labelled example, ")[1].split(": ‘")
    source = next(row for row in examples() if row.id == name)
    assert "secrecy" in source.concerns
    assert quoted.rstrip("’ …") in source.text


@pytest.mark.parametrize("text", ["short", "word " * 60, "字" * 300])
def test_a_long_example_is_cut_at_a_word(text: str) -> None:
    found = shortened(text)
    assert len(found) <= SHOWN + 2
    assert text.startswith(found.removesuffix(" …"))
