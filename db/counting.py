"""What counts in a figure: the one definition that matrix, pages, digest and exports share.

A pair counts when it is shown, its passage belongs to the current wording of a statement about the docket, and
the passage is neither boilerplate nor off-topic. It is an *objection* when the passage's stance is objection, or
when the passage asks to delete or amend that provision, or to reject it or the whole treaty. A person's label
wins over the machine's.

The conditions are SQL about the `Passage` (or `Pair`) of the SELECT in which they stand, so that a page reads no
more rows than it shows.

What they find is kept in the table `counted`, revision by revision (`db.recounting`), so that a page need not ask
them of every pair. A revision that changed since is counted anew when it is read: `counted_pairs` is always what
the conditions say now. Whoever lets the definition read another table gives that table its triggers there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.models import Ask, Counted, Label, Mention, Pair, Passage, RevisionCount, Statement

AGAINST_ONE = ("delete", "amend", "reject")
"""Verbs that are an objection to the provision they aim at; `reject` may also aim at the whole treaty."""
IN_FAVOUR = ("retain", "support")
WHOLE = "treaty"
DESCRIBED = "implicit"
"""Origin of links, pairs and targets of asks that are described and not named."""
Side = Literal["objections", "asks", "support"]
"""Which pairs a figure counts: those that object, those whose passage asks anything of the provision, those that
support it or ask to keep it. One pair may be on several sides; they are never added up."""


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
    asks: bool = False
    supports: bool = False
    published: str = ""
    """As the statement is dated: `YYYY-MM-DD`, `YYYY-MM`, or empty."""

    def on(self, side: Side) -> bool:
        """Whether the pair is on this side."""
        return {"objections": self.objects, "asks": self.asks, "support": self.supports}[side]


def counted_pairs(
    session: Session, origins: Iterable[str] = ("explicit",), *conditions: ColumnElement[bool]
) -> list[CountedPair]:
    """Every pair that counts and meets `conditions` (on Pair, Passage, Statement), once, in the order of the texts.

    Explicit and implicit pairs are never added up: whoever asks for both keeps them apart by `origin`.
    """
    asked = (col(Pair.origin).in_(list(origins)), *conditions)
    rows = [*session.connection().execute(kept(*asked)).all()]
    if session.connection().execute(select(exists(waiting()))).scalar():
        rows += session.connection().execute(by_definition(col(Passage.revision_id).in_(waiting()), *asked)).all()
        rows.sort(key=lambda row: (row.address, row.position, row.provision, row.concern))
    return [CountedPair(*row[:11]) for row in rows]


def waiting() -> Select[Any]:
    """Revisions that changed since they were counted."""
    return select(col(RevisionCount.revision_id)).where(col(RevisionCount.counted_in) == 0)


ORDER = (col(Statement.address), col(Passage.position), col(Pair.provision), col(Pair.concern))
PLACE: tuple[Any, ...] = (col(Statement.address).label("address"), col(Passage.position).label("position"))
KEPT: tuple[Any, ...] = (
    *(Counted.passage_id, Counted.statement_id, Counted.organisation_id, Counted.statement_group),
    *(Counted.concern, Counted.provision, Counted.origin, Counted.objects, Counted.asks, Counted.supports),
    Counted.published,
)
"""In the order of `CountedPair`'s fields."""


def kept(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Rows of `CountedPair`, then address and position, as they were counted; without revisions that wait."""
    return (
        select(*KEPT, *PLACE)
        .join(Pair, col(Pair.id) == col(Counted.pair_id))
        .join(Passage, col(Passage.id) == col(Counted.passage_id))
        .join(Statement, col(Statement.id) == col(Counted.statement_id))
        .where(col(Statement.revision_id) == col(Counted.revision_id))  # by index, where a page asks for one author
        .where(col(Counted.revision_id).not_in(waiting()), *conditions)
        .order_by(*ORDER)
    )


def by_definition(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The same rows, found by the definition itself; then the other columns of `Counted`."""
    return (
        select(*_defined())
        .join(Passage, col(Passage.id) == col(Pair.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(Pair.status) == "shown", ~_said_before(), passage_counts(), ~concern_denied(), *conditions)
        .order_by(*ORDER)
    )


def _defined() -> tuple[Any, ...]:
    return (
        *(Pair.passage_id, Statement.id, Statement.organisation_id, group_of_statement().label("statement_group")),
        *(Pair.concern, Pair.provision, Pair.origin),
        *(objects().label("objects"), asks().label("asks"), supports().label("supports")),
        *(Statement.published, *PLACE),
        *(col(Pair.id).label("pair_id"), Passage.revision_id, Statement.first_seen, drafts()),
    )


def _said_before() -> ColumnElement[bool]:
    """True for a pair that its passage carries twice."""
    same, twin = ("passage_id", "concern", "provision", "origin", "status"), aliased(Pair)
    return exists().where(*(getattr(twin, name) == getattr(Pair, name) for name in same), col(twin.id) < col(Pair.id))


def drafts() -> ColumnElement[str]:
    """The drafts in which the passage cites the pair's provision, each between commas; empty when it cites none."""
    cited = (
        select(func.aggregate_strings(col(Mention.draft), ","))
        .where(col(Mention.passage_id) == col(Pair.passage_id), _looked_at(col(Mention.status)) == "resolved")
        .where(_looked_at(col(Mention.provision)) == col(Pair.provision))
        .scalar_subquery()
    )
    return cast(ColumnElement[str], func.coalesce(literal(",") + cited + literal(","), "").label("drafts"))


def group_of_statement() -> ColumnElement[str]:
    """The group in which copies and translations count once; before grouping, a statement is its own."""
    return func.coalesce(func.nullif(col(Statement.same_statement), ""), col(Statement.address))


def passage_counts() -> ColumnElement[bool]:
    """True for a passage of a statement about the docket that is itself neither boilerplate nor off-topic.

    The SELECT joins `Statement` on `Statement.revision_id == Passage.revision_id`: only the current wording.
    """
    on_topic = col(Statement.on_topic).is_(True)
    return and_(on_topic, ~believed("boilerplate", "true"), ~believed("on_topic", "false"))


def believed(kind: str, key: str | ColumnElement[str] | None) -> ColumnElement[bool]:
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


def asks() -> ColumnElement[bool]:
    """True when the pair's passage asks something of the pair's provision."""
    return exists().where(_asked())


def supports() -> ColumnElement[bool]:
    """True when the pair's passage supports, or asks to keep or support the pair's provision."""
    return or_(believed("stance", "support"), exists().where(_asked(), col(Ask.verb).in_(IN_FAVOUR)))


def _asked() -> ColumnElement[bool]:
    return and_(
        col(Ask.passage_id) == col(Pair.passage_id), _looked_at(col(Ask.target)) == col(Pair.provision), _told()
    )


def _asked_against() -> ColumnElement[bool]:
    aimed = and_(col(Ask.verb).in_(AGAINST_ONE), _looked_at(col(Ask.target)) == col(Pair.provision))
    whole = and_(col(Ask.verb) == "reject", _looked_at(col(Ask.target)) == WHOLE)
    return exists().where(col(Ask.passage_id) == col(Pair.passage_id), or_(aimed, whole), _told())


def _looked_at(column: Any) -> Any:
    """A column that is to be looked at row by row. By its index, SQLite would go over the rows of all passages."""
    return column.concat("")


def _told() -> ColumnElement[bool]:
    """The ask names its target, or the pair is itself of what is described: the two are never mixed."""
    return or_(col(Ask.origin) != DESCRIBED, col(Pair.origin) == DESCRIBED)
