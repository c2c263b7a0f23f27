"""What people keep for themselves: quotations are checked when taken, and everything has an owner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.docket import load_docket
from db.models import Basket, Clipping, NoteTag, Passage, Revision
from db.quotations import check_quotations
from db.reading import canonical_lines
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store import desk as store
from db.store.desk import DeskError
from db.transfer.dictionary import datasette_metadata
from db.transfer.folder import DOCKET_TABLES
from tests.sample_story import fill
from tests.stories import Story


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session on the sample story."""
    engine = open_installation(Settings(data=tmp_path))
    with writing(engine) as opened:
        fill(Story(opened))
        yield opened
    engine.dispose()


def order(session: Session, basket: Basket) -> list[int]:
    """Passages of a basket, in its order."""
    return [one.passage_id or 0 for one in store.clippings_in(session, basket)]


def test_clippings_keep_their_order_and_none_is_lost(session: Session) -> None:
    basket = store.add_basket(session, "", "First")
    made = [store.clip(session, basket, store.place_of(session, number), "Ana").id or 0 for number in (1, 2, 3, 1)]
    assert made[3] == made[0] and order(session, basket) == [1, 2, 3]
    store.move(session, basket, made[0], 1)
    assert order(session, basket) == [2, 1, 3]
    store.move(session, basket, made[2], -9)
    assert order(session, basket) == [3, 2, 1]
    store.move(session, basket, made[2], 9)
    store.arrange(session, basket, [made[0], 999, made[0]])
    assert order(session, basket) == [1, 2, 3]


def test_a_piece_of_a_passage_is_exactly_its_words(session: Session) -> None:
    passage = session.get_one(Passage, 2)
    place = store.place_of(session, 2, passage.start + 3, passage.end - 2)
    assert (
        place.text == passage.text[3:-2] == session.get_one(Revision, place.revision_id).text[place.start : place.end]
    )
    for start, end in ((passage.start - 1, passage.end), (passage.end, passage.start), (passage.end, passage.end + 1)):
        with pytest.raises(DeskError, match="a piece of passage 2"):
            store.place_of(session, 2, start, end)
    with pytest.raises(DeskError, match="no passage 999"):
        store.place_of(session, 999)


def test_baskets_and_notes_belong_to_their_owner(session: Session) -> None:
    theirs = store.add_basket(session, "Ben", "Mine")
    store.add_basket(session, "Ana", "Mine")
    with pytest.raises(DeskError, match="already"):
        store.add_basket(session, "Ben", "  Mine ")
    with pytest.raises(DeskError, match="no such basket"):
        store.basket_of(session, "Ana", theirs.id or 0)
    note = store.add_note(session, "Ben", store.place_of(session, 1), "Ours.", ["  A  Tag ", "#a tag", ""])
    with pytest.raises(DeskError, match="no such note"):
        store.note_of(session, "Ana", note.id or 0)
    assert [tag.tag for tag in session.exec(select(NoteTag))] == ["a tag"]
    store.drop_note(session, note)
    store.drop_basket(session, theirs)
    assert session.exec(select(NoteTag)).all() == []


@pytest.mark.parametrize("words", ["", "  \n "])
def test_nothing_is_written_that_says_nothing(session: Session, words: str) -> None:
    place = store.place_of(session, 1)
    with pytest.raises(DeskError, match="Write a note"):
        store.add_note(session, "", place, words, ["", "#"])
    with pytest.raises(DeskError, match="needs a name"):
        store.add_basket(session, "", words)
    with pytest.raises(DeskError, match="nothing yet"):
        store.hold(session, "24", words, [], [], "Ana")
    with pytest.raises(DeskError, match="name of who writes"):
        store.hold(session, "24", "We object.", [], [], words)
    with pytest.raises(DeskError, match="at most 20 tags"):
        store.add_note(session, "", place, "x", [str(number) for number in range(21)])


def test_a_basket_is_bounded(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_CLIPPINGS", 1)
    basket = store.add_basket(session, "", "Small")
    store.clip(session, basket, store.place_of(session, 1), "Ana")
    with pytest.raises(DeskError, match="Begin another one"):
        store.clip(session, basket, store.place_of(session, 2), "Ana")


def test_what_is_private_is_shown_to_nobody_by_datasette() -> None:
    tables = datasette_metadata(load_docket("un-cybercrime"))["databases"]["travaux"]["tables"]
    for name in ("basket", "clipping", "private_note", "note_tag", "our_position", "account"):
        assert tables[name]["allow"] is False, name
        assert name not in DOCKET_TABLES
    assert "allow" not in tables["statement"]


def test_what_is_private_is_in_no_dump_and_its_quotations_are_checked(tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    with writing(engine) as session:
        fill(Story(session))
        before = len(list(canonical_lines(session)))
        basket = store.add_basket(session, "", "SECRET basket")
        clipping = store.clip(session, basket, store.place_of(session, 1), "Ana", "SECRET note").id
        store.add_note(session, "", store.place_of(session, 2), "SECRET words", ["secret tag"])
        store.hold(session, "24", "SECRET position", [], [], "Ana")
    with reading(engine) as session:
        lines = list(canonical_lines(session))
        assert len(lines) == before and not any("secret" in line.lower() for line in lines)
        wrong_before = [one.wrong for one in check_quotations(session) if one.wrong]
    with writing(engine) as session:
        session.get_one(Clipping, clipping).text = "Words that nobody wrote."
    with reading(engine) as session:
        wrong = [one.wrong for one in check_quotations(session) if one.wrong and one.wrong not in wrong_before]
    assert len(wrong) == 1 and "Words that nobody wrote." in str(wrong[0])
    engine.dispose()
