"""What counts in a figure: the one definition that matrix, pages, digest and exports share.

A pair counts when it is shown, its passage belongs to the current wording of a statement about the docket, and
the passage is neither boilerplate nor off-topic. It is an *objection* when the passage's stance is objection, or
when the passage asks to delete or amend that provision, or to reject it or the whole treaty. A person's label
wins over the machine's.

The conditions are SQL about the `Passage` (or `Pair`) of the SELECT in which they stand, so that a page reads no
more rows than it shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.models import Ask, Label, Pair, Passage, Statement

AGAINST_ONE = ("delete", "amend", "reject")
"""Verbs that are an objection to the provision they aim at; `reject` may also aim at the whole treaty."""
WHOLE = "treaty"


@dataclass(frozen=True)
class CountedPair:
    """A concern and a lineage in one passage. `group` is the statement's group: copies and translations once."""

    passage_id: int
    statement_id: int
    organisation_id: int | None
    group: str
    concern: str
    provision: str
    origin: str
    objects: bool


def counted_pairs(
    session: Session, origins: Iterable[str] = ("explicit",), *conditions: ColumnElement[bool]
) -> list[CountedPair]:
    """Every pair that counts and meets `conditions`, each once, in the order of the texts.

    Explicit and implicit pairs are never added up: whoever asks for both keeps them apart by `origin`.
    """
    query = (
        select(
            *(col(Pair.passage_id), col(Statement.id), col(Statement.organisation_id), group_of_statement()),
            *(col(Pair.concern), col(Pair.provision), col(Pair.origin), objects()),
        )
        .join(Passage, col(Passage.id) == col(Pair.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Pair.status) == "shown", col(Pair.origin).in_(list(origins)))
        .where(passage_counts(), ~concern_denied(), *conditions)
        .order_by(col(Statement.address), col(Passage.position), col(Pair.provision), col(Pair.concern))
    )
    rows: Iterable[Any] = session.connection().execute(query).all()
    return [CountedPair(*row) for row in dict.fromkeys(rows)]


def group_of_statement() -> ColumnElement[str]:
    """The group in which copies and translations count once; before grouping, a statement is its own."""
    return func.coalesce(func.nullif(col(Statement.same_statement), ""), col(Statement.address))


def passage_counts() -> ColumnElement[bool]:
    """True for a passage of a statement about the docket that is itself neither boilerplate nor off-topic.

    The SELECT joins `Statement` on `Statement.revision_id == Passage.revision_id`: only the current wording.
    """
    on_topic = col(Statement.on_topic).is_(True)
    return and_(on_topic, ~believed("boilerplate", "true"), ~believed("on_topic", "false"))


def believed(kind: str, key: str | None) -> ColumnElement[bool]:
    """True when the passage carries the label: shown, not scored 0, and not overruled by a person.

    With `key` None, when it carries any label of the kind.

    A person overrules the machine's label of the same key; where keys exclude each other, as stances and flags
    do, a person's choice of one also overrules the others.
    """
    label, human = aliased(Label), aliased(Label)
    same = col(human.key) == col(label.key)
    overruled = exists().where(
        col(human.passage_id) == col(label.passage_id),
        col(human.kind) == kind,
        col(human.origin) == "human",
        same if kind == "concern" else or_(same, col(human.score) > 0),
    )
    return exists().where(
        col(label.passage_id) == col(Passage.id),
        col(label.kind) == kind,
        *(() if key is None else (col(label.key) == key,)),
        col(label.status) == "shown",
        col(label.score) > 0,
        or_(col(label.origin) == "human", ~overruled),
    )


def concern_denied() -> ColumnElement[bool]:
    """True when a person said of the pair's passage: not this concern."""
    human = aliased(Label)
    return exists().where(
        col(human.passage_id) == col(Pair.passage_id),
        col(human.kind) == "concern",
        col(human.key) == col(Pair.concern),
        col(human.origin) == "human",
        col(human.score) <= 0,
    )


def objects() -> ColumnElement[bool]:
    """True when the pair is an objection."""
    return or_(believed("stance", "objection"), _asked_against())


def _asked_against() -> ColumnElement[bool]:
    aimed = and_(col(Ask.verb).in_(AGAINST_ONE), col(Ask.target) == col(Pair.provision))
    whole = and_(col(Ask.verb) == "reject", col(Ask.target) == WHOLE)
    return exists().where(col(Ask.passage_id) == col(Pair.passage_id), or_(aimed, whole))
