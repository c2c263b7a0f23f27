"""Keeping the shelf between searches, and reading it again when what it shows has changed."""

import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from db.models import Label, Link, Mention, Organisation, Passage, Statement, Vector
from db.session import reading
from pipeline.encoders import Encoder
from pipeline.shelf import Shelf
from pipeline.shelf_reading import read_shelf

LARGE = 20_000
"""Passages from which on a changed shelf is read again beside the searches, which use the older one until then."""
Stamp = tuple[object, ...]


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    shelf: Shelf


_KEPT: dict[tuple[str, str], _Kept] = {}
"""Database and encoder → its shelf: reading it for each search would cost more than searching."""
_READING = threading.Lock()


def shelf_of(session: Session, encoder: Encoder | None) -> Shelf:
    """The shelf of the session's database, kept from earlier searches while it is current."""
    engine: Engine = session.get_bind().engine
    key = (str(engine.url), encoder.key if encoder else "")
    kept, now = _KEPT.get(key), stamp(session)
    if kept and kept.stamp == now:
        return kept.shelf
    if kept and len(kept.shelf) >= LARGE:
        _read_beside(engine, key, encoder)
        return kept.shelf
    with _READING:
        kept = _KEPT.get(key)
        return kept.shelf if kept and kept.stamp == now else _read(session, key, encoder)


def _read(session: Session, key: tuple[str, str], encoder: Encoder | None) -> Shelf:
    _KEPT[key] = _Kept(stamp(session), read_shelf(session, encoder))
    return _KEPT[key].shelf


def _read_beside(engine: Engine, key: tuple[str, str], encoder: Encoder | None) -> None:
    """Begin to read the shelf again, unless that is under way."""

    def run() -> None:
        try:
            with reading(engine) as session:
                _read(session, key, encoder)
        finally:
            _READING.release()

    if _READING.acquire(blocking=False):
        threading.Thread(target=run, name="shelf", daemon=True).start()


def stamp(session: Session) -> Stamp:
    """Changes whenever a shelf read now would differ: the newest rows, people's labels, and sums over statements."""
    models = (Passage, Label, Link, Mention, Vector)
    newest = select(*(select(func.max(col(model.id))).scalar_subquery() for model in models))
    decided = (func.count(), func.sum(col(Label.id)), func.sum(col(Label.score)))
    human = select(*decided).where(col(Label.origin) == "human")
    sums = (Statement.revision_id, Statement.organisation_id, Statement.on_topic)
    statements = select(func.count(), *(func.sum(col(column)) for column in sums), func.max(col(Statement.published)))
    names = select(func.count(), func.max(col(Organisation.id)), func.sum(func.length(Organisation.name)))
    queries: tuple[Any, ...] = (newest, human, statements, names)
    return tuple(tuple(session.connection().execute(query).one()) for query in queries)
