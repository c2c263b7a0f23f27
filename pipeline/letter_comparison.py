"""A draft letter beside what is stored: who said the same before, and what allies ask that it leaves out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import or_, select
from sqlmodel import Session, col

from db.counting import DESCRIBED, counted_pairs
from db.models import Ask, Organisation, Pair, Passage, Statement
from pipeline.encoders import multilingual_encoder
from pipeline.letter import Letter, LetterPassage
from pipeline.letter_said import Ours, Said, against_it, in_favour, of_others, said_on
from pipeline.meaning_index import MeaningIndex, meaning_index

ALIKE = 0.4
"""Least cosine of passages that may say the same, given that both are on one article or concern and on one side."""
SHOWN = 3
"""Earlier passages beside one of the letter's, each of another organisation; and examples of an ask."""
MOST_LEFT_OUT = 30
STRONGER = {"amend": ("delete", "reject"), "clarify": ("amend", "delete"), "add": ("amend",)}
"""An ask that is met where the letter asks for more."""


@dataclass(frozen=True)
class Precedent:
    """A passage by another organisation that says the same: on which articles and concerns, and how near (cosine)."""

    passage_id: int
    provisions: tuple[str, ...]
    concerns: tuple[str, ...]
    cosine: float
    described: tuple[str, ...] = ()
    """Articles that only one of the two names, or neither: they are described, and stand apart."""


@dataclass(frozen=True)
class LeftOut:
    """An ask of allies that the letter does not make. `examples` are passage ids with the exact words asked.

    `described`: they describe the article and do not name it, or the letter does.
    """

    verb: str
    target: str
    organisations: tuple[str, ...]
    examples: tuple[tuple[int, str], ...]
    described: bool = False


@dataclass(frozen=True)
class Comparison:
    """The letter, earlier passages beside each of its passages, and what it leaves out, asked by most first."""

    letter: Letter
    precedents: tuple[tuple[Precedent, ...], ...]
    left_out: tuple[LeftOut, ...]
    left_out_total: int


def compare(session: Session, letter: Letter, ours: Ours) -> Comparison:
    """Compare a letter with the passages that count."""
    index = meaning_index(session, multilingual_encoder())
    conditions = of_others(ours)
    against, beside = (said_on(session, letter, side, conditions) for side in (against_it(), in_favour()))
    precedents = tuple(
        _precedents(passage, vector, against if passage.is_against else beside, index)
        for passage, vector in zip(letter.passages, letter.vectors, strict=True)
    )
    left_out = _left_out(session, letter, ours)
    return Comparison(letter, precedents, tuple(left_out[:MOST_LEFT_OUT]), len(left_out))


def _precedents(
    passage: LetterPassage, vector: Any, said: Sequence[Said], index: MeaningIndex
) -> tuple[Precedent, ...]:
    """The nearest passages on the same article or concern, one of each organisation and of each text with copies."""
    if not passage.stance and not passage.asks and not passage.described_asks:
        return ()
    wanted = {one.passage: shared for one in said if (shared := _shared(passage, one))}
    rows = np.flatnonzero(np.isin(index.passage_ids, list(wanted)))
    cosines = np.round(index.rows[rows] @ vector, 4)
    speakers = {one.passage: {one.speaker, one.text} for one in said}
    found: list[Precedent] = []
    heard: set[object] = set()
    for place in np.argsort(-cosines, kind="stable"):
        key = int(index.passage_ids[rows[place]])
        if cosines[place] < ALIKE or len(found) == SHOWN:
            break
        if not speakers[key] & heard:
            heard |= speakers[key]
            found.append(replace(wanted[key], cosine=float(cosines[place])))
    return tuple(found)


def _shared(passage: LetterPassage, said: Said) -> Precedent | None:
    """What a passage of the letter has in common with a stored one; None where that is nothing.

    An article is named by both, or stands apart as described by one of them at least.
    """
    named = said.provisions.intersection(passage.provisions)
    ours, theirs = {*passage.provisions, *passage.described}, said.provisions | said.described
    described, concerns = (theirs & ours) - named, said.concerns.intersection(passage.concerns)
    if not named | described | concerns:
        return None
    return Precedent(said.passage, _sorted(named), _sorted(concerns), 0.0, _sorted(described))


def _sorted(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys))


def _left_out(session: Session, letter: Letter, ours: Ours) -> list[LeftOut]:
    """Asks of allies on the letter's articles and concerns that it does not make, asked by most first."""
    made = (*letter.asks, *letter.described_asks)
    found: dict[tuple[str, str, bool], dict[str, tuple[int, str]]] = {}
    for verb, target, organisation, passage, words, described in _asked_by_allies(session, letter, ours):
        if not is_made((verb, target), made):
            apart = described or target in letter.described
            found.setdefault((verb, target, apart), {}).setdefault(organisation, (passage, words))
    lines = [
        LeftOut(verb, target, tuple(sorted(by)), _worded_apart(by.values()), apart)
        for (verb, target, apart), by in found.items()
    ]
    return sorted(lines, key=lambda line: (line.described, -len(line.organisations), line.target, line.verb))


def _asked_by_allies(session: Session, letter: Letter, ours: Ours) -> Iterable[Any]:
    """(verb, target, organisation, passage, words, whether the target is described) of every ask that allies make."""
    allies = _alike(session, letter)
    of_us = [col(Organisation.id).in_(allies), *([col(Organisation.kind) == ours.kind] if ours.kind else [])]
    raised = select(col(Pair.passage_id)).where(col(Pair.concern).in_(letter.concerns), col(Pair.status) == "shown")
    told = col(Ask.verb), col(Ask.target), col(Organisation.name), col(Passage.id), col(Ask.text)
    query = (
        select(*told, col(Ask.origin) == DESCRIBED)
        .join(Passage, col(Passage.id) == col(Ask.passage_id))
        .join(Statement, col(Statement.revision_id) == col(Passage.revision_id))
        .join(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(or_(col(Ask.target).in_((*letter.provisions, *letter.described)), col(Ask.passage_id).in_(raised)))
        .where(or_(*of_us), *of_others(ours))
        .order_by(col(Statement.published).desc(), col(Passage.id))
    )
    return session.connection().execute(query)


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
