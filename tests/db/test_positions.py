"""Where an organisation stands: only its own words tell, by provision and draft."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.counting import counted_pairs
from db.docket import load_docket
from db.models import Label, Link, Mention, Pair, Passage, Revision, Signature, Statement
from db.position_rows import Origin, positions
from db.positions import Position, Said, Side, Standing, sides_on, standing, statements_in
from db.session import reading, writing
from tests.builders import ask, installation, label, organisation, pair, statement

DOCKET = load_docket("un-cybercrime")
Tell = Callable[[Session], object]
Found = dict[tuple[str, str], Position]
NOBODY: frozenset[Side] = frozenset()


def told(tmp_path: Path, tell: Tell, name: str = "Sample Lantern", origin: Origin = "explicit") -> Found:
    """(provision, draft) → position of one organisation in an installation that `tell` fills."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        ids = {each: organisation(session, each) for each in ("Sample Lantern", "Sample Harbour")}
        session.info["ids"] = ids
        tell(session)
    with reading(engine) as session:
        found = positions(session, DOCKET, [ids[name]], origin)
        everybody = [one for one in positions(session, DOCKET, None, origin) if one.organisation_id == ids[name]]
        assert found == everybody
    engine.dispose()
    return {(one.provision, one.draft): one for one in found}


def written(session: Session, *texts: str, at: str = "https://a.example/1", by: str = "Sample Lantern",
            published: str = "2024-07-20") -> list[Passage]:  # fmt: skip
    """The passages of a statement of an organisation."""
    return statement(session, at, texts, session.info["ids"][by], published)


def cite(session: Session, passage: Passage, provision: str, draft: str = "rev3", status: str = "resolved") -> None:
    """A citation in a passage."""
    session.add(Mention(revision_id=passage.revision_id, passage_id=passage.id, start=passage.start,
                        end=passage.start + 7, text=passage.text[:7], instrument="", unit="article", article=provision,
                        draft=draft, status=status, provision=provision))  # fmt: skip


def stands(found: Found) -> dict[str, Standing]:
    """Provision → position by its own words, where one draft alone is spoken of."""
    return {provision: position.standing for (provision, _), position in found.items()}


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


