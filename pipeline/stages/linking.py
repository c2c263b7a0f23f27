"""link: passages that name no provision → the one that the heading above names, or those that they describe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.models import Mention as StoredMention
from db.models import Passage, Revision
from db.store.findings import passages_of, replace_links
from pipeline.implied import FLOOR, LEAST, MOST, VERSION, Implied
from pipeline.pairs import CHAPTER
from pipeline.stage import Stage, Unit, Workshop, fingerprint
from pipeline.stages.revisions import on_topic_only
from pipeline.stages.tagging import vectors_of

NO_EXAMPLES = "nothing to learn implied articles from: the docket has no labelled examples"
HEADING_SCORE = 1.0
OTHER_INSTRUMENT = "other_instrument"


@dataclass(frozen=True)
class Unlinked:
    """The passages of a revision with their vectors; `named` are provisions each cites, `headed` the heading's."""

    passages: tuple[Passage, ...]
    named: tuple[frozenset[str], ...]
    cites: tuple[bool, ...]
    headed: tuple[str, ...]
    vectors: NDArray[np.float32]


def load_unlinked(session: Session, shop: Workshop, key: str) -> Unlinked:
    """What is needed of the revision. Raises `StageError` when a passage was not embedded."""
    passages = passages_of(session, int(key))
    query = select(StoredMention).where(StoredMention.revision_id == int(key))
    mentions = [m for m in session.exec(query.order_by(col(StoredMention.start))) if m.status != OTHER_INSTRUMENT]
    text = session.get_one(Revision, int(key)).text
    own = [[m for m in mentions if p.start <= m.start < p.end] for p in passages]
    return Unlinked(
        tuple(passages),
        tuple(frozenset(m.provision for m in found if m.provision) for found in own),
        tuple(bool(found) for found in own),
        tuple(heading_article(text, passage, mentions) for passage in passages),
        vectors_of(session, shop.multilingual, passages),
    )


def heading_article(text: str, passage: Passage, mentions: Sequence[StoredMention]) -> str:
    """The one article that the heading above a passage names; empty where it names none, or several."""
    at = text.rfind(passage.heading, 0, passage.start) if passage.heading else -1
    if at < 0:
        return ""
    inside = [m for m in mentions if at <= m.start < at + len(passage.heading)]
    articles = {m.provision for m in inside if m.status == "resolved" and not m.provision.startswith(CHAPTER)}
    certain = len(articles) == 1 and all(m.status == "resolved" for m in inside)
    return articles.pop() if certain else ""


def link(shop: Workshop, unlinked: Unlinked) -> list[list[dict[str, Any]]]:
    """The links of each passage: the heading's where it cites nothing, and what it describes besides."""
    if not unlinked.passages:
        return []
    texts = [passage.text for passage in unlinked.passages]
    rows = shop.implied.rows(texts, unlinked.vectors)
    described = shop.implied.links(rows, unlinked.named)
    return [
        _of_passage(passage, cites, headed, found)
        for passage, cites, headed, found in zip(
            unlinked.passages, unlinked.cites, unlinked.headed, described, strict=True
        )
    ]


def _of_passage(passage: Passage, cites: bool, headed: str, described: Sequence[Implied]) -> list[dict[str, Any]]:
    """A passage that cites keeps only what it surely describes besides; under one article's heading nothing more."""
    if headed and not cites:
        reason = f"The heading above names it: “{passage.heading}”."
        return [_row(passage, headed, "heading", "shown", HEADING_SCORE, reason)]
    kept = [link for link in described if not cites or link.status == "shown"]
    return [_row(passage, found.provision, "implicit", found.status, found.score, found.reason) for found in kept]


def _row(passage: Passage, provision: str, origin: str, status: str, score: float, reason: str) -> dict[str, Any]:
    """A link as the database stores it; scores in thousandths, so that a rerun cannot differ in the last bit."""
    return {
        "passage_id": passage.id, "provision": provision, "origin": origin, "status": status,
        "score": round(score, 3), "reason": reason,
    }  # fmt: skip


def save_links(session: Session, _shop: Workshop, unlinked: Unlinked, made: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Store the links."""
    replace_links(session, [p.id or 0 for p in unlinked.passages], [row for rows in made for row in rows])


def units(session: Session, shop: Workshop) -> list[Unit]:
    """One unit a revision about the docket; all are skipped, with that reason, where there is nothing to learn from."""
    found = on_topic_only(lambda revision, statement, _: fingerprint(revision.text_sha256, statement.published))(
        session, shop
    )
    if shop.docket.has_examples:
        return found
    return [replace(unit, skip=unit.skip or NO_EXAMPLES) for unit in found]


def version(shop: Workshop) -> str:
    """Changes with the model and with what decides which links are kept and shown."""
    learnt = (shop.implied.version, shop.implied.shown_from, MOST, LEAST, FLOOR) if shop.docket.has_examples else ""
    return fingerprint(VERSION, learnt)


LINK = Stage(
    name="link",
    version=version,
    after=("segment", "embed", "resolve"),
    units=units,
    load=load_unlinked,
    work=link,
    save=save_links,
)
