"""Whole documents: our own letters in `letters/`, and the gold letters beside the project where they lie there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crawlers.extract import Declared, Document, media_type_of, read_document

OURS = Path(__file__).parent / "letters"
TRIAL = Path(__file__).parents[1] / "gold" / "letters_trial"
"""Letters that were written before it was known how they would be read."""
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "letters"


def letters(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix != ".json")


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def read(path: Path) -> tuple[Document, dict[str, Any]]:
    body = path.read_bytes()
    known: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return read_document(body, media_type_of(path.name, body), Declared()), known


def test_our_letters_come_in_several_formats_and_languages() -> None:
    known = [read(path)[1] for path in letters(OURS)]
    assert {path.suffix for path in letters(OURS)} == {".txt", ".html", ".md"}
    assert len({letter["language"] for letter in known}) >= 6


@pytest.mark.parametrize("path", letters(OURS), ids=lambda path: path.stem)
def test_our_letters(path: Path) -> None:
    document, known = read(path)
    text = spaced(document.text)
    assert spaced(document.title) == known["title"]
    assert document.published == known["published"]
    assert document.language == known["language"]
    assert document.doc_kind == known["doc_kind"]
    assert document.organisation == known["organisation"]
    assert {(each.name, each.kind) for each in document.signatories} == {
        (each["name"], each["kind"]) for each in known["signatories"]
    }
    assert [piece for piece in known["body_must_contain"] if spaced(piece) not in text] == []
    assert [piece for piece in known["body_must_not_contain"] if spaced(piece) in text] == []


@pytest.fixture(scope="module")
def trial() -> list[tuple[Document, dict[str, Any]]]:
    return [read(path) for path in letters(TRIAL)]


@pytest.mark.parametrize(
    ("field", "floor"),
    [("title", 0.9), ("published", 0.9), ("organisation", 0.9), ("language", 0.95), ("doc_kind", 0.9)],
)
def test_trial_letters_facts(trial: list[tuple[Document, dict[str, Any]]], field: str, floor: float) -> None:
    right = sum(spaced(str(getattr(document, field))) == spaced(str(known[field])) for document, known in trial)
    assert len(trial) >= 30
    assert share(right, len(trial)) >= floor


def test_trial_letters_bodies_and_signatures(trial: list[tuple[Document, dict[str, Any]]]) -> None:
    assert_bodies(trial)
    assert signature_f1(trial) >= 0.97


@pytest.fixture(scope="module")
def gold() -> list[tuple[Document, dict[str, Any]]]:
    if not GOLD.is_dir():
        pytest.skip(f"the gold letters are not beside the project ({GOLD})")
    return [read(path) for path in letters(GOLD)]


def share(right: int, all_of_them: int) -> float:
    return right / all_of_them


@pytest.mark.parametrize(
    ("field", "floor"), [("title", 0.9), ("published", 0.9), ("organisation", 0.85), ("language", 0.9)]
)
def test_gold_letters_facts(gold: list[tuple[Document, dict[str, Any]]], field: str, floor: float) -> None:
    right = sum(spaced(str(getattr(document, field))) == spaced(str(known[field])) for document, known in gold)
    assert share(right, len(gold)) >= floor


def test_gold_letters_bodies_and_furniture(gold: list[tuple[Document, dict[str, Any]]]) -> None:
    assert_bodies(gold)


def assert_bodies(letters_read: list[tuple[Document, dict[str, Any]]]) -> None:
    present = [
        spaced(piece) in spaced(document.text)
        for document, known in letters_read
        for piece in known["body_must_contain"]
    ]
    absent = [
        spaced(piece) not in spaced(document.text)
        for document, known in letters_read
        for piece in known["body_must_not_contain"]
    ]
    assert share(sum(present), len(present)) >= 0.97
    assert share(sum(absent), len(absent)) >= 0.97


def test_gold_letters_signatures(gold: list[tuple[Document, dict[str, Any]]]) -> None:
    assert signature_f1(gold) >= 0.93


def signature_f1(letters_read: list[tuple[Document, dict[str, Any]]]) -> float:
    right = found = wanted = 0
    for document, known in letters_read:
        read_names = {(each.name, each.kind) for each in document.signatories}
        true_names = {(spaced(each["name"]), each["kind"]) for each in known["signatories"]}
        right, found, wanted = right + len(read_names & true_names), found + len(read_names), wanted + len(true_names)
    return 2 * right / (found + wanted)


@pytest.mark.parametrize(
    ("line", "addressee"),
    [
        ("A los Estados miembros del Comité Especial", "Estados miembros del Comité Especial"),
        ("A las delegaciones ante el Comité Especial:", "delegaciones ante el Comité Especial"),
        ("Aux délégués du Comité spécial,", "délégués du Comité spécial"),
        ("A los 14 días del mes de febrero", None),
        ("Aux articles 6 à 10, nous demandons que le texte exige une intention malveillante et un dommage réel.", None),
    ],
)
def test_address_lines_in_the_plural(line: str, addressee: str | None) -> None:
    prose = "El proyecto de convención no protege a quienes investigan la seguridad de los sistemas informáticos."
    body = f"Carta sobre la convención\n\n{line}\n\n{prose}\n"
    assert read_document(body.encode(), "text/plain", Declared()).addressee == addressee
