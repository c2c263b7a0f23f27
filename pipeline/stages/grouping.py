"""group: statements → republication and translation groups. topics: passages → clusters. Both need all at once."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Label, Passage, Revision, Statement
from db.store.findings import replace_topics
from db.store.statements import save_groups
from pipeline.similar import VERSION as SIMILAR_VERSION
from pipeline.similar import Wording, group_statements
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import on_topic_only
from pipeline.stages.tagging import vectors_of
from pipeline.topics import VERSION as TOPICS_VERSION
from pipeline.topics import FoundTopic, TopicPassageText, find_topics

TREATY_WORDS = Path(__file__).parents[1] / "treaty_words.txt"
CLUSTERED = ("objection", "recommendation")


def load_wordings(session: Session, shop: Workshop, _key: str) -> list[Wording]:
    """The current text of every statement about the docket, in the order of their addresses."""
    query = select(Statement, Revision).where(Revision.id == Statement.revision_id, col(Statement.on_topic).is_(True))
    passages = current_passages(session)
    return [
        Wording(
            key=s.id or 0,
            address=s.address,
            published=s.published,
            language=s.language,
            text=r.text[: r.body_end],
            vectors=vectors_of(session, shop.multilingual, passages.get(r.id or 0, ())),
        )
        for s, r in session.exec(query.order_by(Statement.address))
    ]


def current_passages(session: Session) -> dict[int, list[Passage]]:
    """Revision → its passages in order, of the current wordings of statements about the docket."""
    query = select(Passage).join(Statement, col(Statement.revision_id) == Passage.revision_id)
    found: dict[int, list[Passage]] = {}
    for passage in session.exec(query.where(col(Statement.on_topic).is_(True)).order_by(col(Passage.start))):
        found.setdefault(passage.revision_id, []).append(passage)
    return found


def save_found_groups(
    session: Session,
    _shop: Workshop,
    _wordings: Sequence[Wording],
    found: tuple[Mapping[int, str], Mapping[int, str]],
) -> None:
    """Store both groups of every statement."""
    save_groups(session, dict(found[0]), dict(found[1]))


@dataclass(frozen=True)
class Clusterable:
    """Passages that object or ask, with their vectors (n, dimension)."""

    passages: tuple[TopicPassageText, ...]
    vectors: NDArray[np.float32]


def load_clusterable(session: Session, shop: Workshop, _key: str) -> Clusterable:
    """The passages of current revisions that object to something or ask for something."""
    query = (
        select(Passage, Statement.same_statement)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Label, col(Label.passage_id) == Passage.id)
        .where(Label.kind == "stance", col(Label.key).in_(CLUSTERED), Label.status == "shown")
        .where(col(Statement.on_topic).is_(True))
        .order_by(Statement.address, col(Passage.position))
    )
    rows = list({passage.id: (passage, group) for passage, group in session.exec(query)}.values())
    passages = [passage for passage, _ in rows]
    texts = tuple(TopicPassageText(p.id or 0, p.text, group) for p, group in rows)
    return Clusterable(texts, vectors_of(session, shop.multilingual, passages))


def words_of_the_subject(docket: Docket) -> frozenset[str]:
    """The words by which the docket is known: they are everywhere in it, and so name no topic."""
    said = " ".join((*docket.relevance.names, *docket.relevance.hints, docket.name, *docket.relevance.not_names))
    return frozenset(re.findall(r"\w+", said.lower())) | set(TREATY_WORDS.read_text(encoding="utf-8").split())


def save_topics(session: Session, _shop: Workshop, _loaded: Clusterable, topics: Sequence[FoundTopic]) -> None:
    """Store the topics."""
    rows = [
        ({"key": t.key, "name": t.name, "terms": json.dumps(t.terms, ensure_ascii=False)}, t.passages) for t in topics
    ]
    replace_topics(session, rows)


GROUP = Stage(
    name="group",
    version=lambda _shop: SIMILAR_VERSION,
    after=("segment", "embed"),
    units=on_topic_only(
        lambda revision, statement, _kind: fingerprint(revision.text_sha256, statement.published, statement.language)
    ),
    load=load_wordings,
    work=lambda _shop, wordings: group_statements(wordings),
    save=save_found_groups,
    together=True,
)
TOPICS = Stage(
    name="topics",
    version=lambda _shop: TOPICS_VERSION,
    after=("tag", "group"),
    units=on_topic_only(lambda revision, _statement, _kind: revision.text_sha256),
    load=load_clusterable,
    work=lambda shop, loaded: find_topics(loaded.passages, loaded.vectors, words_of_the_subject(shop.docket)),
    save=save_topics,
    together=True,
)
