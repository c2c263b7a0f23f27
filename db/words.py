"""The word index: finding passages by their words. The only module that knows SQLite's FTS5.

A second database is a second class with these three methods; `word_index(engine)` chooses.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import text
from sqlmodel import Session

WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")


class WordIndex(Protocol):
    """Words of passages → passages."""

    def add(self, session: Session, passages: Iterable[tuple[int, str]]) -> None:
        """Index passages (id, text)."""

    def remove(self, session: Session, passage_ids: Iterable[int]) -> None:
        """Forget passages."""

    def search(
        self, session: Session, every: Sequence[str], some: Sequence[str], none: Sequence[str], limit: int
    ) -> list[tuple[int, float]]:
        """Passage ids, best first, with a score (larger is better).

        Each entry is a word or phrase: a passage has every one of `every`, at least one of `some` (if any)
        and none of `none`. Words match without regard to case and accents.
        """

    def share(self, session: Session, word: str) -> float:
        """The share of passages that have a word, 0 to 1."""


def spaced(words: str) -> str:
    """The text with each wide character as a word of its own: Chinese and Japanese write no spaces."""
    return WIDE.sub(r" \1 ", words)


def quoted(phrase: str) -> str:
    """A phrase as an FTS5 string: no character in it is an operator."""
    return '"' + spaced(phrase).replace('"', " ").replace("\0", " ").strip() + '"'


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
        self, session: Session, every: Sequence[str], some: Sequence[str], none: Sequence[str], limit: int
    ) -> list[tuple[int, float]]:
        """See `WordIndex.search`."""
        parts = [quoted(word) for word in every]
        if some:
            parts.append("(" + " OR ".join(quoted(word) for word in some) + ")")
        if not parts:
            return []
        match = " AND ".join(parts) + "".join(f" NOT {quoted(word)}" for word in none)
        rows = session.connection().execute(
            text(
                "SELECT rowid, -bm25(passage_words) FROM passage_words WHERE passage_words MATCH :match "
                "ORDER BY bm25(passage_words), rowid LIMIT :limit"
            ),
            {"match": match, "limit": limit},
        )
        return [(int(key), float(score)) for key, score in rows]

    def share(self, session: Session, word: str) -> float:
        """The share of passages that have a word, 0 to 1."""
        connection, match = session.connection(), {"match": quoted(word)}
        having = "SELECT count(*) FROM passage_words WHERE passage_words MATCH :match"
        total = connection.execute(text("SELECT count(*) FROM passage_words")).scalar() or 1
        return float(connection.execute(text(having), match).scalar() or 0) / float(total)


def word_index(_session: Session) -> WordIndex:
    """The word index of the session's database."""
    return SqliteWords()
