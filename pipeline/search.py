"""Search by words and by meaning together, across languages.

Words: every word first; when that finds little, any of the rarer words. Meaning: the multilingual encoder, whose
vectors of all languages lie in one space. The two rankings are fused by reciprocal rank (Cormack, Clarke and
Büttcher 2009, k = 60).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Organisation, Passage, Statement, Vector
from db.session import reading
from db.settings import Settings
from db.words import word_index
from pipeline.encoders import Encoder, multilingual_encoder
from pipeline.everyday import everyday_words
from pipeline.query import Query, parse_query

FUSION = 60
DEPTH = 5
"""How many times the wanted number of hits each ranking contributes."""
CLOSE = 0.22
"""Least cosine that counts as close in meaning. On the sample web the nearest passage to queries on foreign subjects
(cake, football, weather) reaches 0.19 at most, to queries on its subjects in any language 0.26 at least."""
COMMON = 0.2
"""A word in more than this share of passages tells nothing when any word will do."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found: `text` is the stored text between `start` and `end` of its statement."""

    passage_id: int
    statement_id: int
    address: str
    title: str
    organisation: str
    published: str
    language: str
    start: int
    end: int
    text: str
    matched_words: tuple[str, ...]
    why: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """Hits, best first, and notes for the reader on what was not or could not be searched."""

    query: str
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeaningIndex:
    """Vectors of the passages that count, one unit row a passage."""

    passage_ids: NDArray[np.int64]
    rows: NDArray[np.float32]


@dataclass
class Ranking:
    """Passage id → what each ranking says of it."""

    words: dict[int, int] = field(default_factory=dict)
    meaning: dict[int, int] = field(default_factory=dict)
    cosine: dict[int, float] = field(default_factory=dict)

    def fused(self) -> list[tuple[int, float]]:
        """Passages by the sum of their reciprocal ranks, best first."""
        both = set(self.words) | set(self.meaning)
        ranks = [self.words, self.meaning]
        scores = {key: sum(1 / (FUSION + r[key]) for r in ranks if key in r) for key in both}
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return multilingual_encoder()


def search(
    engine: Engine, settings: Settings, docket: Docket, query: str, limit: int = 20, encoder: Encoder | None = None
) -> SearchResult:
    """The passages that fit a query, best first. Never raises for any text; `notes` say what was left out."""
    asked = parse_query(query)
    if not asked.words and not asked.phrases:
        return SearchResult(query, (), (*asked.notes, "Type at least one word to search for."))
    with reading(engine) as session:
        ranking, notes = Ranking(), list(asked.notes)
        ranking.words = ranks(by_words(session, asked, limit * DEPTH))
        found, trouble = by_meaning(session, asked, limit * DEPTH, encoder)
        ranking.meaning, ranking.cosine = ranks(key for key, _ in found), dict(found)
        notes += trouble
        hits = [hit for hit in described(session, asked, ranking) if not _left_out(asked, hit.text)]
    return SearchResult(query, tuple(hits[:limit]), tuple(notes))


def ranks(keys: Iterable[int]) -> dict[int, int]:
    """Key → its place, from 1."""
    return {key: place for place, key in enumerate(keys, start=1)}


def by_words(session: Session, asked: Query, limit: int) -> list[int]:
    """Passages with every word; when they are few, those with any of the rarer words follow."""
    index, every = word_index(session), [*asked.phrases, *asked.words]
    found = [key for key, _ in index.search(session, every, (), asked.without, limit)]
    telling = [word for word in asked.words if word.lower() not in everyday_words()] or list(asked.words)
    rare = [word for word in telling if index.share(session, word) <= COMMON]
    if len(found) < limit and rare:
        more = index.search(session, asked.phrases, rare, asked.without, limit)
        found += [key for key, _ in more if key not in set(found)]
    return found[:limit]


def by_meaning(
    session: Session, asked: Query, limit: int, encoder: Encoder | None
) -> tuple[list[tuple[int, float]], list[str]]:
    """Passages by cosine to the query, and a note when meaning could not be compared."""
    try:
        chosen = encoder or _encoder()
    except (ImportError, OSError) as error:
        return [], [f"Search by meaning is not available ({error}); only words were compared."]
    index = meaning_index(session, chosen)
    if not len(index.passage_ids):
        return [], ["No passage has been prepared for search by meaning yet; only words were compared."]
    cosines = index.rows @ chosen.encode([asked.text])[0]
    best = np.argsort(-cosines, kind="stable")[:limit]
    return [(int(index.passage_ids[n]), float(cosines[n])) for n in best if cosines[n] >= CLOSE], []


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


def described(session: Session, asked: Query, ranking: Ranking) -> list[Hit]:
    """The ranked passages of current statements about the docket, as hits."""
    order = ranking.fused()
    query = (
        select(Passage, Statement, Organisation.name)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .where(col(Passage.id).in_([key for key, _ in order]), col(Statement.on_topic).is_(True))
    )
    found = {passage.id: (passage, statement, name) for passage, statement, name in session.exec(query)}
    return [_hit(asked, ranking, score, *found[key]) for key, score in order if key in found]


def _hit(
    asked: Query, ranking: Ranking, score: float, passage: Passage, statement: Statement, organisation: str | None
) -> Hit:
    key = passage.id or 0
    matched = matched_words(asked, passage.text)
    return Hit(
        passage_id=key,
        statement_id=statement.id or 0,
        address=statement.address,
        title=statement.title,
        organisation=organisation or "",
        published=statement.published,
        language=passage.language or statement.language,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        matched_words=matched,
        why=why(matched if key in ranking.words else (), ranking.cosine.get(key)),
        score=round(score, 5),
    )


def why(matched: Sequence[str], cosine: float | None) -> str:
    """Why a passage was found, for the reader."""
    reasons = [f"has the words {', '.join(matched)}"] if matched else []
    if cosine is not None:
        reasons.append(f"close in meaning ({cosine:.2f} of 1)")
    return "; ".join(reasons) or "has the words of the search"


def matched_words(asked: Query, text: str) -> tuple[str, ...]:
    """The words and phrases of the query that stand in the text, as they are written there."""
    spans = [span for term in (*asked.phrases, *asked.words) if (span := find_term(term, text))]
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def find_term(term: str, text: str) -> tuple[int, int] | None:
    """Where a term stands in a text as whole words, without regard to case and accents."""
    match = re.search(rf"(?<!\w){re.escape(folded(term))}(?!\w)", folded(text))
    return match.span() if match else None


def folded(text: str) -> str:
    """The text without case and accents, character for character, so that offsets stay."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] or c for c in text)


def _left_out(asked: Query, text: str) -> bool:
    return any(find_term(term, text) for term in asked.without)
