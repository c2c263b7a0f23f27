"""Clippings, notes and our positions: what people at the desk write down. Every quotation is checked when taken."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from db.models import Basket, Clipping, NoteTag, OurPosition, Passage, PrivateNote, Revision
from db.store.captures import now

FIRST_BASKET = "Clippings"
LONGEST_NAME = 100
LONGEST_NOTE = 20_000
MOST_CLIPPINGS = 1000
"""Of one basket; more are no collection that anybody reads."""
MOST_TAGS = 20
LONGEST_TAG = 40


class DeskError(ValueError):
    """It cannot be written down. The message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Words of a statement: `text` is `text[start:end]` of the revision."""

    statement_id: int
    revision_id: int
    passage_id: int | None
    start: int
    end: int
    text: str


def place_of(session: Session, passage_id: int, start: int | None = None, end: int | None = None) -> Place:
    """The passage, or the part of it between two offsets into its revision's text. Raises `DeskError`."""
    passage = session.get(Passage, passage_id)
    if passage is None:
        raise DeskError(f"There is no passage {passage_id} any more. Open the statement again and choose it there.")
    first, last = passage.start if start is None else start, passage.end if end is None else end
    if not passage.start <= first < last <= passage.end:
        raise DeskError(
            f"Expected a piece of passage {passage_id}, found characters {first} to {last}. Choose it again."
        )
    revision = session.get_one(Revision, passage.revision_id)
    text = revision.text[first:last]
    if text != passage.text[first - passage.start : last - passage.start]:
        raise DeskError("The stored passage is not the one of its text. `travaux check-quotations` says more.")
    return Place(revision.statement_id, passage.revision_id, passage_id, first, last, text)


def add_basket(session: Session, owner: str, name: str) -> Basket:
    """A new basket. Raises `DeskError` for an empty name, and one that the owner has already."""
    wanted = named(name)
    if basket_called(session, owner, wanted):
        raise DeskError(f"There is a basket “{wanted}” already. Choose another name.")
    basket = Basket(owner=owner, name=wanted, created_at=now())
    session.add(basket)
    session.flush()
    return basket


def named(name: str) -> str:
    """A basket's name on one line. Raises `DeskError` where there is none."""
    wanted = " ".join(name.split())[:LONGEST_NAME]
    if not wanted:
        raise DeskError("A basket needs a name. Type one.")
    return wanted


def basket_called(session: Session, owner: str, name: str) -> Basket | None:
    """The owner's basket of this name."""
    return session.exec(select(Basket).where(Basket.owner == owner, Basket.name == name)).first()


def basket_of(session: Session, owner: str, basket_id: int) -> Basket:
    """The owner's basket. Raises `DeskError` for another's, as for one that does not exist."""
    found = session.exec(select(Basket).where(Basket.owner == owner, Basket.id == basket_id)).first()
    if found is None:
        raise DeskError("There is no such basket. Your baskets are at /clippings.")
    return found


def rename_basket(session: Session, basket: Basket, name: str) -> None:
    """Give the basket another name. Raises `DeskError` as `add_basket` does."""
    wanted = named(name)
    other = basket_called(session, basket.owner, wanted)
    if other and other.id != basket.id:
        raise DeskError(f"There is a basket “{wanted}” already. Choose another name.")
    basket.name = wanted
    session.add(basket)


def drop_basket(session: Session, basket: Basket) -> None:
    """Throw the basket away with what is in it."""
    session.execute(delete(Clipping).where(col(Clipping.basket_id) == basket.id))
    session.delete(basket)


def clip(session: Session, basket: Basket, place: Place, by: str, note: str = "") -> Clipping:
    """Put words into the basket, at its end; words that are in it already stay where they are. Raises `DeskError`."""
    same = select(Clipping).where(Clipping.basket_id == basket.id, Clipping.revision_id == place.revision_id)
    known = session.exec(same.where(Clipping.start == place.start, Clipping.end == place.end)).first()
    if known:
        return known
    count, last = session.execute(
        select(func.count(), func.max(Clipping.position)).where(col(Clipping.basket_id) == basket.id)
    ).one()
    if count >= MOST_CLIPPINGS:
        raise DeskError(f"“{basket.name}” holds {count:,} quotations, the most of a basket. Begin another one.")
    made = Clipping(
        basket_id=basket.id or 0, position=(last or 0) + 1, note=note[:LONGEST_NOTE], by=by, at=now(), **vars(place)
    )
    session.add(made)
    session.flush()
    return made


