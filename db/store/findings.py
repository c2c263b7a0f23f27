"""What the pipeline finds in a revision: passages, vectors, labels, mentions, pairs, asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, SQLModel, col, select

from db.models import Ask, Label, Link, Mention, Pair, Passage, TopicPassage, Vector
from db.store.decided_labels import LABELS
from db.store.decisions import apply_decisions, apply_to_revision
from db.words import word_index

Row = Mapping[str, Any]


def passages_of(session: Session, revision_id: int) -> list[Passage]:
    """The passages of a revision, in order."""
    query = select(Passage).where(Passage.revision_id == revision_id)
    return list(session.exec(query.order_by(col(Passage.position))))


def replace_passages(session: Session, revision_id: int, rows: Sequence[Row]) -> None:
    """Store the passages of a revision (fields of `Passage`). Unchanged passages stay with all that hangs on them.

    What people decided on the words of a new passage counts for it, too.
    """
    known = {(p.start, p.end, p.text_sha256): p for p in passages_of(session, revision_id)}
    wanted = {(r["start"], r["end"], r["text_sha256"]): r for r in rows}
    _delete_passages(session, [p.id or 0 for key, p in known.items() if key not in wanted])
    session.flush()
    fresh = [Passage(revision_id=revision_id, **row) for key, row in wanted.items() if key not in known]
    session.add_all(fresh)
    for key, passage in known.items():
        if key in wanted:
            passage.position, passage.heading = wanted[key]["position"], wanted[key]["heading"]
            session.add(passage)
    session.flush()
    word_index(session).add(session, [(p.id or 0, p.text) for p in fresh])
    apply_decisions(session, fresh, LABELS)


def _delete_passages(session: Session, ids: list[int]) -> None:
    if not ids:
        return
    for model in (Label, Link, Pair, Ask, TopicPassage):
        session.execute(delete(model).where(col(model.passage_id).in_(ids)))
    session.execute(update(Mention).where(col(Mention.passage_id).in_(ids)).values(passage_id=None))
    word_index(session).remove(session, ids)
    session.execute(delete(Passage).where(col(Passage.id).in_(ids)))


def known_vectors(session: Session, encoder: str, hashes: Iterable[str]) -> dict[str, bytes]:
    """Stored vectors by the hash of their text."""
    query = select(Vector.text_sha256, Vector.values).where(Vector.encoder == encoder)
    return dict(session.exec(query.where(col(Vector.text_sha256).in_(list(hashes)))).all())


def add_vectors(session: Session, encoder: str, vectors: Mapping[str, bytes]) -> None:
    """Store vectors that are not there yet."""
    known = known_vectors(session, encoder, vectors)
    rows = [
        {"encoder": encoder, "text_sha256": key, "values": value} for key, value in vectors.items() if key not in known
    ]
    if rows:
        session.execute(insert(Vector), rows)


def replace_labels(session: Session, passage_ids: Sequence[int], rows: Sequence[Row]) -> None:
    """Store the machine's labels of passages; what a person decided stays untouched beside them."""
    session.execute(delete(Label).where(col(Label.passage_id).in_(list(passage_ids)), col(Label.origin) != "human"))
    _insert(session, Label, rows)


def replace_mentions(session: Session, revision_id: int, rows: Sequence[Row]) -> None:
    """Store the mentions of a revision, each with the passage that it starts in."""
    session.execute(delete(Mention).where(col(Mention.revision_id) == revision_id))
    passages = passages_of(session, revision_id)
    placed = [{**row, "revision_id": revision_id, "passage_id": _holder(passages, row["start"])} for row in rows]
    _insert(session, Mention, placed)
    apply_to_revision(session, revision_id, ("mention",))


def _holder(passages: Sequence[Passage], offset: int) -> int | None:
    return next((p.id for p in passages if p.start <= offset < p.end), None)


def replace_pairs(session: Session, passage_ids: Sequence[int], pairs: Sequence[Row], asks: Sequence[Row]) -> None:
    """Store the pairs and asks of passages."""
    for model, rows in ((Pair, pairs), (Ask, asks)):
        session.execute(delete(model).where(col(model.passage_id).in_(list(passage_ids))))
        _insert(session, model, rows)
    _decided(session, passage_ids, ("pair", "ask"))


def replace_pairs_alone(session: Session, passage_ids: Sequence[int], pairs: Sequence[Row]) -> None:
    """Store the pairs of passages; their asks stay."""
    session.execute(delete(Pair).where(col(Pair.passage_id).in_(list(passage_ids))))
    _insert(session, Pair, pairs)
    _decided(session, passage_ids, ("pair",))


def replace_links(session: Session, passage_ids: Sequence[int], rows: Sequence[Row]) -> None:
    """Store what passages are about without citing it (fields of `Link`)."""
    session.execute(delete(Link).where(col(Link.passage_id).in_(list(passage_ids))))
    _insert(session, Link, rows)
    _decided(session, passage_ids, ("link",))


def _decided(session: Session, passage_ids: Sequence[int], kinds: tuple[str, ...]) -> None:
    """Let people's decisions count on rows just written for passages of one revision."""
    passages = list(session.exec(select(Passage).where(col(Passage.id).in_(list(passage_ids)))))
    apply_decisions(session, passages, kinds)


def _insert(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    if rows:
        session.execute(insert(model), [dict(row) for row in rows])
