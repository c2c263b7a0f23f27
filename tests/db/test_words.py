"""The word index: what matches, and that no input is an operator."""

from pathlib import Path

import pytest

from db.session import reading, writing
from db.words import word_index
from tests.builders import installation, statement


@pytest.fixture
def engine(tmp_path: Path):  # type: ignore[no-untyped-def]
    """An installation with three passages."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        statement(session, "https://a.example/1", [
            "Security researchers need protection.", "Sécurité et chercheurs.", "这项公约缺乏保障措施。",
        ])  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("every", "some", "none", "expected"),
    [
        (["researchers"], [], [], [1]),
        (["SECURITE"], [], [], [2]),
        (["保障"], [], [], [3]),
        ([], ["researchers", "chercheurs"], [], [1, 2]),
        (["security researchers"], [], [], [1]),
        (["researchers security"], [], [], []),
        ([], ["researchers", "chercheurs"], ["protection"], [2]),
        ([], [], ["protection"], []),
        (['"', "*", "NEAR("], [], [], []),
        (["researchers) OR (x"], [], [], []),
        (["a\0b"], [], [], []),
    ],
)
def test_searching(engine, every: list[str], some: list[str], none: list[str], expected: list[int]) -> None:  # type: ignore[no-untyped-def]
    with reading(engine) as session:
        found = word_index(session).search(session, every, some, none, 10)
    assert sorted(key for key, _ in found) == expected


def test_removed_passages_are_not_found(engine) -> None:  # type: ignore[no-untyped-def]
    with writing(engine) as session:
        word_index(session).remove(session, [1])
    with reading(engine) as session:
        assert word_index(session).search(session, ["researchers"], [], [], 10) == []
