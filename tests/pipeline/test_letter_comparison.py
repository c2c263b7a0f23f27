"""A draft beside what is stored: others on the same article and side, nearest first; asks that the draft lacks."""

from pathlib import Path

import pytest
from sqlmodel import Session

from db.docket import load_docket
from db.models import Ask, Link, Mention, Passage
from db.session import reading, writing
from pipeline import letter_comparison
from pipeline.letter import LONGEST, Letter, LetterError, LetterPassage, read_letter
from pipeline.letter_comparison import Comparison, compare, is_made
from pipeline.letter_said import Ours
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


def test_what_is_described_stands_apart_from_what_is_named(compared: Compared) -> None:
    with writing(compared.engine) as session:
        works = organisation(session, "Sample Kiln")
        (found,) = statement(session, "https://s.example/8", ["Interception asks no judge before it"], works)
        pair(session, found, "safeguards", "24")
        embedded(session, ENCODER, [found])
        key = found.id or 0
        session.add(Link(passage_id=key, provision="24", origin="implicit", status="shown", score=0.9,
                         reason="sample"))  # fmt: skip
        session.add(Ask(passage_id=key, verb="clarify", target="24", start=0, end=12, text="Interception",
                        reason="sample", origin="implicit"))  # fmt: skip
    answer = compared.to(letter(passage("Interception asks no judge")))
    beside = {one.passage_id: one for one in answer.precedents[0]}
    assert beside[key].described == ("24",) and beside[key].provisions == ()
    assert all(one.described == () for other, one in beside.items() if other != key)
    assert [(o.verb, o.target, o.described) for o in answer.left_out] == [
        ("amend", "24", False), ("delete", "29", False), ("clarify", "24", True),
    ]  # fmt: skip


def test_an_article_that_the_letter_only_describes_is_no_article_that_it_names(compared: Compared) -> None:
    own = LetterPassage(0, len(OURS), OURS, "objection", (), (), (), (), ("24",), (("amend", "24", OURS),))
    draft = letter(own)
    assert draft.provisions == () and draft.described == ("24",) and draft.asks == ()
    answer = compared.to(draft, Ours("sample-ours", "ngo"))
    assert answer.precedents[0] and all(one.described == ("24",) and not one.provisions for one in answer.precedents[0])
    assert ("amend", "24") not in {(one.verb, one.target) for one in answer.left_out}


def test_the_asks_of_a_letter_are_read_from_the_whole_of_it() -> None:
    text = "Dear Chair,\n\nWe ask the Committee to:\n\n- delete Article 24;\n- narrow Article 29; and\n- withdraw the treaty.\n"
    asks = read_letter(text, "", "2024-07-22", load_docket("un-cybercrime")).asks
    assert {verb for verb, _ in asks} >= {"delete", "amend"} and len(asks) >= 2


def test_a_letter_without_asks_and_one_of_forty_asks_in_a_sentence_are_read() -> None:
    docket = load_docket("un-cybercrime")
    assert read_letter("Our office will be closed in August.", "", "", docket).asks == ()
    many = "We ask you to " + ", ".join(f"delete Article {n}" for n in range(1, 41)) + "."
    assert len(read_letter(many, "", "2024-08-08", docket).asks) == 40


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
