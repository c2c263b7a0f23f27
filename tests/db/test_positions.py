"""Where an organisation stands: only its own words tell."""

from pathlib import Path

import pytest
from sqlmodel import Session

from db.counting import counted_pairs
from db.models import Label
from db.positions import Said, Side, Standing, sides_on, standing
from db.session import reading
from tests.builders import ask, installation, label, pair
from tests.db.position_stories import Tell, cite, stands, told, written

NOBODY: frozenset[Side] = frozenset()


def one_passage(stance: str, *asks: tuple[str, str], tied: str = "24", cited: tuple[str, ...] = ("24",)) -> Tell:
    """A passage with a stance that cites articles, one of them tied to a concern."""

    def tell(session: Session) -> None:
        (passage,) = written(session, "A sample passage on these articles.")
        for provision in cited:
            cite(session, passage, provision)
        if tied:
            pair(session, passage, "safeguards", tied, stance)
        else:
            label(session, passage, "stance", stance)
        for verb, target in asks:
            ask(session, passage, verb, target)

    return tell


CASES: list[tuple[str, Tell, dict[str, Standing]]] = [
    ("an objection", one_passage("objection"), {"24": "objects"}),
    ("a recommendation", one_passage("recommendation"), {"24": "asks"}),
    ("support", one_passage("support"), {"24": "supports"}),
    ("a description, or what others are reported to say", one_passage("neutral"), {"24": "described"}),
    ("an ask to delete", one_passage("recommendation", ("delete", "24")), {"24": "objects"}),
    ("an ask to amend", one_passage("recommendation", ("amend", "24")), {"24": "asks"}),
    ("an ask to keep", one_passage("neutral", ("retain", "24")), {"24": "supports"}),
    ("support that asks for more", one_passage("support", ("add", "24")), {"24": "mixed"}),
    ("a recommendation on another article", one_passage("recommendation", ("amend", "6")),
     {"24": "described", "6": "asks"}),
    ("a call to reject the treaty because of it", one_passage("recommendation", ("reject", "treaty")),
     {"24": "objects", "treaty": "objects"}),
    ("an objection beside another citation", one_passage("objection", cited=("24", "7")),
     {"24": "objects", "7": "described"}),
    ("an objection tied to none of two articles", one_passage("objection", tied="", cited=("24", "7")),
     {"24": "described", "7": "described"}),
    ("an objection to the only article", one_passage("objection", tied=""), {"24": "objects"}),
]  # fmt: skip


@pytest.mark.parametrize(("tell", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_passage_takes_sides(tmp_path: Path, tell: Tell, expected: dict[str, Standing]) -> None:
    assert stands(told(tmp_path, tell)) == expected


def test_every_counted_objection_is_an_objection_or_an_ask_here(tmp_path: Path) -> None:
    """The matrix and the positions never disagree on who is against a provision."""
    for place, (_, tell, _) in enumerate(CASES):
        found = told(tmp_path / str(place), tell)
        _, engine = installation(tmp_path / str(place))
        with reading(engine) as session:
            against = {pair.provision for pair in counted_pairs(session) if pair.objects}
        engine.dispose()
        assert all(stands(found)[provision] in ("objects", "asks", "mixed") for provision in against)


@pytest.mark.parametrize(
    ("human", "expected"),
    [("neutral", "described"), ("support", "supports"), ("recommendation", "asks"), ("objection", "objects")],
)
def test_a_persons_stance_wins(tmp_path: Path, human: str, expected: str) -> None:
    def tell(session: Session) -> None:
        (passage,) = written(session, "A sample passage.")
        cite(session, passage, "24")
        pair(session, passage, "safeguards", "24", "objection" if human != "objection" else "support")
        label(session, passage, "stance", human, 1, "human")

    assert stands(told(tmp_path, tell)) == {"24": expected}


def test_a_concern_that_a_person_denied_ties_nothing(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        (passage,) = written(session, "A sample passage.")
        for provision in ("24", "7"):
            cite(session, passage, provision)
        pair(session, passage, "safeguards", "24")
        label(session, passage, "concern", "safeguards", 0, "human")

    assert stands(told(tmp_path, tell)) == {"24": "described", "7": "described"}


def test_what_is_not_sure_or_counts_nowhere_takes_no_side(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        unsure, furniture, aside, open_ = written(session, "Unsure.", "Share this.", "Of bicycles.", "Of Article 5.")
        for passage in (unsure, furniture, aside):
            cite(session, passage, "24")
        session.add(Label(passage_id=unsure.id or 0, kind="stance", key="objection", score=0.5, status="unsure",
                          origin="model", reason="sample"))  # fmt: skip
        for passage in (furniture, aside):
            label(session, passage, "stance", "objection")
        label(session, furniture, "boilerplate", "true")
        label(session, aside, "on_topic", "false")
        cite(session, open_, "5", status="ambiguous")

    found = told(tmp_path, tell)
    assert stands(found) == {"24": "described"}
    assert len(found["24", "rev3"].wrote) == 1


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([{"objects"}, {"asks"}], "objects"),
        ([{"asks"}, set()], "asks"),
        ([{"supports"}, {"objects"}], "mixed"),
        ([{"supports"}, {"asks"}], "mixed"),
        ([{"supports"}, set()], "supports"),
        ([set()], "described"),
    ],
)
def test_passages_make_one_position(sides: list[set[Side]], expected: Standing) -> None:
    assert standing(sides) == expected


def test_a_stance_that_is_not_known_here_takes_no_side() -> None:
    said = Said(frozenset({"irony"}), frozenset({"24"}), {}, (("ponder", "24"),))
    assert sides_on(said, "24") == NOBODY
