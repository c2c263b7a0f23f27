"""Positions by draft: what was written and what was only signed, copies once, implied articles apart."""

from pathlib import Path

from sqlmodel import Session, select

from db.models import Link, Pair, Passage, Revision, Signature, Statement
from db.positions import standing, statements_in
from tests.builders import ask, label, pair
from tests.db.position_stories import cite, stands, told, written


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


def test_a_month_is_named_only_where_no_day_of_it_is(tmp_path: Path) -> None:
    def tell(session: Session) -> None:
        for number, published in enumerate(("2024-06", "2024-07", "2024-07-03")):
            (passage,) = written(session, "A sample.", at=f"https://a.example/{number}", published=published)
            cite(session, passage, "24")

    assert told(tmp_path, tell)["24", "rev3"].days == ("2024-06", "2024-07-03")


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
