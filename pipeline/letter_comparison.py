"""A draft letter beside what is stored: who said the same before, and what allies ask that it leaves out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col

from db.counting import believed, counted_pairs, group_of_statement, passage_counts
from db.models import Ask, Label, Mention, Organisation, Pair, Passage, Statement
from pipeline.encoders import multilingual_encoder
from pipeline.letter import Letter, LetterPassage
from pipeline.search import MeaningIndex, meaning_index

ALIKE = 0.4
"""Least cosine of passages that may say the same, given that both are on one article or concern and on one side."""
SHOWN = 3
"""Earlier passages beside one of the letter's, each of another organisation; and examples of an ask."""
MOST_LEFT_OUT = 30
STRONGER = {"amend": ("delete", "reject"), "clarify": ("amend", "delete"), "add": ("amend",)}
"""An ask that is met where the letter asks for more."""


@dataclass(frozen=True)
class Ours:
    """Who writes: our own statements are no allies'. Both may be empty; `kind` is `OrgKind`."""

    organisation: str = ""
    kind: str = ""
    published: str = ""


@dataclass(frozen=True)
class Precedent:
    """A passage by another organisation that says the same: on which articles and concerns, and how near (cosine)."""

    passage_id: int
    provisions: tuple[str, ...]
    concerns: tuple[str, ...]
    cosine: float


@dataclass(frozen=True)
class LeftOut:
    """An ask of allies that the letter does not make. `examples` are passage ids with the exact words asked."""

    verb: str
    target: str
    organisations: tuple[str, ...]
    examples: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Comparison:
    """The letter, earlier passages beside each of its passages, and what it leaves out, asked by most first."""

    letter: Letter
    precedents: tuple[tuple[Precedent, ...], ...]
    left_out: tuple[LeftOut, ...]
    left_out_total: int


@dataclass(frozen=True)
class _Said:
    """A stored passage with its speaker and what it has in common with the letter."""

    passage: int
    speaker: object
    text: str
    """Its group of copies and translations."""
    provisions: frozenset[str]
    concerns: frozenset[str]


def compare(session: Session, letter: Letter, ours: Ours) -> Comparison:
    """Compare a letter with the passages that count."""
    index = meaning_index(session, multilingual_encoder())
    against, beside = (_said_on(session, letter, ours, side) for side in (_against(), believed("stance", "support")))
    precedents = tuple(
        _precedents(passage, vector, against if passage.is_against else beside, index)
        for passage, vector in zip(letter.passages, letter.vectors, strict=True)
    )
    left_out = _left_out(session, letter, ours)
    return Comparison(letter, precedents, tuple(left_out[:MOST_LEFT_OUT]), len(left_out))


def _against() -> ColumnElement[bool]:
    return or_(believed("stance", "objection"), believed("stance", "recommendation"))


def _others(ours: Ours) -> list[ColumnElement[bool]]:
    """Passages that count, of others, not after the day of the letter."""
    conditions = [passage_counts()]
    if ours.organisation:
        conditions.append(or_(col(Organisation.slug).is_(None), col(Organisation.slug) != ours.organisation))
    if ours.published:
        conditions.append(col(Statement.published) <= f"{ours.published}-31"[:10])
    return conditions


def _said_on(session: Session, letter: Letter, ours: Ours, side: ColumnElement[bool]) -> list[_Said]:
    """The passages of one side that name an article of the letter or raise a concern of it."""
    columns: tuple[Any, ...] = (Passage.id, Statement.organisation_id, group_of_statement())
    base = (
        select(*columns, col(Mention.provision))
        .select_from(Passage)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .join(Mention, col(Mention.passage_id) == col(Passage.id))
        .where(col(Mention.status) == "resolved", col(Mention.provision).in_(letter.provisions), side, *_others(ours))
    )
    raised = (
        select(*columns, col(Label.key))
        .select_from(Passage)
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .join(Label, and_(col(Label.passage_id) == col(Passage.id), col(Label.kind) == "concern"))
        .where(or_(false(), *(and_(col(Label.key) == key, believed("concern", key)) for key in letter.concerns)), side)
        .where(*_others(ours))
    )
    named = list(session.connection().execute(base)) if letter.provisions else []
    shared = list(session.connection().execute(raised)) if letter.concerns else []
    return _joined(named, shared)


