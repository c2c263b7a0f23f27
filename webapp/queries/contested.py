"""Who stands behind the most contested rows: kinds of organisations, and some of them by name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlmodel import Session, col

from db.models import Organisation
from webapp.lens import Lens
from webapp.queries.keys import key_of
from webapp.queries.matrix import Row
from webapp.queries.quotations import Author
from webapp.queries.standing import NO_ORGANISATION, Standing
from webapp.queries.standings import standing

NAMED = 3


@dataclass(frozen=True)
class Contested:
    """A row of the matrix with how many organisations of each kind, and the ones that say most about it."""

    row: Row
    kinds: tuple[tuple[str, int], ...]
    named: tuple[Author, ...]

    @property
    def more(self) -> int:
        """How many organisations are not named."""
        return self.row.total.organisations - len(self.named)


def contested(session: Session, lens: Lens, rows: Sequence[Row]) -> tuple[Contested, ...]:
    """Each of `rows` with those behind it, counted through `lens`."""
    counts = standing(session)
    behind = [_organisations(counts, lens, row.provision.key) for row in rows]
    names = _authors(session, {key for found in behind for key in found[:NAMED]})
    return tuple(
        Contested(row, _kinds(counts, found), tuple(names[key] for key in found[:NAMED] if key in names))
        for row, found in zip(rows, behind, strict=True)
    )


def _organisations(counts: Standing, lens: Lens, provision: str) -> list[int]:
    """Those on the lens's side, the one with most passages first."""
    mask = counts.through(lens, provision=provision) & counts.side(lens.side)
    columns = [counts.columns[name][mask] for name in ("organisation_id", "passage_id")]
    found, passages = np.unique(np.unique(np.stack(columns), axis=1)[0], return_counts=True)
    ranked = sorted(zip(found.tolist(), passages.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return [key for key, _ in ranked if key != NO_ORGANISATION]


def _kinds(counts: Standing, organisations: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(counts.kinds.get(key, "") for key in organisations).most_common())


def _authors(session: Session, keys: set[int]) -> dict[int, Author]:
    columns = (key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    query = select(*columns).where(col(Organisation.id).in_(keys))
    return {row[0]: Author.of(*row) for row in session.connection().execute(query)} if keys else {}
