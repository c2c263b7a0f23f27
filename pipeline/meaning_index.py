"""The vectors of the passages that count, for comparing texts with all of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import Passage, Statement, Vector
from pipeline.encoders import Encoder


@dataclass(frozen=True)
class MeaningIndex:
    """Vectors of the passages that count, one unit row a passage."""

    passage_ids: NDArray[np.int64]
    rows: NDArray[np.float32]


_INDEXES: dict[tuple[object, ...], MeaningIndex] = {}
"""The last index read, by what it was read from: rereading it for each query would cost more than searching."""


def meaning_index(session: Session, encoder: Encoder) -> MeaningIndex:
    """The vectors of the passages that count, read again only when the database has changed."""
    vectors = session.exec(select(func.max(Vector.id))).first()
    passages = session.exec(select(func.max(Passage.id), func.count(col(Passage.id)))).first()
    current = session.exec(select(func.sum(Statement.revision_id)).where(col(Statement.on_topic).is_(True))).first()
    key = (str(session.get_bind().engine.url), encoder.key, vectors, *(passages or ()), current)
    if key not in _INDEXES:
        _INDEXES.clear()
        _INDEXES[key] = _read_index(session, encoder)
    return _INDEXES[key]


def _read_index(session: Session, encoder: Encoder) -> MeaningIndex:
    query = (
        select(Passage.id, Vector.values)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Vector, col(Vector.text_sha256) == Passage.text_sha256)
        .where(Vector.encoder == encoder.key, col(Statement.on_topic).is_(True))
        .order_by(col(Passage.id))
    )
    rows = session.exec(query).all()
    vectors = np.frombuffer(b"".join(values for _, values in rows), dtype=np.float16)
    ids = np.asarray([key for key, _ in rows], dtype=np.int64)
    return MeaningIndex(ids, vectors.reshape(len(rows), encoder.dimension).astype(np.float32))