def _joined(named: Iterable[Any], raised: Iterable[Any]) -> list[_Said]:
    speakers: dict[int, tuple[object, str]] = {}
    keys: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for rows, found in zip((named, raised), keys, strict=True):
        for passage, organisation, group, key in rows:
            speakers[passage] = organisation or group, group
            found.setdefault(passage, set()).add(key)
    return [
        _Said(passage, *whose, frozenset(keys[0].get(passage, ())), frozenset(keys[1].get(passage, ())))
        for passage, whose in sorted(speakers.items())
    ]


def _precedents(
    passage: LetterPassage, vector: Any, said: Sequence[_Said], index: MeaningIndex
) -> tuple[Precedent, ...]:
    """The nearest passages on the same article or concern, one of each organisation and of each text with copies."""
    if not passage.stance and not passage.asks:
        return ()
    on = frozenset(passage.provisions), frozenset(passage.concerns)
    wanted = {one.passage: one for one in said if one.provisions & on[0] or one.concerns & on[1]}
    rows = np.flatnonzero(np.isin(index.passage_ids, list(wanted)))
    cosines = np.round(index.rows[rows] @ vector, 4)
    found: list[Precedent] = []
    heard: set[object] = set()
    for place in np.argsort(-cosines, kind="stable"):
        one = wanted[int(index.passage_ids[rows[place]])]
        if cosines[place] < ALIKE or len(found) == SHOWN:
            break
        if not {one.speaker, one.text} & heard:
            heard |= {one.speaker, one.text}
            shared = tuple(sorted(one.provisions & on[0])), tuple(sorted(one.concerns & on[1]))
            found.append(Precedent(one.passage, *shared, float(cosines[place])))
    return tuple(found)


def _left_out(session: Session, letter: Letter, ours: Ours) -> list[LeftOut]:
    """Asks of allies on the letter's articles and concerns that it does not make, asked by most first."""
    allies = _alike(session, letter)
    of_us = [col(Organisation.id).in_(allies), *([col(Organisation.kind) == ours.kind] if ours.kind else [])]
    raised = select(col(Pair.passage_id)).where(col(Pair.concern).in_(letter.concerns), col(Pair.status) == "shown")
    query = (
        select(col(Ask.verb), col(Ask.target), col(Organisation.name), col(Passage.id), col(Ask.text))
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(or_(col(Ask.target).in_(letter.provisions), col(Ask.passage_id).in_(raised)), or_(*of_us))
        .where(*_others(ours))
        .order_by(col(Statement.published).desc(), col(Passage.id))
    )
    found: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}
    rows: Iterable[Any] = session.connection().execute(query)
    for verb, target, organisation, passage, words in rows:
        if not is_made((verb, target), letter.asks):
            found.setdefault((verb, target), {}).setdefault(organisation, (passage, words))
    lines = [LeftOut(*ask, tuple(sorted(by)), _worded_apart(by.values())) for ask, by in found.items()]
    return sorted(lines, key=lambda line: (-len(line.organisations), line.target, line.verb))


def _worded_apart(examples: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """The first examples in different words."""
    by_words = {" ".join(words.casefold().split()): (passage, words) for passage, words in reversed(list(examples))}
    return tuple(reversed(by_words.values()))[:SHOWN]


def is_made(ask: tuple[str, str], made: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the asks `made` is this one, or asks for more of the same article."""
    verb, target = ask
    return any(target == on and (verb == other or other in STRONGER.get(verb, ())) for other, on in made)


def _alike(session: Session, letter: Letter) -> list[int]:
    """Organisations that object as the letter does: on a pair of it, where it has any, else on a concern of it."""
    on = or_(col(Pair.concern).in_(letter.concerns), col(Pair.provision).in_(letter.provisions))
    against = [pair for pair in counted_pairs(session, ("explicit",), on) if pair.objects]
    ours = letter.pairs
    alike = {pair.organisation_id for pair in against if not ours or (pair.concern, pair.provision) in ours}
    return sorted(key for key in alike if key)