def test_drafts_are_kept_apart_and_dated(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        (early,) = written(session, "Of the draft of 2023.", at="https://a.example/1", published="2023-09-14")
        (late,) = written(session, "Of the last draft.", at="https://a.example/2", published="2024-07-20")
        (unnamed,) = written(session, "Of neither by name.", at="https://a.example/3", published="2024-07-25")
        (undated,) = written(session, "Of no day.", at="https://a.example/4", published="")
        cite(session, early, "24", "zero")
        cite(session, late, "24", "rev3")
        cite(session, undated, "24", "")
        pair(session, early, "safeguards", "24", "recommendation")
        pair(session, late, "safeguards", "24", "objection")
        ask(session, unnamed, "delete", "24")

    found = told(tmp_path, tell)
    assert {draft: one.standing for (_, draft), one in found.items()} == {
        "zero": "asks", "rev3": "objects", "": "described",
    }  # fmt: skip
    assert found["24", "rev3"].days == ("2024-07-20", "2024-07-25")
    assert found["24", ""].days == ()


def republish(session: Session, at: str, of: str) -> None:
    """Put the statement at `at` into the group of the one at `of`."""
    row = session.exec(select(Statement).where(Statement.address == at)).one()
    row.same_text = row.same_statement = of


def test_a_republication_counts_once(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        for at in ("https://a.example/1", "https://b.example/1"):
            (passage,) = written(session, "Delete Article 24 (sample).", at=at)
            cite(session, passage, "24")
            pair(session, passage, "safeguards", "24")
        republish(session, "https://b.example/1", "https://a.example/1")

    found = told(tmp_path, tell)["24", "rev3"]
    assert len(found.wrote) == statements_in(found.wrote) == 1


def test_two_statements_in_the_same_words_are_two(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        for at in ("https://a.example/1", "https://b.example/1"):
            (passage,) = written(session, "Delete Article 24 (sample).", at=at)
            cite(session, passage, "24")

    assert statements_in(told(tmp_path, tell)["24", "rev3"].wrote) == 2


def joint_letter(session: Session, by: str = "Sample Harbour", signer: str = "Sample Lantern") -> Passage:
    """A letter of one organisation that objects to Article 24 and that another signed."""
    (passage,) = written(session, "Article 24 names no judge.", at="https://letter.example/1", by=by)
    cite(session, passage, "24")
    pair(session, passage, "safeguards", "24")
    session.add(Signature(revision_id=passage.revision_id, position=0, name=signer, kind="organisation",
                          organisation_id=session.info["ids"][signer]))  # fmt: skip
    return passage


def test_what_was_only_signed_is_kept_apart(tmp_path: Path) -> None:
    found = told(tmp_path, joint_letter)["24", "rev3"]
    assert (found.standing, found.signed_standing) == ("none", "objects")
    assert not found.wrote and len(found.signed) == 1


def test_a_signature_under_ones_own_letter_adds_nothing(tmp_path: Path) -> None:
    found = told(tmp_path, lambda session: joint_letter(session, "Sample Lantern"))["24", "rev3"]
    assert (found.standing, found.signed_standing) == ("objects", "none")


def test_a_letter_that_one_signed_and_republished_is_ones_own(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        joint_letter(session)
        (copy,) = written(session, "Article 24 names no judge.", at="https://z.example/copy")
        cite(session, copy, "24")
        pair(session, copy, "safeguards", "24")
        republish(session, "https://z.example/copy", "https://letter.example/1")

    found = told(tmp_path, tell)["24", "rev3"]
    assert (found.standing, found.signed_standing) == ("objects", "none")


def test_a_signature_under_an_earlier_wording_counts_no_more(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        old = joint_letter(session)
        row = session.exec(select(Statement).where(Statement.revision_id == old.revision_id)).one()
        before = session.get_one(Revision, old.revision_id)
        now = Revision(statement_id=row.id or 0, capture_id=before.capture_id, number=2, title="", text="Changed.",
                       text_sha256="new", body_end=8, captured_at=before.captured_at)  # fmt: skip
        session.add(now)
        session.flush()
        row.revision_id = now.id

    assert told(tmp_path, tell) == {}


def test_an_exact_copy_that_is_read_elsewhere_speaks_for_its_sender(tmp_path: Path) -> None:
    """Comments word for word the same are cut into passages once, for all their senders."""

    def tell(session: Session) -> None:
        (first,) = written(session, "Delete Article 24.", at="https://c.example/1", by="Sample Harbour")
        cite(session, first, "24")
        pair(session, first, "safeguards", "24")
        (copy,) = written(session, "Delete Article 24.", at="https://c.example/2")
        (other,) = written(session, "Keep Article 24, dear Committee.", at="https://c.example/3")
        for passage in (copy, other):
            session.delete(passage)
        for at in ("https://c.example/2", "https://c.example/3"):
            republish(session, at, "https://c.example/1")

    found = told(tmp_path, tell)["24", "rev3"]
    assert found.standing == "objects"
    assert statements_in(found.wrote) == 1


def test_implied_articles_are_apart(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        described, tied = written(session, "The interception power.", "The seizure power.")
        session.add_all([
            Link(passage_id=described.id or 0, provision="30", origin="implicit", status="shown", score=0.9, reason=""),
            Link(passage_id=described.id or 0, provision="29", origin="implicit", status="unsure", score=0.3, reason=""),
            Pair(passage_id=tied.id or 0, concern="surveillance", provision="28", origin="implicit", status="unsure",
                 start=0, end=3, reason=""),
        ])  # fmt: skip
        for passage in (described, tied):
            label(session, passage, "stance", "objection")

    assert told(tmp_path / "explicit", tell) == {}
    assert stands(told(tmp_path / "implicit", tell, origin="implicit")) == {"30": "objects"}


def test_nothing_found_is_no_position_at_all(tmp_path: Path) -> None:
    assert told(tmp_path, lambda session: written(session, "On something else.")) == {}
    assert standing([]) == "none"


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
