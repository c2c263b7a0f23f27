"""What counts: the conditions that a passage, a label and a pair meet before any figure shows them.

Every condition is about the `Passage` (or `Pair`) of the SELECT in which it stands.
"""

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from db.models import Ask, Label, Pair, Passage, Statement

ASKS_AGAINST = ("delete", "amend")
"""Verbs that are an objection to the provision they aim at; `reject` also aims at the whole treaty."""
WHOLE_TREATY = "treaty"


def group_of_statement() -> ColumnElement[str]:
    """The group in which republications and translations count once; alone, a statement is its own."""
    return func.coalesce(func.nullif(col(Statement.same_statement), ""), col(Statement.address))


def believed(kind: str, key: str | None = None) -> ColumnElement[bool]:
    """True when the passage carries the label: shown, not scored 0, and not overruled by a person.

    A person overrules the same kind and key; of stances, which exclude each other, also every other one.
    """
    label, human = aliased(Label), aliased(Label)
    same_key = col(human.key) == col(label.key)
    same_matter = or_(same_key, col(human.score) > 0) if kind == "stance" else same_key
    overruled = exists().where(
        col(human.passage_id) == col(label.passage_id),
        col(human.kind) == kind,
        col(human.origin) == "human",
        same_matter,
    )
    conditions = [
        col(label.passage_id) == col(Passage.id),
        col(label.kind) == kind,
        col(label.status) == "shown",
        col(label.score) > 0,
        or_(col(label.origin) == "human", ~overruled),
    ]
    if key is not None:
        conditions.append(col(label.key) == key)
    return exists().where(*conditions)


def passage_counts() -> ColumnElement[bool]:
    """True for a passage of an on-topic statement's current wording that is on topic itself and no furniture.

    The SELECT joins `Statement` on `Statement.revision_id == Passage.revision_id`.
    """
    return and_(col(Statement.on_topic).is_(True), believed("on_topic"), ~believed("boilerplate"))


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


def asked_against() -> ColumnElement[bool]:
    """True when the pair's passage asks to delete or amend its provision, or to reject it or the treaty."""
    aimed = col(Ask.target) == col(Pair.provision)
    return exists().where(
        col(Ask.passage_id) == col(Pair.passage_id),
        or_(
            and_(col(Ask.verb).in_(ASKS_AGAINST), aimed),
            and_(col(Ask.verb) == "reject", or_(aimed, col(Ask.target) == WHOLE_TREATY)),
        ),
    )


def against() -> ColumnElement[bool]:
    """True when the pair is an objection in the sense of the matrix."""
    return or_(believed("stance", "objection"), asked_against())
