"""What counts in a figure: the one definition that matrix, pages, digest and exports share.

A pair counts when it is shown, its passage belongs to the current wording of a statement about the docket, and
the passage is neither boilerplate nor off-topic. It is an *objection* when the passage's stance is objection, or
when the passage asks to delete or amend that provision, or to reject it or the whole treaty. A person's label
wins over the machine's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.models import Ask, Label, Pair, Passage, Statement

AGAINST = frozenset({"delete", "amend", "reject"})
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
    stance: str
    objects: bool


@dataclass(frozen=True)
class PassageMarks:
    """The shown labels of a passage that decide whether and how it counts."""

    stance: str = "neutral"
    left_out: bool = False
    not_concerns: frozenset[str] = frozenset()


def counted_pairs(session: Session, origins: Iterable[str] = ("explicit",)) -> list[CountedPair]:
    """Every pair that counts, in the order of the texts. Explicit and implicit pairs are never added up."""
    query = (
        select(Pair, Statement)
        .join(Passage, col(Passage.id) == Pair.passage_id)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .where(col(Statement.on_topic).is_(True), Pair.status == "shown", col(Pair.origin).in_(list(origins)))
        .order_by(Statement.address, col(Passage.position), Pair.provision, Pair.concern)
    )
    rows = session.exec(query).all()
    marks, asks = passage_marks(session), asks_against(session)
    found = {}
    for pair, statement in rows:
        mark = marks.get(pair.passage_id, PassageMarks())
        if not mark.left_out and pair.concern not in mark.not_concerns:
            found[pair.passage_id, pair.concern, pair.provision] = _counted(pair, statement, mark, asks)
    return list(found.values())


def _counted(pair: Pair, statement: Statement, mark: PassageMarks, asks: Mapping[int, set[str]]) -> CountedPair:
    asked = asks.get(pair.passage_id, set())
    return CountedPair(
        passage_id=pair.passage_id,
        statement_id=statement.id or 0,
        organisation_id=statement.organisation_id,
        group=statement.same_statement,
        concern=pair.concern,
        provision=pair.provision,
        origin=pair.origin,
        stance=mark.stance,
        objects=mark.stance == "objection" or pair.provision in asked or WHOLE in asked,
    )


def asks_against(session: Session) -> dict[int, set[str]]:
    """Passage → the provisions that it asks to delete, amend or reject; `treaty` only where it is to be rejected."""
    against: dict[int, set[str]] = {}
    for ask in session.exec(select(Ask).where(col(Ask.verb).in_(sorted(AGAINST)))):
        if ask.target != WHOLE or ask.verb == "reject":
            against.setdefault(ask.passage_id, set()).add(ask.target)
    return against


def passage_marks(session: Session) -> dict[int, PassageMarks]:
    """Passage → its deciding labels, a person's last because they win."""
    query = select(Label).where(
        Label.status == "shown", (col(Label.kind) != "concern") | (col(Label.origin) == "human")
    )
    rows = sorted(session.exec(query), key=lambda label: label.origin == "human")
    by_passage: dict[int, dict[tuple[str, str], Label]] = {}
    for label in rows:
        name = (label.kind, label.key if label.kind == "concern" else "")
        by_passage.setdefault(label.passage_id, {})[name] = label
    return {passage: _marks(labels) for passage, labels in by_passage.items()}


def _marks(labels: Mapping[tuple[str, str], Label]) -> PassageMarks:
    stance = labels.get(("stance", ""))
    boilerplate, on_topic = labels.get(("boilerplate", "")), labels.get(("on_topic", ""))
    is_furniture = boilerplate is not None and boilerplate.key == "true"
    is_elsewhere = on_topic is not None and on_topic.key == "false"
    denied = {label.key for (kind, _), label in labels.items() if kind == "concern" and label.score == 0}
    return PassageMarks(stance.key if stance else "neutral", is_furniture or is_elsewhere, frozenset(denied))
