"""Topics from run to run. A topic keeps its row for ever, also when it is found no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from db.models import Passage, Topic, TopicPassage

Row = Mapping[str, Any]


def stored_topics(session: Session) -> list[tuple[Topic, frozenset[str]]]:
    """Every topic ever found, in the order of finding, with the hashes of its passages' texts."""
    query = select(TopicPassage.topic_id, Passage.text_sha256).join(Passage, col(Passage.id) == TopicPassage.passage_id)
    members: dict[int, set[str]] = {}
    for topic_id, sha256 in session.exec(query):
        members.setdefault(topic_id, set()).add(sha256)
    topics = session.exec(select(Topic).order_by(col(Topic.id)))
    return [(topic, frozenset(members.get(topic.id or 0, ()))) for topic in topics]


def save_topics(
    session: Session, found: Sequence[tuple[Row, Sequence[int], Sequence[int]]], gone: Sequence[Row]
) -> None:
    """Store the topics of a run: fields of `Topic`, passages with the best example first, and copies of them.

    `found_at` of a topic that is known already stays. `gone`: fields of topics that were found no more, by `key`.
    """
    session.execute(delete(TopicPassage))
    known = {topic.key: topic for topic in session.exec(select(Topic))}
    for fields in gone:
        known[fields["key"]].sqlmodel_update(dict(fields))
    for fields, passages, copies in found:
        topic = _kept(known, fields)
        session.add(topic)
        session.flush()
        own = [(key, False) for key in passages] + [(key, True) for key in copies]
        rows = [{"topic_id": topic.id, "passage_id": key, "rank": n, "is_copy": c} for n, (key, c) in enumerate(own)]
        session.execute(insert(TopicPassage), rows)


def _kept(known: Mapping[str, Topic], fields: Row) -> Topic:
    topic = known.get(fields["key"])
    if topic is None:
        return Topic(**fields)
    still = {"found_at": topic.found_at or fields["found_at"], "came_from": topic.came_from or fields["came_from"]}
    topic.sqlmodel_update({**fields, **still})
    return topic
