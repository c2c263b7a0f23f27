"""Reading topics: how many say it, since when, which passages show it best. Copies count for who sent them only."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlmodel import Session, col

from db.counting import group_of_statement
from db.models import Mention, Passage, Revision, Statement, Topic, TopicPassage

LIKELY = 5
"""How many times the wanted number of examples is looked at, because some may fail their proof."""
NEW_DAYS = 7
"""A topic is new for so many days after it was found."""


@dataclass(frozen=True)
class TopicLine:
    """A topic with its figures.

    `passages` without copies; `organisations` and `statements` of all members, a group of copies and translations
    being one statement; `first` and `last` are the days of publication (empty when not known).
    """

    id: int
    key: str
    name: str
    terms: tuple[str, ...]
    state: str
    became: tuple[str, ...]
    came_from: str
    found_at: datetime | None
    gone_at: datetime | None
    place: tuple[float, float]
    passages: int
    copies: int
    organisations: int
    statements: int
    first: str
    last: str
    is_new: bool = False


def topic_lines(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> list[TopicLine]:
    """The topics that meet `conditions`: those of most organisations first, then of most passages."""
    rows: Iterable[Any] = session.connection().execute(_figures().where(*conditions))
    begun = session.connection().execute(select(func.min(col(Topic.found_at)))).scalar_one()
    lines = [_line(row, begun, now) for row in rows]
    return sorted(lines, key=lambda line: (-line.organisations, -line.passages, line.key))


def current_topics(session: Session, now: datetime) -> list[TopicLine]:
    """The topics of the last run."""
    return topic_lines(session, now, col(Topic.state) == "current")


def topic_by_key(session: Session, key: str, now: datetime) -> TopicLine | None:
    """The topic of this address; None when there never was one."""
    return next(iter(topic_lines(session, now, col(Topic.key) == key)), None)


def _figures() -> Select[Any]:
    is_copy, published = col(TopicPassage.is_copy), col(Statement.published)
    columns: tuple[Any, ...] = (
        *(Topic.id, Topic.key, Topic.name, Topic.terms, Topic.state, Topic.became, Topic.came_from),
        *(Topic.found_at, Topic.gone_at, Topic.x, Topic.y),
        func.sum(case((is_copy.is_(False), 1), else_=0)),
        func.sum(case((is_copy.is_(True), 1), else_=0)),
        func.count(func.distinct(col(Statement.organisation_id))),
        func.count(func.distinct(group_of_statement())),
        func.min(func.nullif(published, "")),
        func.max(published),
    )
    return (
        select(*columns)
        .select_from(Topic)
        .outerjoin(TopicPassage, col(TopicPassage.topic_id) == col(Topic.id))
        .outerjoin(Passage, col(Passage.id) == col(TopicPassage.passage_id))
        .outerjoin(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .group_by(col(Topic.id))
    )


def _line(row: Any, begun: datetime | None, now: datetime) -> TopicLine:
    """A row of `_figures`. In the first week of an installation nothing is new: there is nothing to compare."""
    week = timedelta(days=NEW_DAYS)
    found, states = row[7], row[4] == "current"
    is_new = bool(states and found and begun and found > now - week and begun <= found - timedelta(days=1))
    return TopicLine(
        id=row[0],
        key=row[1],
        name=row[2],
        terms=tuple(json.loads(row[3])),
        state=row[4],
        became=tuple(json.loads(row[5])),
        came_from=row[6],
        found_at=found,
        gone_at=row[8],
        place=(row[9], row[10]),
        passages=row[11],
        copies=row[12],
        organisations=row[13],
        statements=row[14],
        first=row[15] or "",
        last=row[16] or "",
        is_new=is_new,
    )


@dataclass(frozen=True)
class Member:
    """A passage of a topic: `rank` 0 shows it best."""

    passage_id: int
    organisation_id: int | None
    group: str
    language: str
    is_copy: bool


def members_of(session: Session, topic_id: int) -> list[Member]:
    """The passages of a topic, the most typical first, copies last."""
    query = (
        select(
            *(col(Passage.id), col(Statement.organisation_id), group_of_statement(), col(Passage.language)),
            col(TopicPassage.is_copy),
        )
        .select_from(TopicPassage)
        .join(Passage, col(Passage.id) == col(TopicPassage.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(col(TopicPassage.topic_id) == topic_id)
        .order_by(col(TopicPassage.rank))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return [Member(*row) for row in rows]


def best_examples(session: Session, members: Sequence[Member], most: int) -> list[int]:
    """Ids of the passages that show a topic best: the most typical of each organisation first, then second ones.

    Only passages that are exactly `text[start:end]` of their revision; no copies.
    """
    rounds: list[tuple[int, int, int]] = []
    heard: Counter[object] = Counter()
    for place, member in enumerate(m for m in members if not m.is_copy):
        speaker = member.organisation_id or member.group
        rounds.append((heard[speaker], place, member.passage_id))
        heard[speaker] += 1
    likely = [passage for _, _, passage in sorted(rounds)[: most * LIKELY]]
    proven = _proven(session, likely)
    return [passage for passage in likely if passage in proven][:most]


def _proven(session: Session, passages: Sequence[int]) -> set[int]:
    piece = func.substr(col(Revision.text), col(Passage.start) + 1, col(Passage.end) - col(Passage.start))
    query = select(col(Passage.id)).join(Revision, col(Revision.id) == col(Passage.revision_id))
    query = query.where(col(Passage.id).in_(passages), piece == col(Passage.text))
    rows: Iterable[Any] = session.connection().execute(query)
    return {row[0] for row in rows}


def named_by(session: Session, topic_id: int, members: Sequence[Member]) -> dict[str, list[Member]]:
    """Provision → the members whose passages name it, in the order of provisions."""
    of = {member.passage_id: member for member in members}
    query = select(col(Mention.passage_id), col(Mention.provision)).distinct()
    query = query.join(TopicPassage, col(TopicPassage.passage_id) == col(Mention.passage_id))
    query = query.where(col(TopicPassage.topic_id) == topic_id, col(Mention.status) == "resolved")
    found: dict[str, list[Member]] = {}
    rows: Iterable[Any] = session.connection().execute(query.order_by(col(Mention.provision)))
    for passage, provision in rows:
        found.setdefault(provision, []).append(of[passage])
    return {provision: said for provision, said in found.items() if provision}
