"""What waits for a person, ordered by what helps most: the marks that would change a figure, or that contradict."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.counting import AGAINST_ONE, passage_counts
from db.models import Ask, Counted, Decision, Label, Link, Mention, Pair, Passage, Statement
from webapp.queries.keys import key_of

MOST = 500
"""Questions of each reason in the queue; the page says how many more there are."""
UNSURE = "unsure"
WHYS = {
    "only": "the only objection in its figure",
    "disagree": "its stance and what it asks for contradict",
    "unresolved": "nobody could tell which article it cites",
    "unsure": "the program is not sure",
}
"""Why a mark is asked about, the most helpful first."""


@dataclass(frozen=True)
class Wanted:
    """Which questions the reader asked for; empty means all."""

    why: str = ""
    concern: str = ""
    article: str = ""


@dataclass(frozen=True)
class Question:
    """A mark that a person should look at. `weight` orders the queue: more helps more."""

    passage_id: int
    kind: str
    key: str
    why: str
    weight: float


@dataclass(frozen=True)
class Queue:
    """The questions in order, and for each reason how many there are in all, those that are cut included."""

    questions: tuple[Question, ...]
    totals: dict[str, int]

    @property
    def total(self) -> int:
        """All that wait."""
        return sum(self.totals.values())


def read_queue(session: Session, wanted: Wanted) -> Queue:
    """The questions on which nobody has decided, in four SELECTs."""
    queries = {"only": _only, "disagree": _disagreeing, "unresolved": _unresolved, "unsure": _unsure}
    found: list[Question] = []
    totals = {}
    for why, query in queries.items():
        rows = session.connection().execute(query(wanted).limit(MOST)).all() if wanted.why in ("", why) else []
        totals[why] = int(rows[0][4]) if rows else 0
        found += [Question(row[0], row[1], row[2], why, round(float(row[3]), 3)) for row in rows]
    return Queue(tuple(_each_once(sorted(found, key=lambda each: (-each.weight, each.passage_id)))), totals)


def _each_once(questions: Iterable[Question]) -> Iterable[Question]:
    return {(each.passage_id, each.kind, each.key): each for each in reversed(list(questions))}.values().__reversed__()


def _question(kind: Any, key: Any, weight: ColumnElement[float], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Passage, kind, key, weight and the number of all such rows; only current texts about the docket."""
    return (
        select(key_of(Passage), kind.label("kind"), key.label("key"), weight.label("weight"), func.count().over())
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(passage_counts(), ~decided(kind, key), *conditions)
        .order_by(weight.desc(), col(Passage.id))
    )


def decided(kind: ColumnElement[str], key: ColumnElement[str]) -> ColumnElement[bool]:
    """True when a decision stands on this mark of the passage."""
    mine = aliased(Decision)
    newest = (
        select(col(mine.verdict))
        .where(col(mine.text_sha256) == col(Passage.text_sha256), col(mine.kind) == kind, col(mine.key) == key)
        .order_by(col(mine.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, "undo") != "undo"


def _about(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The passage speaks of the concern and the article that are asked for."""
    asked: list[ColumnElement[bool]] = []
    if wanted.concern:
        label = aliased(Label)
        theme = (col(label.kind) == "concern", col(label.key) == wanted.concern)
        asked.append(exists().where(col(label.passage_id) == col(Passage.id), *theme))
    if wanted.article:
        mention, pair, link = aliased(Mention), aliased(Pair), aliased(Link)
        here = [(t, col(t.provision) == wanted.article) for t in (mention, pair, link)]
        here.append((mention, col(mention.candidates).contains(f'"{wanted.article}"', autoescape=True)))
        asked.append(or_(*(exists().where(col(t.passage_id) == col(Passage.id), named) for t, named in here)))
    return asked


def _unsure(wanted: Wanted) -> Select[Any]:
    """Concerns and stances of which the program is not sure; first where a pair waits for the answer."""
    waits = exists().where(
        col(Pair.passage_id) == col(Label.passage_id), col(Pair.concern) == col(Label.key), col(Pair.status) == UNSURE
    )
    key = case((col(Label.kind) == "concern", col(Label.key)), else_="")
    weight = col(Label.score) + case((waits, 1.0), else_=0.0)
    unsure = (col(Label.status) == UNSURE, col(Label.kind).in_(("concern", "stance")), col(Label.score) > 0)
    query = _question(col(Label.kind), key, weight, *unsure, *_about(wanted))
    return query.join(Label, col(Label.passage_id) == col(Passage.id))


def _unresolved(wanted: Wanted) -> Select[Any]:
    """Citations that nobody could resolve; first those of a passage that says something against a provision."""
    offset = col(Mention.start) - col(Passage.start)
    key = cast(offset, String) + ":" + col(Mention.article) + ":" + col(Mention.text)
    telling = exists().where(
        col(Label.passage_id) == col(Passage.id), col(Label.kind) == "concern", col(Label.status) == "shown"
    )
    weight = literal(1.0) + case((telling, 0.8), else_=0.0)
    open_ = col(Mention.status).in_(("ambiguous", "unmatched"))
    query = _question(literal("mention"), key, weight, open_, *_about(wanted))
    return query.join(Mention, col(Mention.passage_id) == col(Passage.id))


def _disagreeing(wanted: Wanted) -> Select[Any]:
    """Stances of passages that ask to delete, amend or reject although the model says support or nothing."""
    against = exists().where(col(Ask.passage_id) == col(Passage.id), col(Ask.verb).in_(AGAINST_ONE))
    mild = and_(col(Label.kind) == "stance", col(Label.key).in_(("support", "neutral")), col(Label.status) == "shown")
    query = _question(literal("stance"), literal(""), col(Label.score) + 1.0, mild, against, *_about(wanted))
    return query.join(Label, col(Label.passage_id) == col(Passage.id)).where(col(Label.origin) != "human")


def _only(wanted: Wanted) -> Select[Any]:
    """Ties of a concern to a provision that only one passage of all carries as an objection."""
    alone = (
        select(func.min(Counted.passage_id).label("passage"), col(Counted.concern), col(Counted.provision))
        .where(col(Counted.objects).is_(True))
        .group_by(col(Counted.concern), col(Counted.provision), col(Counted.origin))
        .having(func.count(func.distinct(Counted.passage_id)) == 1)
        .subquery()
    )
    sure = (
        select(func.max(Label.score))
        .where(col(Label.passage_id) == col(Passage.id), col(Label.kind) == "concern")
        .where(col(Label.key) == alone.c.concern)
        .scalar_subquery()
    )
    key = alone.c.concern + ":" + alone.c.provision
    weight = literal(2.0) - func.coalesce(sure, 0.0)
    query = _question(literal("pair"), key, weight, *_about(wanted))
    return query.join(alone, alone.c.passage == col(Passage.id))
