"""What the marks of each passage say of which provision, read for many texts at once. See `db.positions`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import Select, case, select
from sqlmodel import Session, col

from db.counting import believed, concern_denied, passage_counts
from db.models import Ask, Link, Mention, Pair, Passage, Statement
from db.positions import OF_STANCE, Said

Origin = Literal["explicit", "implicit"]
Readings = dict[int, dict[int, Said]]
"""Revision → its passages, in order → what their marks say."""


def read_said(session: Session, origin: Origin, read_in: Select[Any]) -> tuple[Readings, dict[int, str]]:
    named, tied, asks = _named(session, origin, read_in), _tied(session, origin, read_in), _asked(session, read_in)
    stances = [believed("stance", stance) for stance in OF_STANCE]
    query = (
        select(col(Passage.revision_id), col(Passage.id), col(Passage.text_sha256), *stances)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .where(passage_counts(), col(Passage.revision_id).in_(read_in))
        .order_by(col(Passage.revision_id), col(Passage.position))
    )
    readings: Readings = defaultdict(dict)
    hashes: dict[int, str] = {}
    rows: Iterable[Any] = session.connection().execute(query)
    for revision, passage, text_sha256, *flags in rows:
        taken = frozenset(stance for stance, flag in zip(OF_STANCE, flags, strict=True) if flag)
        spoken_of = named[passage] | set(tied[passage])
        aimed = tuple((verb, to) for verb, to, kind in asks[passage] if kind == origin or to in spoken_of)
        readings[revision][passage] = Said(taken, frozenset(named[passage]), tied[passage], aimed)
        hashes[passage] = text_sha256
    return readings, hashes


def _named(session: Session, origin: Origin, read_in: Select[Any]) -> dict[int, set[str]]:
    """Passage → the provisions that it cites, or (implicit) that it describes without naming them."""
    if origin == "explicit":
        query = select(col(Mention.passage_id), col(Mention.provision)).where(
            col(Mention.revision_id).in_(read_in), col(Mention.status) == "resolved", col(Mention.provision) != ""
        )
    else:
        query = (
            select(col(Link.passage_id), col(Link.provision))
            .join(Passage, col(Passage.id) == col(Link.passage_id))
            .where(col(Passage.revision_id).in_(read_in), col(Link.status) == "shown")
        )
    found: dict[int, set[str]] = defaultdict(set)
    rows: Iterable[Any] = session.connection().execute(query)
    for passage, provision in rows:
        found[passage].add(provision)
    return found


def _tied(session: Session, origin: Origin, read_in: Select[Any]) -> dict[int, dict[str, frozenset[str]]]:
    """Passage → provision → concerns that a clause ties to it, those left out of which a person said no."""
    query = (
        select(col(Pair.passage_id), col(Pair.provision), col(Pair.concern))
        .join(Passage, col(Passage.id) == col(Pair.passage_id))
        .where(col(Passage.revision_id).in_(read_in), col(Pair.origin) == origin)
        .where(col(Pair.status) == "shown", ~concern_denied())
    )
    found: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    rows: Iterable[Any] = session.connection().execute(query)
    for passage, provision, concern in rows:
        found[passage][provision] = found[passage].get(provision, frozenset()) | {concern}
    return found


def _asked(session: Session, read_in: Select[Any]) -> dict[int, list[tuple[str, str, str]]]:
    """Passage → (verb, target, origin) of its asks; one aimed at what the heading names is as one that names it."""
    described = case((col(Ask.origin) == "implicit", "implicit"), else_="explicit")
    query = (
        select(col(Ask.passage_id), col(Ask.verb), col(Ask.target), described)
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .where(col(Passage.revision_id).in_(read_in), col(Ask.status) == "resolved")
        .order_by(col(Ask.id))
    )
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows: Iterable[Any] = session.connection().execute(query)
    for passage, verb, target, origin in rows:
        found[passage].append((verb, target, origin))
    return found
