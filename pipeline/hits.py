"""What a reader is told of a passage that was found: where it stands, which words match, and why it is there."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.models import Organisation, Passage, Statement
from db.words import WIDE
from pipeline.candidates import Candidates, telling
from pipeline.query import Query

AT_ONCE = 500
Span = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """A passage that was found: `text` is the stored text between `start` and `end` of its statement.

    `spans` are the places of matched words in `text`; `cosine` is None where it was not found by its meaning; `copies`
    are the ids of passages that are near-identical to this one, found by the same search.
    """

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
    cosine: float | None = None
    all_words: bool = False
    spans: tuple[Span, ...] = ()
    copies: tuple[int, ...] = ()
    collected: str = ""
    """When its statement was first collected, ISO 8601."""


def describe(session: Session, asked: Query, found: Candidates, places: Sequence[tuple[int, int]]) -> list[Hit]:
    """Passages as hits, in the order given: (place on the shelf, passage id)."""
    rows = {row[0].id: row for row in _rows(session, [key for _, key in places])}
    scores = found.scores()
    made = []
    for place, key in places:
        if key in rows:
            cosine = float(found.cosine[place]) if found.near[place] else None
            made.append(_hit(asked, rows[key], cosine, bool(found.all_words[place]), float(scores[place])))
    return made


def _rows(session: Session, keys: Sequence[int]) -> Iterable[tuple[Passage, Statement, str | None]]:
    query: Any = (
        select(Passage, Statement, col(Organisation.name))
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
    )
    for start in range(0, len(keys), AT_ONCE):
        yield from session.execute(query.where(col(Passage.id).in_(keys[start : start + AT_ONCE])))


def _hit(
    asked: Query, row: tuple[Passage, Statement, str | None], cosine: float | None, all_words: bool, score: float
) -> Hit:
    passage, statement, organisation = row
    spans = matched_spans(asked, passage.text)
    return Hit(
        passage_id=passage.id or 0,
        statement_id=statement.id or 0,
        address=statement.address,
        title=statement.title,
        organisation=organisation or "",
        published=statement.published,
        language=passage.language or statement.language,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        matched_words=matched_words(passage.text, spans),
        why=why(asked, passage.text, spans, all_words, cosine),
        score=round(score, 5),
        cosine=None if cosine is None else round(cosine, 4),
        all_words=all_words,
        spans=spans,
        collected=statement.first_seen.isoformat(),
    )


def why(asked: Query, text: str, spans: Sequence[Span], all_words: bool, cosine: float | None) -> str:
    """Why a passage was found, for the reader; empty for a search by filters alone."""
    phrases = [phrase for phrase in asked.phrases if find_term(phrase, text)]
    words = [word for word in matched_words(text, spans) if word.casefold() not in {p.casefold() for p in phrases}]
    reasons = [f"has the phrase “{phrase}”" for phrase in phrases]
    if words:
        every = "all the" if all_words and len(asked.terms) > 1 else "the"
        reasons.append(f"has {every} {'words' if len(words) > 1 else 'word'} {', '.join(words)}")
    if cosine is not None:
        reasons.append(f"{closeness(cosine)} in meaning ({cosine:.2f} of 1)")
    return "; ".join(reasons) or ("has the words of the search" if asked.terms else "")


def closeness(cosine: float) -> str:
    """A cosine in words."""
    return "very close" if cosine >= 0.6 else "close" if cosine >= 0.4 else "somewhat close"


def matched_words(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The words of the text at these places, as they are written there, each once."""
    found = {text[start:end].casefold(): text[start:end] for start, end in reversed(spans)}
    return tuple(reversed(found.values()))


def matched_spans(asked: Query, text: str) -> tuple[Span, ...]:
    """Where the words and phrases of the query stand in the text; places that overlap are one.

    Everyday words are marked only where they are part of a phrase, or where there are no others.
    """
    plain = folded(text)
    found = sorted(span for term in _marked(asked) for span in _all(term, plain))
    joined: list[Span] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@lru_cache(maxsize=256)
def _marked(asked: Query) -> tuple[str, ...]:
    """The terms that are marked: no everyday words, unless there are no others."""
    told = telling(asked)
    whole = [word for word in asked.words if len(word) > 2 and WIDE.search(word)]
    return tuple(dict.fromkeys([*asked.phrases, *whole, *told]))


def _all(term: str, plain: str) -> Iterable[Span]:
    return (match.span() for match in _pattern(term).finditer(plain)) if CONTENT.search(term) else ()


CONTENT = re.compile(r"\w")


@lru_cache(maxsize=4_096)
def _pattern(term: str) -> re.Pattern[str]:
    """Whole words; in Chinese and Japanese, which write no spaces, anywhere. What stands between words may differ."""
    pieces = [re.escape(piece) for piece in re.split(r"[\W_]+", folded(term)) if piece] or [re.escape(folded(term))]
    written = r"[\W_]+".join(pieces)
    return re.compile(written if WIDE.search(term) else rf"(?<!\w){written}(?!\w)")


def find_term(term: str, text: str, plain: str = "") -> Span | None:
    """Where a term stands in a text as whole words, without regard to case and accents."""
    match = _pattern(term).search(plain or folded(text))
    return match.span() if match else None


def folded(text: str) -> str:
    """The text without case and accents, character for character, so that offsets stay."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] or c for c in text)
