"""topics: passages that object or ask and that no concern covers → clusters. It needs all at once."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.counting import believed, group_of_statement, passage_counts
from db.docket import Docket
from db.models import Label, Passage, Statement, Topic
from db.store.topics import save_topics, stored_topics
from pipeline.encoders import Encoder
from pipeline.stage import Stage, Unit, Workshop
from pipeline.stages.revisions import on_topic_only
from pipeline.stages.tagging import vectors_of
from pipeline.topic_parts import FoundTopic, StoredTopic, TopicPassageText, Topics, Vector
from pipeline.topics import VERSION, find_topics

TREATY_WORDS = Path(__file__).parents[1] / "treaty_words.txt"
CLUSTERED = ("objection", "recommendation")
DECIDING = ("stance", "concern", "boilerplate", "on_topic")
STORED = np.float16
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Clusterable:
    """The passages with their vectors (n, dimension), the topics of the run before, and when the newest text came."""

    passages: tuple[TopicPassageText, ...]
    vectors: Vector
    stored: tuple[StoredTopic, ...]
    until: datetime
    encoder: str


def load_clusterable(session: Session, shop: Workshop, _key: str) -> Clusterable:
    """The passages of current revisions that object or ask, and that the docket's concerns do not cover."""
    query = (
        select(Passage, Statement.first_seen, group_of_statement())
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .where(passage_counts(), or_(*(believed("stance", stance) for stance in CLUSTERED)))
        .where(~believed("concern", None))
        .order_by(Statement.address, col(Passage.position))
    )
    rows = session.exec(query).all()
    texts = tuple(TopicPassageText(p.id or 0, p.text, group, p.language, p.text_sha256) for p, _, group in rows)
    vectors = vectors_of(session, shop.multilingual, [passage for passage, _, _ in rows])
    until = max((seen for _, seen, _ in rows), default=LONG_AGO)
    stored = tuple(as_stored(topic, members, shop.multilingual) for topic, members in stored_topics(session))
    return Clusterable(texts, vectors, stored, until, shop.multilingual.key)


def as_stored(topic: Topic, members: frozenset[str], encoder: Encoder) -> StoredTopic:
    """A topic of the run before as the pure functions know it; a centre under another encoder tells nothing."""
    known = topic.centre and topic.encoder == encoder.key
    centre = np.frombuffer(topic.centre, STORED).astype(np.float32) if known else None
    place = (topic.x, topic.y) if known else None
    return StoredTopic(topic.key, topic.name, members, centre, place, topic.state == "current")


def words_of_the_subject(docket: Docket) -> frozenset[str]:
    """The words by which the docket is known: they are everywhere in it, and so name no topic."""
    said = " ".join((*docket.relevance.names, *docket.relevance.hints, docket.name, *docket.relevance.not_names))
    return frozenset(re.findall(r"\w+", said.lower())) | set(TREATY_WORDS.read_text(encoding="utf-8").split())


def cluster(shop: Workshop, loaded: Clusterable) -> Topics:
    """The topics of the passages."""
    return find_topics(loaded.passages, loaded.vectors, words_of_the_subject(shop.docket), loaded.stored)


def save_found(session: Session, _shop: Workshop, loaded: Clusterable, topics: Topics) -> None:
    """Store the topics, and what became of the others."""
    gone: Sequence[dict[str, Any]] = [
        {"key": t.key, "state": t.state, "became": json.dumps(t.became), "gone_at": loaded.until} for t in topics.gone
    ]
    save_topics(session, [(fields_of(t, loaded), t.passages, t.copies) for t in topics.found], gone)


def fields_of(topic: FoundTopic, loaded: Clusterable) -> dict[str, Any]:
    """The columns of a topic."""
    return {
        "key": topic.key,
        "name": topic.name,
        "terms": json.dumps(topic.terms, ensure_ascii=False),
        "state": "current",
        "became": "[]",
        "came_from": topic.came_from,
        "found_at": loaded.until,
        "gone_at": None,
        "encoder": loaded.encoder,
        "centre": topic.centre.astype(STORED).tobytes(),
        "x": topic.place[0],
        "y": topic.place[1],
    }


def decided_labels(session: Session) -> dict[int, str]:
    """Revision → what people decided on its passages that makes them members of a topic or not."""
    told = col(Passage.position), col(Label.kind), col(Label.key), col(Label.score)
    query = (
        select_columns(col(Passage.revision_id), *told)
        .join(Label, col(Label.passage_id) == col(Passage.id))
        .where(col(Label.origin) == "human", col(Label.kind).in_(DECIDING))
        .order_by(col(Passage.revision_id), *told)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for revision, *decided in session.connection().execute(query):
        found[revision].append(str(decided))
    return {revision: "".join(decided) for revision, decided in found.items()}


def units(session: Session, shop: Workshop) -> list[Unit]:
    """One unit a revision about the docket; a person's label on one of its passages changes its input."""
    decided = decided_labels(session)
    return on_topic_only(lambda r, _s, _k: r.text_sha256 + decided.get(r.id, ""))(session, shop)


TOPICS = Stage(
    name="topics",
    version=lambda _shop: VERSION,
    after=("tag", "group"),
    units=units,
    load=load_clusterable,
    work=cluster,
    save=save_found,
    together=True,
)
