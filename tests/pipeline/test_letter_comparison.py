"""A draft beside what is stored: others on the same article and side, nearest first; asks that the draft lacks."""

from pathlib import Path

import pytest
from sqlmodel import Session

from db.docket import load_docket
from db.models import Mention, Passage
from db.session import reading, writing
from pipeline import letter_comparison
from pipeline.letter import LONGEST, Letter, LetterError, LetterPassage, read_letter
from pipeline.letter_comparison import Comparison, Ours, compare, is_made
from tests.builders import WordEncoder, ask, embedded, installation, organisation, pair, statement

ENCODER = WordEncoder()
JUDGE = "Article 24 asks no judge before interception"
OURS = "Article 24 asks no judge before any interception"


def passage(text: str, stance: str = "objection", *asks: tuple[str, str, str]) -> LetterPassage:
    return LetterPassage(0, len(text), text, stance, ("safeguards",), ("24",), (("safeguards", "24"),), asks)


def letter(*passages: LetterPassage) -> Letter:
    return Letter(passages, ENCODER.encode([one.text for one in passages]))


def said(session: Session, address: str, text: str, who: int, stance: str = "objection", **more: str) -> Passage:
    (found,) = statement(session, address, [text], who, **more)  # type: ignore[arg-type]
    pair(session, found, "safeguards", "24", stance)
    session.add(Mention(revision_id=found.revision_id, passage_id=found.id, start=0, end=10, text=text[:10],
                        instrument="docket", unit="article", article="24", status="resolved", provision="24"))  # fmt: skip
    embedded(session, ENCODER, [found])
    return found


@pytest.fixture
def compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Compared":
    monkeypatch.setattr(letter_comparison, "multilingual_encoder", lambda: ENCODER)
    return Compared(tmp_path)


class Compared:
    """An installation of three organisations, one of them ours."""

    def __init__(self, folder: Path) -> None:
        _, self.engine = installation(folder)
        with writing(self.engine) as session:
            ours = organisation(session, "Sample Ours")
            reef = organisation(session, "Sample Reef")
            works = organisation(session, "Sample Works", "industry")
            self.ids = {
                "ours": said(session, "https://s.example/0", JUDGE, ours).id,
                "reef": said(session, "https://s.example/1", f"{JUDGE} at all", reef, published="2024-01-02").id,
                "late": said(session, "https://s.example/2", JUDGE, works, published="2024-07-30").id,
                "support": said(session, "https://s.example/3", f"{JUDGE} fine", works, "support").id,
            }
            far = said(session, "https://s.example/4", "Small hosts cannot pay such bills", reef)
            ask(session, far, "amend", "24")
            other = said(session, "https://s.example/5", "Delete Article 29 and Article 24", works)
            ask(session, other, "delete", "29")
            (off,) = statement(session, "https://s.example/6", [JUDGE], works, on_topic=False)
            ask(session, off, "reject", "treaty")
            ask(session, said(session, "https://s.example/7", "Our own words on fees", ours), "add", "24")

    def to(self, draft: Letter, ours: Ours = Ours("sample-ours")) -> Comparison:  # noqa: B008  (frozen)
        with reading(self.engine) as session:
            return compare(session, draft, ours)


def test_the_nearest_of_each_other_organisation_on_the_same_side_stand_beside(compared: Compared) -> None:
    (beside,) = compared.to(letter(passage(OURS))).precedents
    assert [one.passage_id for one in beside] == [compared.ids["late"], compared.ids["reef"]]
    assert beside[0].provisions == ("24",) and beside[0].concerns == ("safeguards",)
    (beside,) = compared.to(letter(passage(OURS)), Ours("sample-ours", "", "2024-07")).precedents
    assert [one.passage_id for one in beside] == [compared.ids["late"], compared.ids["reef"]]
    (beside,) = compared.to(letter(passage(OURS)), Ours("sample-ours", "", "2024-07-22")).precedents
    assert [one.passage_id for one in beside] == [compared.ids["reef"]]
    (beside,) = compared.to(letter(passage(OURS, "support"))).precedents
    assert [one.passage_id for one in beside] == [compared.ids["support"]]


def test_asks_that_the_letter_lacks_are_counted_by_organisation(compared: Compared) -> None:
    found = compared.to(letter(passage(OURS)))
    assert [(o.verb, o.target, o.organisations) for o in found.left_out] == [
        ("amend", "24", ("Sample Reef",)),
        ("delete", "29", ("Sample Works",)),
    ]
    asking = letter(passage(OURS, "recommendation", ("delete", "24", "delete it")))
    assert [o.target for o in compared.to(asking).left_out] == ["29"]


def test_a_letter_that_hits_nothing_has_no_allies(compared: Compared) -> None:
    nothing = LetterPassage(0, 5, "Hello", "", (), (), (), ())
    found = compared.to(letter(nothing))
    assert found.precedents == ((),) and found.left_out == () and found.left_out_total == 0
    assert compared.to(Letter((), ENCODER.encode([]))).precedents == ()


def test_a_stronger_ask_meets_a_weaker_one_of_the_same_article() -> None:
    assert is_made(("amend", "24"), [("delete", "24")]) and is_made(("add", "24"), [("add", "24")])
    assert not is_made(("delete", "24"), [("amend", "24")]) and not is_made(("amend", "24"), [("delete", "25")])


@pytest.mark.parametrize(
    ("text", "date", "said"),
    [
        ("", "", "found none"),
        ("  \n", "", "found none"),
        ("x" * (LONGEST + 1), "", "60,001"),
        ("Words.", "May", "'May'"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, date: str, said: str) -> None:
    with pytest.raises(LetterError, match=said):
        read_letter(text, "", date, load_docket("un-cybercrime"))
