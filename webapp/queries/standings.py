"""Keeping one `Standing` an installation up to date."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from db.counting import by_definition, group_of_statement, waiting
from db.models import Counted, Organisation, Passage, RevisionCount, Statement
from db.recounting import NAMES
from webapp.queries.figures import Endorsers, endorsers
from webapp.queries.keys import key_of
from webapp.queries.standing import ROW, WORDS, Codes, Numbers, Standing, columns_of

MOST_GROUPS = 500
"""Of more statement groups at once, all signatures are read again."""

NOT_KEPT = -1
"""The number of a standing that holds what was not counted yet."""


@dataclass
class _Kept:
    """What is kept of one installation: the newest standing, and the numbers of words."""

    lock: Lock = field(default_factory=Lock)
    codes: dict[str, Codes] = field(default_factory=lambda: {name: Codes() for name in WORDS})
    newest: Standing | None = None


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_NEW = Lock()


def standing(session: Session) -> Standing:
    """All that counts in the session's snapshot. What only this snapshot knows is not kept."""
    with _NEW:
        kept = _KEPT.setdefault(session.connection().engine, _Kept())
    number, waits = _count(session)
    with kept.lock:
        known = kept.newest if kept.newest and kept.newest.number <= number else None
        if known and known.number == number and not waits:
            return known
        made = _refreshed(session, kept.codes, known, number, kept=not waits)
        if not waits and (kept.newest is None or kept.newest.number < number):
            kept.newest = made
    return made


def _count(session: Session) -> tuple[int, bool]:
    """The number of the last count, and whether revisions wait for the next one."""
    newest = select(col(RevisionCount.counted_in)).order_by(col(RevisionCount.counted_in).desc()).limit(1)
    connection = session.connection()
    return connection.execute(newest).scalar() or 0, connection.execute(waiting().limit(1)).first() is not None


def _refreshed(session: Session, codes: dict[str, Codes], base: Standing | None, number: int, kept: bool) -> Standing:
    changed = _changed(session, base)
    fresh = columns_of(_rows(session, base), codes)
    groups = _groups(session, base, changed)
    return Standing(
        number=number if kept else NOT_KEPT,
        columns=_joined(base, changed, fresh),
        codes=codes,
        kinds=_kinds(session),
        signed=_signed(session, base, changed, groups),
        group_of=groups,
    )


def _changed(session: Session, base: Standing | None) -> set[int]:
    """Revisions that are not as in `base`."""
    if base is None:
        return set()
    number = col(RevisionCount.counted_in)
    query = select(col(RevisionCount.revision_id)).where((number > base.number) | (number == 0))
    return set(session.connection().execute(query).scalars())


def _rows(session: Session, base: Standing | None) -> list[Any]:
    """Rows in the order of `ROW` of what is not in `base`."""
    since = select(col(RevisionCount.revision_id)).where(col(RevisionCount.counted_in) > (base.number if base else 0))
    columns = [getattr(Counted, name) for name in ROW]
    kept = select(*columns).where(col(Counted.revision_id).in_(since))
    found = by_definition(col(Passage.revision_id).in_(waiting())).order_by(None).subquery()
    now = select(*(found.c["id" if name == "statement_id" else name] for name in ROW))
    connection = session.connection()
    return [*connection.execute(kept), *connection.execute(now)]


def _joined(base: Standing | None, changed: set[int], fresh: dict[str, Numbers]) -> dict[str, Numbers]:
    if base is None:
        return fresh
    stays = ~np.isin(base.columns["revision_id"], list(changed))
    return {name: np.concatenate([base.columns[name][stays], fresh[name]]) for name in fresh}


def _kinds(session: Session) -> dict[int, str]:
    query = select(key_of(Organisation), col(Organisation.kind)).where(col(Organisation.kind) != "")
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _groups(session: Session, base: Standing | None, changed: set[int]) -> dict[int, str]:
    query = select(col(Statement.revision_id), group_of_statement())
    if base is not None:
        query = query.where(col(Statement.revision_id).in_(changed))
    found = {row[0] or 0: row[1] for row in session.connection().execute(query)}
    return {**{key: group for key, group in (base.group_of if base else {}).items() if key not in changed}, **found}


def _signed(session: Session, base: Standing | None, changed: set[int], groups: dict[int, str]) -> Endorsers:
    """Who signed each group; only the groups of changed revisions are read again, where that is enough."""
    if base is None or NAMES in changed:
        return endorsers(session)
    before = {base.group_of[key] for key in changed if key in base.group_of}
    touched = before | {groups[key] for key in changed if key in groups}
    if len(touched) > MOST_GROUPS:
        return endorsers(session)
    kept = {group: signers for group, signers in base.signed.items() if group not in touched}
    return {**kept, **endorsers(session, touched)}
