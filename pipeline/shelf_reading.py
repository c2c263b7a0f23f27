"""Reading the shelf from the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from db.counting import believed
from db.filters import NAMED_ABOVE, Field
from db.models import Label, Link, Mention, Organisation, Passage, Statement, Vector
from pipeline.copies import words_of
from pipeline.encoders import Encoder
from pipeline.shelf import Places, Postings, Shelf


def read_shelf(session: Session, encoder: Encoder | None) -> Shelf:
    """The shelf of the session's database; without an encoder it has no vectors."""
    rows = session.connection().execute(_passages()).all()
    ids = np.asarray([row.id for row in rows], dtype=np.int64)
    statements = list(dict.fromkeys(row.statement for row in rows))
    at = {key: place for place, key in enumerate(statements)}
    dates = {row.statement: row.published for row in rows}
    hashes = [row.text_sha256 for row in rows]
    vector_at, vectors = _vectors(session, hashes, encoder)
    return Shelf(
        passage_ids=ids,
        statement_at=np.asarray([at[row.statement] for row in rows], dtype=np.int64),
        published=[dates[key] for key in statements],
        fold=_folds(rows),
        fields=_fields(session, rows, ids),
        years=_postings((row.published[:4], place) for place, row in enumerate(rows)),
        organisations=_names(session),
        vector_at=vector_at,
        vectors=vectors,
        indexed=session.connection().execute(select(func.count()).select_from(Passage)).scalar_one(),
    )


def _names(session: Session) -> dict[str, str]:
    rows = session.connection().execute(select(col(Organisation.slug), col(Organisation.name)))
    return {slug: name for slug, name in rows}  # noqa: C416 - a row is no pair to the type checker


def _passages() -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(Passage.id, Passage.text, Passage.text_sha256),
        func.coalesce(func.nullif(col(Passage.language), ""), col(Statement.language)).label("language"),
        *(col(Statement.id).label("statement"), Statement.published, Organisation.slug, Organisation.kind),
    )
    return (
        select(*columns)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(col(Statement.on_topic).is_(True))
        .order_by(col(Passage.id))
    )


def _folds(rows: Sequence[Any]) -> Places:
    """Numbers of texts: the same for passages with the same words, whatever their case and punctuation."""
    by_hash: dict[str, int] = {}
    by_words: dict[str, int] = {}
    for row in rows:
        if row.text_sha256 not in by_hash:
            words = " ".join(words_of(row.text)) or row.text
            by_hash[row.text_sha256] = by_words.setdefault(words, len(by_words))
    return np.asarray([by_hash[row.text_sha256] for row in rows], dtype=np.int64)


def _fields(session: Session, rows: Sequence[Any], ids: Places) -> dict[Field, Postings]:
    def of(*queries: Any) -> Postings:
        return _found_in(session, queries, ids)

    cited = col(Mention.status) == "resolved"
    named = select(col(Mention.passage_id), col(Mention.provision)).where(cited, col(Mention.provision) != "")
    above = select(col(Link.passage_id), col(Link.provision)).where(
        col(Link.origin) == NAMED_ABOVE, col(Link.status) == "shown"
    )
    return {
        "organisation": _postings((row.slug, place) for place, row in enumerate(rows)),
        "kind": _postings((row.kind, place) for place, row in enumerate(rows)),
        "language": _postings((row.language.split("-")[0], place) for place, row in enumerate(rows)),
        "article": of(named, above),
        "draft": of(select(col(Mention.passage_id), col(Mention.draft)).where(cited, col(Mention.draft) != "")),
        "concern": of(*_labelled("concern")),
        "stance": of(*_labelled("stance")),
    }


def _labelled(kind: str) -> Iterable[Any]:
    """The labels that are believed. Where a person decided, `believed` says; the others need no second look."""
    human = select(col(Label.passage_id)).where(col(Label.origin) == "human", col(Label.kind) == kind)
    told = select(col(Label.passage_id), col(Label.key)).where(col(Label.kind) == kind)
    shown = (col(Label.status) == "shown", col(Label.score) > 0, col(Label.origin) != "human")
    yield told.where(*shown, col(Label.passage_id).not_in(human))
    decided = told.join(Passage, col(Passage.id) == col(Label.passage_id)).where(col(Label.passage_id).in_(human))
    yield decided.where(believed(kind, cast(ColumnElement[str], col(Label.key))))


def _found_in(session: Session, queries: Iterable[Any], ids: Places) -> Postings:
    """Postings of rows (passage id, value)."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for query in queries:
        for passage, value in session.connection().execute(query):
            if passage is not None:
                found[value].append(passage)
    at = {value: np.searchsorted(ids, np.unique(passages)) for value, passages in found.items()}
    return Postings({value: _on_shelf(ids, places, found[value]) for value, places in at.items()})


def _on_shelf(ids: Places, places: Places, passages: Sequence[int]) -> Places:
    wanted = np.unique(np.asarray(passages, dtype=np.int64))
    inside = places < len(ids)
    places, wanted = places[inside], wanted[inside]
    return np.asarray(places[ids[places] == wanted], dtype=np.int64)


def _postings(pairs: Iterable[tuple[str | None, int]]) -> Postings:
    """Postings of (value, place), in the order of places; empty values are left out."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for value, place in pairs:
        if value:
            found[value].append(place)
    return Postings({value: np.asarray(places, dtype=np.int64) for value, places in found.items()})


def _vectors(session: Session, hashes: Sequence[str], encoder: Encoder | None) -> tuple[Places, NDArray[np.float32]]:
    """For each text the row of its vector or -1, and the vectors."""
    if encoder is None:
        return np.full(len(hashes), -1, dtype=np.int64), np.empty((0, 0), dtype=np.float32)
    query = select(col(Vector.text_sha256), col(Vector.values)).where(col(Vector.encoder) == encoder.key)
    wanted, row_of = set(hashes), dict[str, int]()
    kept: list[bytes] = []
    for text, values in session.connection().execute(query.order_by(col(Vector.id))):
        if text in wanted:
            row_of[text] = len(kept)
            kept.append(values)
    flat = np.frombuffer(b"".join(kept), dtype=np.float16).reshape(len(kept), encoder.dimension)
    return np.asarray([row_of.get(text, -1) for text in hashes], dtype=np.int64), flat.astype(np.float32)
