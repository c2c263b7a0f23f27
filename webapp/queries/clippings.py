"""Baskets, and the quotations in them: whose they are, where they stand, and whether they still stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Basket, Capture, Clipping, Mention, Organisation, Passage, Revision, Statement
from pipeline.references.reading import at_passage, statement_reference
from pipeline.references.reference import Reference

DAMAGED = (
    "Not to be quoted: the stored text no longer has these words at their place. `travaux check-quotations` says more."
)
REPLACED = "The page has changed since: these words stand in the wording captured on {day}, not in the present one."
NEWER = "The page has changed since, elsewhere: these words stand in its present wording too."


@dataclass(frozen=True)
class BasketLine:
    """A basket in the list of them."""

    id: int
    name: str
    count: int


@dataclass(frozen=True)
class Clipped:
    """A quotation in a basket. `warning` says what is no longer so; `sound` is false where it may not be quoted."""

    clipping: Clipping
    reference: Reference
    statement_id: int
    language: str
    warning: str
    sound: bool

    @property
    def passage_id(self) -> int:
        """The passage at this place, as the text is cut now; 0 where there is none."""
        return self.reference.place.passage_id if self.reference.place else 0


def baskets_of(session: Session, owner: str) -> tuple[BasketLine, ...]:
    """The owner's baskets by name, with how many quotations each holds."""
    query = (
        select(Basket.id, Basket.name, func.count(col(Clipping.id)))
        .outerjoin(Clipping, col(Clipping.basket_id) == col(Basket.id))
        .where(Basket.owner == owner)
        .group_by(col(Basket.id), col(Basket.name))
        .order_by(func.lower(Basket.name))
    )
    return tuple(BasketLine(key or 0, name, count) for key, name, count in session.exec(query))


def read_clippings(
    session: Session, docket: Docket, base_url: str, clippings: Sequence[Clipping]
) -> tuple[Clipped, ...]:
    """The clippings with their references, each compared with the stored text; nine SELECTs for any number."""
    texts = _Texts(session, clippings)
    return tuple(_clipped(session, docket, base_url, texts, one) for one in clippings)


class _Texts:
    """What the clippings are compared with, loaded together."""

    def __init__(self, session: Session, clippings: Sequence[Clipping]) -> None:
        wordings = {one.revision_id for one in clippings}
        own = session.exec(select(Revision).where(col(Revision.id).in_(wordings)))
        self.revisions = {revision.id or 0: revision for revision in own}
        statements = session.exec(
            select(Statement).where(col(Statement.id).in_({one.statement_id for one in clippings}))
        )
        self.statements = {statement.id or 0: statement for statement in statements}
        authors = {one.organisation_id for one in self.statements.values() if one.organisation_id}
        self.authors = list(session.exec(select(Organisation).where(col(Organisation.id).in_(authors))))
        current = {one.revision_id for one in self.statements.values() if one.revision_id} - set(self.revisions)
        newer = session.exec(select(Revision).where(col(Revision.id).in_(current)))
        self.current = {**self.revisions, **{revision.id or 0: revision for revision in newer}}
        captures = {revision.capture_id for revision in self.revisions.values()}
        found = session.exec(select(Capture).where(col(Capture.id).in_(captures)))
        self.captures = {capture.id or 0: capture for capture in found}
        passages = session.exec(select(Passage).where(col(Passage.revision_id).in_(wordings)))
        self.passages: dict[int, list[Passage]] = {}
        for passage in passages:
            self.passages.setdefault(passage.revision_id, []).append(passage)
        self.mentions: dict[int, list[Mention]] = {}
        for mention in session.exec(select(Mention).where(col(Mention.revision_id).in_(wordings))):
            self.mentions.setdefault(mention.revision_id, []).append(mention)


def _clipped(session: Session, docket: Docket, base_url: str, texts: _Texts, one: Clipping) -> Clipped:
    revision = texts.revisions[one.revision_id]
    passage = _passage_at(texts.passages.get(one.revision_id, []), one)
    quoted = Passage(
        id=passage.id if passage else one.passage_id, revision_id=one.revision_id, position=0,
        start=one.start, end=one.end, text=one.text, text_sha256="",
    )  # fmt: skip
    inside = [m for m in texts.mentions.get(one.revision_id, []) if one.start <= m.start < one.end]
    media = texts.captures[revision.capture_id].media_type
    whole = statement_reference(session, base_url, revision)
    reference = at_passage(whole, docket, revision, quoted, sorted(inside, key=lambda m: m.start), media)
    warning, sound = _checked(texts, revision, one)
    language = (passage.language if passage else "") or texts.statements[one.statement_id].language
    return Clipped(one, reference, one.statement_id, language, warning, sound)


def _passage_at(passages: Sequence[Passage], one: Clipping) -> Passage | None:
    """The passage in which the words begin, as the text is cut now."""
    return next((passage for passage in passages if passage.start <= one.start < passage.end), None)


def _checked(texts: _Texts, revision: Revision, one: Clipping) -> tuple[str, bool]:
    """What is to be said of the words, and whether they are those of the stored text."""
    if revision.text[one.start : one.end] != one.text:
        return DAMAGED, False
    statement = texts.statements[one.statement_id]
    if statement.revision_id in (None, one.revision_id):
        return "", True
    current = texts.current.get(statement.revision_id or 0)
    stands = current is not None and one.text in current.text
    return (NEWER if stands else REPLACED.format(day=f"{revision.captured_at:%d %B %Y}")), True
