"""What people decided on passages becomes lessons: what they decided, no more, and each text once."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.models import Passage
from db.session import reading, writing
from db.teaching import Decided, decided_texts
from tests.builders import installation, label, statement

TEXT = "Providers would be gagged for ever by an order that no judge has seen."


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return installation(tmp_path)[1]


def decide(session: Session, passage: Passage, kind: str, key: str, given: bool = True) -> None:
    label(session, passage, kind, key, score=1.0 if given else 0.0, origin="human")


def lessons(engine: Engine) -> tuple[Decided, ...]:
    with reading(engine) as session:
        return decided_texts(session)


def test_nothing_decided_teaches_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        label(session, statement(session, "https://one.example", [TEXT])[0], "stance", "objection")
    assert lessons(engine) == ()


def test_only_what_was_decided_is_a_lesson(engine: Engine) -> None:
    with writing(engine) as session:
        passage = statement(session, "https://one.example", [TEXT])[0]
        label(session, passage, "concern", "surveillance")
        label(session, passage, "stance", "neutral")
        decide(session, passage, "concern", "secrecy")
        decide(session, passage, "concern", "industry", given=False)
    (found,) = lessons(engine)
    assert found.labels == {"industry": False, "secrecy": True}
    assert (found.text, found.language, found.addresses) == (TEXT, "en", ("https://one.example",))


@pytest.mark.parametrize(
    ("kind", "key", "given", "labels"),
    [
        ("stance", "objection", True,
         {"objection": True, "recommendation": False, "support": False, "neutral": False}),
        ("stance", "objection", False, {"objection": False}),
        ("reject_call", "true", True, {"reject_call": True}),
        ("on_topic", "false", True, {"on_topic": False}),
        ("on_topic", "false", False, {"on_topic": True}),
        ("boilerplate", "true", False, {"boilerplate": False}),
    ],
)  # fmt: skip
def test_a_decision_says_what_else_it_excludes(
    engine: Engine, kind: str, key: str, given: bool, labels: dict[str, bool]
) -> None:
    with writing(engine) as session:
        decide(session, statement(session, "https://one.example", [TEXT])[0], kind, key, given)
    assert lessons(engine)[0].labels == labels


def test_a_text_that_stands_twice_is_one_lesson(engine: Engine) -> None:
    with writing(engine) as session:
        decide(session, statement(session, "https://one.example", [TEXT])[0], "concern", "secrecy")
        again = statement(session, "https://two.example", [TEXT.upper().replace(" ", "  ")])[0]
        decide(session, again, "stance", "objection")
    (found,) = lessons(engine)
    assert found.labels["secrecy"] and found.labels["objection"]
    assert found.addresses == ("https://one.example", "https://two.example")


def test_what_people_disagree_on_is_no_lesson_and_is_named(engine: Engine) -> None:
    with writing(engine) as session:
        for address, stance in (("https://one.example", "objection"), ("https://two.example", "neutral")):
            passage = statement(session, address, [TEXT])[0]
            decide(session, passage, "stance", stance)
            decide(session, passage, "concern", "secrecy")
    (found,) = lessons(engine)
    assert found.labels == {"recommendation": False, "support": False, "secrecy": True}
    assert found.disputed == ("neutral", "objection")


def test_the_order_of_deciding_changes_nothing(tmp_path: Path) -> None:
    found = []
    for order in (("a", "b"), ("b", "a")):
        engine = installation(tmp_path / order[0])[1]
        with writing(engine) as session:
            for name in order:
                passage = statement(session, f"https://{name}.example", [f"{name} {TEXT}"])[0]
                decide(session, passage, "concern", "secrecy")
        found.append(lessons(engine))
    assert found[0] == found[1] and len(found[0]) == 2