def clippings_in(session: Session, basket: Basket) -> list[Clipping]:
    """Its clippings, in their order."""
    query = select(Clipping).where(Clipping.basket_id == basket.id)
    return list(session.exec(query.order_by(col(Clipping.position), col(Clipping.id))))


def clipping_in(session: Session, basket: Basket, clipping_id: int) -> Clipping:
    """One of its clippings. Raises `DeskError`."""
    found = session.get(Clipping, clipping_id)
    if found is None or found.basket_id != basket.id:
        raise DeskError(f"That quotation is not in “{basket.name}” any more.")
    return found


def move(session: Session, basket: Basket, clipping_id: int, steps: int) -> None:
    """Move a clipping by so many places towards the end, or with a negative number towards the beginning."""
    order = [one.id for one in clippings_in(session, basket)]
    at = order.index(clipping_in(session, basket, clipping_id).id)
    order.insert(min(max(at + steps, 0), len(order) - 1), order.pop(at))
    arrange(session, basket, [key for key in order if key is not None])


def arrange(session: Session, basket: Basket, order: Sequence[int]) -> None:
    """Put the clippings into this order; those that it does not name come after, as they stood."""
    wanted = {key: number for number, key in enumerate(dict.fromkeys(order))}
    found = clippings_in(session, basket)
    found.sort(key=lambda one: wanted.get(one.id or 0, len(wanted)))
    for position, one in enumerate(found, 1):
        one.position = position
        session.add(one)


def add_note(session: Session, owner: str, place: Place, words: str, tags: Iterable[str]) -> PrivateNote:
    """A private note on words of a statement, with its tags. Raises `DeskError` where it says nothing."""
    kept = tags_of(tags)
    if not words.strip() and not kept:
        raise DeskError("Write a note, or a tag, or both.")
    note = PrivateNote(owner=owner, words=words.strip()[:LONGEST_NOTE], at=now(), **vars(place))
    session.add(note)
    session.flush()
    session.add_all(NoteTag(note_id=note.id or 0, tag=tag) for tag in kept)
    return note


def tags_of(written: Iterable[str]) -> list[str]:
    """Tags as they are kept: lower case, single spaces, each once. Raises `DeskError` for too many."""
    plain = (re.sub(r"[\s#]+", " ", tag).strip().casefold()[:LONGEST_TAG] for tag in written)
    kept = list(dict.fromkeys(tag for tag in plain if tag))
    if len(kept) > MOST_TAGS:
        raise DeskError(f"Expected at most {MOST_TAGS} tags on a note, found {len(kept)}.")
    return kept


def note_of(session: Session, owner: str, note_id: int) -> PrivateNote:
    """The owner's note. Raises `DeskError`."""
    note = session.get(PrivateNote, note_id)
    if note is None or note.owner != owner:
        raise DeskError("There is no such note. Your notes are at /notes.")
    return note


def change_note(session: Session, note: PrivateNote, words: str, tags: Iterable[str]) -> None:
    """Other words and tags for a note. Raises `DeskError` where it would say nothing."""
    kept = tags_of(tags)
    if not words.strip() and not kept:
        raise DeskError("A note without words and tags says nothing. Throw it away instead.")
    note.words = words.strip()[:LONGEST_NOTE]
    session.add(note)
    session.execute(delete(NoteTag).where(col(NoteTag.note_id) == note.id))
    session.add_all(NoteTag(note_id=note.id or 0, tag=tag) for tag in kept)


def drop_note(session: Session, note: PrivateNote) -> None:
    """Throw a note away, with its tags."""
    session.execute(delete(NoteTag).where(col(NoteTag.note_id) == note.id))
    session.delete(note)


def hold(
    session: Session, provision: str, words: str, concerns: Sequence[str], asks: Sequence[str], by: str
) -> OurPosition:
    """What we hold on a provision from now on; without words the position is taken back. Raises `DeskError`."""
    if not by.strip():
        raise DeskError("Expected the name of who writes, found none.")
    newest = select(OurPosition).where(OurPosition.provision == provision).order_by(col(OurPosition.id).desc())
    known = session.exec(newest).first()
    if not words.strip() and (known is None or not known.words):
        raise DeskError("Write what we hold; there is nothing yet that could be taken back.")
    made = OurPosition(
        provision=provision, words=words.strip()[:LONGEST_NOTE], by=by, at=now(),
        concerns=json.dumps(list(concerns)), asks=json.dumps(list(asks)),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
