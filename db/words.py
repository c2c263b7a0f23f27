"""The word index: finding passages by their words. The only module that knows SQLite's FTS5.

A second database is a second class with these methods; `word_index(engine)` chooses.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import text
from sqlmodel import Session

Clause = str | Sequence[str]
"""A word or phrase, or alternatives."""
WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")


class WordIndex(Protocol):
    """Words of passages → passages."""

    def add(self, session: Session, passages: Iterable[tuple[int, str]]) -> None:
        """Index passages (id, text)."""

    def remove(self, session: Session, passage_ids: Iterable[int]) -> None:
        """Forget passages."""

    def search(
        self, session: Session, every: Sequence[Clause], some: Sequence[str], none: Sequence[str], limit: int
    ) -> list[tuple[int, float]]:
        """Passage ids, best first, with a score (larger is better).

        Each entry is a word or phrase: a passage has every one of `every` (of alternatives, one), at least one of
        `some` (if any) and none of `none`. Words match without regard to case and accents.
        """

    def matching(self, session: Session, every: Sequence[Clause], none: Sequence[str]) -> list[int]:
        """Ids of all passages that `search` would find, in the order of ids."""

    def counts(self, session: Session, words: Sequence[str]) -> dict[str, int]:
        """How many passages have each word or phrase."""


def spaced(words: str) -> str:
    """The text with each wide character as a word of its own: Chinese and Japanese write no spaces."""
    return WIDE.sub(r" \1 ", words)


def quoted(phrase: str) -> str:
    """A phrase as an FTS5 string: no character in it is an operator."""
    return '"' + spaced(phrase).replace('"', " ").replace("\0", " ").strip() + '"'


def expression(every: Sequence[Clause], none: Sequence[str]) -> str:
    """An FTS5 query: all clauses and none of `none`; empty where there is no clause."""
    clauses = [[clause] if isinstance(clause, str) else clause for clause in every]
    parts = ["(" + " OR ".join(map(quoted, clause)) + ")" for clause in clauses]
    return f"({' AND '.join(parts)})" + "".join(f" NOT {quoted(word)}" for word in none) if parts else ""


class SqliteWords:
    """FTS5, ranked by bm25."""

    def add(self, session: Session, passages: Iterable[tuple[int, str]]) -> None:
        """Index passages (id, text)."""
        rows = [{"id": key, "words": spaced(words)} for key, words in passages]
        if rows:
            session.connection().execute(text("INSERT INTO passage_words(rowid, words) VALUES (:id, :words)"), rows)

    def remove(self, session: Session, passage_ids: Iterable[int]) -> None:
        """Forget passages."""
        rows = [{"id": key} for key in passage_ids]
        if rows:
            session.connection().execute(text("DELETE FROM passage_words WHERE rowid = :id"), rows)

    def search(
        self, session: Session, every: Sequence[Clause], some: Sequence[str], none: Sequence[str], limit: int
    ) -> list[tuple[int, float]]:
        """See `WordIndex.search`."""
        match = expression([*every, some] if some else every, none)
        if not match:
            return []
        rows = session.connection().execute(
            text(
                "SELECT rowid, -bm25(passage_words) FROM passage_words WHERE passage_words MATCH :match "
                "ORDER BY bm25(passage_words), rowid LIMIT :limit"
            ),
            {"match": match, "limit": limit},
        )
        return [(int(key), float(score)) for key, score in rows]

    def matching(self, session: Session, every: Sequence[Clause], none: Sequence[str]) -> list[int]:
        """See `WordIndex.matching`."""
        match = expression(every, none)
        found = text("SELECT rowid FROM passage_words WHERE passage_words MATCH :match ORDER BY rowid")
        return list(session.connection().execute(found, {"match": match}).scalars()) if match else []

    def counts(self, session: Session, words: Sequence[str]) -> dict[str, int]:
        """See `WordIndex.counts`."""
        if not words:
            return {}
        having = "(SELECT count(*) FROM passage_words WHERE passage_words MATCH :word{})"
        asked = text("SELECT " + ", ".join(having.format(place) for place in range(len(words))))
        row = session.connection().execute(asked, {f"word{n}": quoted(word) for n, word in enumerate(words)}).one()
        return dict(zip(words, map(int, row), strict=True))


def word_index(_session: Session) -> WordIndex:
    """The word index of the session's database."""
    return SqliteWords()
