"""What counts in a figure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from db.counting import counted_pairs
from db.models import Passage, Statement
from db.session import reading, writing
from tests.builders import ask, installation, label, organisation, pair, statement

Arrange = Callable[[Session, Passage], object]


def counted(tmp_path: Path, arrange: Arrange) -> list[tuple[str, str, bool]]:
    """(concern, provision, objects) of an installation with one passage, arranged by the test."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        author = organisation(session, "Sample Lantern")
        (passage,) = statement(session, "https://a.example/1", ["Article 24 names no judge."], author)
        arrange(session, passage)
    with reading(engine) as session:
        return [(p.concern, p.provision, p.objects) for p in counted_pairs(session)]


def with_stance(stance: str, origin: str = "explicit") -> Arrange:
    """A pair (safeguards, 24) on a passage of this stance."""
    return lambda session, passage: pair(session, passage, "safeguards", "24", stance, origin)


def with_ask(verb: str, target: str, origin: str = "explicit") -> Arrange:
    """The pair on a recommendation that asks for something; `origin`: how the target was told."""

    def arrange(session: Session, passage: Passage) -> None:
        pair(session, passage, "safeguards", "24", "recommendation")
        ask(session, passage, verb, target, origin)

    return arrange


def with_label(kind: str, key: str, score: float = 1, origin: str = "human") -> Arrange:
    """The pair on an objection that has one more label."""

    def arrange(session: Session, passage: Passage) -> None:
        pair(session, passage, "safeguards", "24")
        label(session, passage, kind, key, score, origin)

    return arrange


COUNTS, OBJECTS, NOTHING = [("safeguards", "24", False)], [("safeguards", "24", True)], []  # type: ignore[var-annotated]
CASES: list[tuple[str, Arrange, list[tuple[str, str, bool]]]] = [
    ("an objection", with_stance("objection"), OBJECTS),
    ("a description", with_stance("neutral"), COUNTS),
    ("an implied article", with_stance("objection", "implicit"), NOTHING),
    ("an ask to amend that article", with_ask("amend", "24"), OBJECTS),
    ("an ask to amend an article that is described", with_ask("amend", "24", "implicit"), COUNTS),
    ("an ask to amend the article of the heading", with_ask("amend", "24", "heading"), OBJECTS),
    ("an ask to amend another", with_ask("amend", "6"), COUNTS),
    ("an ask to keep it", with_ask("retain", "24"), COUNTS),
    ("a call to reject the treaty", with_ask("reject", "treaty"), OBJECTS),
    ("an ask to amend the treaty at large", with_ask("amend", "treaty"), COUNTS),
    ("boilerplate", with_label("boilerplate", "true", origin="model"), NOTHING),
    ("an off-topic passage", with_label("on_topic", "false", origin="model"), NOTHING),
    ("a concern that a person denied", with_label("concern", "safeguards", 0), NOTHING),
    ("a stance that a person corrected", with_label("stance", "neutral"), COUNTS),
]


@pytest.mark.parametrize(("arrange", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_passage_counts(tmp_path: Path, arrange: Arrange, expected: list[tuple[str, str, bool]]) -> None:
    assert counted(tmp_path, arrange) == expected


def test_an_earlier_wording_does_not_count(tmp_path: Path) -> None:
    def superseded(session: Session, passage: Passage) -> None:
        pair(session, passage, "safeguards", "24")
        row = session.get_one(Statement, 1)
        row.revision_id = 99

    assert counted(tmp_path, superseded) == []
