"""Which labels stand: the machine's, unless a person said otherwise. As SQL, for one label at a time."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from db.models import Label


def stands() -> ColumnElement[bool]:
    """True for a `Label` that is shown, not scored 0, and not overruled by a person.

    The same rule as `db.counting.believed`, about the label of the SELECT instead of about a passage; a test holds
    the two together.
    """
    human = aliased(Label)
    same = col(human.key) == col(Label.key)
    excluded = and_(col(Label.kind) != "concern", col(human.score) > 0)
    overruled = exists().where(
        col(human.passage_id) == col(Label.passage_id),
        col(human.kind) == col(Label.kind),
        col(human.origin) == "human",
        or_(same, excluded),
    )
    return and_(col(Label.status) == "shown", col(Label.score) > 0, or_(col(Label.origin) == "human", ~overruled))
