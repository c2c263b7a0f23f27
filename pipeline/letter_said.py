"""Stored passages that may say the same as a letter: those of others on its articles and concerns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from db.counting import believed, group_of_statement, passage_counts
from db.models import Label, Link, Mention, Organisation, Passage, Statement
from pipeline.letter import Letter

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Ours:
    """Who writes: our own statements are no allies'. Both may be empty; `kind` is `OrgKind`."""

    organisation: str = ""
    kind: str = ""
    published: str = ""


@dataclass(frozen=True)
class Said:
    """A stored passage with its speaker and what it has in common with the letter."""

    passage: int
    speaker: object
    text: str
    """Its group of copies and translations."""
    provisions: frozenset[str]
    concerns: frozenset[str]
    described: frozenset[str] = frozenset()
    """Provisions that it describes, or that the heading above it names; they stand apart from `provisions`."""


def against_it() -> ColumnElement[bool]:
    """Passages that object or ask for a change."""
    return or_(believed("stance", "objection"), believed("stance", "recommendation"))


def in_favour() -> ColumnElement[bool]:
    """Passages that support."""
    return believed("stance", "support")


def of_others(ours: Ours) -> list[ColumnElement[bool]]:
    """Passages that count, of others, not after the day of the letter."""
    conditions = [passage_counts()]
    if ours.organisation:
        conditions.append(or_(col(Organisation.slug).is_(None), col(Organisation.slug) != ours.organisation))
    if ours.published:
        conditions.append(col(Statement.published) <= f"{ours.published}-31"[:10])
    return conditions


def said_on(session: Session, letter: Letter, side: ColumnElement[bool], conditions: Conditions) -> list[Said]:
    """The passages of one side that name or describe an article of the letter, or raise a concern of it."""
    articles, where = (*letter.provisions, *letter.described), (side, *conditions)
    named = (col(Mention.status) == "resolved", col(Mention.provision).in_(articles))
    linked = (col(Link.status) == "shown", col(Link.provision).in_(articles))
    raised = or_(false(), *(and_(col(Label.key) == key, believed("concern", key)) for key in letter.concerns))
    return _joined(
        _found(session, Mention, Mention.provision, (*named, *where)) if articles else (),
        _found(session, Label, Label.key, (col(Label.kind) == "concern", raised, *where)) if letter.concerns else (),
        _found(session, Link, Link.provision, (*linked, *where)) if articles else (),
    )


def _found(session: Session, model: Any, key: Any, conditions: Conditions) -> Iterable[Any]:
    """(passage, organisation, group, key) of the rows of a model that meet the conditions."""
    query = (
        select(col(Passage.id), col(Statement.organisation_id), group_of_statement(), col(key))
        .select_from(Passage)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .join(model, col(model.passage_id) == col(Passage.id))
        .where(*conditions)
    )
    return session.connection().execute(query)


def _joined(*found: Iterable[Any]) -> list[Said]:
    """Each passage once, with its keys by name, by concern and by description."""
    speakers: dict[int, tuple[object, str]] = {}
    keys: list[dict[int, set[str]]] = [{} for _ in found]
    for rows, kept in zip(found, keys, strict=True):
        for passage, organisation, group, key in rows:
            speakers[passage] = organisation or group, group
            kept.setdefault(passage, set()).add(key)
    return [
        Said(passage, *whose, *(frozenset(kept.get(passage, ())) for kept in keys))
        for passage, whose in sorted(speakers.items())
    ]
