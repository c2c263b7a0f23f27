"""The texts of drafts: storing one, and what is known of their paragraphs."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from db.models import DraftArticle, DraftParagraph, DraftText


class Paragraph(Protocol):
    """A piece of an article, as the parser gives it."""

    @property
    def number(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Article(Protocol):
    """An article, as the parser gives it."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def paragraphs(self) -> Sequence[Paragraph]: ...


@dataclass(frozen=True)
class LoadedFile:
    """Where a draft's text came from: the file's name, the SHA-256 of its bytes, and when it was loaded (UTC)."""

    name: str
    sha256: str
    loaded_at: datetime


def replace_draft_text(session: Session, draft: str, file: LoadedFile, text: str, articles: Sequence[Article]) -> None:
    """Store the text of a draft with its articles, in place of an earlier one of the same draft."""
    _forget(session, draft)
    row = DraftText(draft=draft, file_name=file.name, sha256=file.sha256, loaded_at=file.loaded_at, text=text)
    session.add(row)
    session.flush()
    for position, article in enumerate(articles):
        _add_article(session, row.id or 0, position, article)


def _add_article(session: Session, text_id: int, position: int, article: Article) -> None:
    row = DraftArticle(
        draft_text_id=text_id, position=position, number=article.number, title=article.title,
        start=article.start, end=article.end,
    )  # fmt: skip
    session.add(row)
    session.flush()
    pieces = [
        {"draft_article_id": row.id, "position": n, "number": p.number, "letter": p.letter, "item": p.item,
         "start": p.start, "end": p.end}
        for n, p in enumerate(article.paragraphs)
    ]  # fmt: skip
    if pieces:
        session.execute(insert(DraftParagraph), pieces)


def _forget(session: Session, draft: str) -> None:
    texts = select(DraftText.id).where(DraftText.draft == draft)
    articles = select(DraftArticle.id).where(col(DraftArticle.draft_text_id).in_(texts))
    session.execute(delete(DraftParagraph).where(col(DraftParagraph.draft_article_id).in_(articles)))
    session.execute(delete(DraftArticle).where(col(DraftArticle.draft_text_id).in_(texts)))
    session.execute(delete(DraftText).where(col(DraftText.draft) == draft))


@dataclass(frozen=True)
class DraftParagraphs:
    """Which numbered paragraphs the articles of stored drafts have. `version` is a hash of it, empty without texts."""

    version: str
    numbers: dict[tuple[str, str], frozenset[str]]

    def __call__(self, draft: str, article: str) -> frozenset[str] | None:
        """The paragraph numbers of an article of a draft; None where that text or article is not stored."""
        return self.numbers.get((draft, article))


def stored_paragraphs(session: Session) -> DraftParagraphs:
    """What the stored texts say about paragraphs. A text without any number tells nothing: its file lost them."""
    query = (
        select(DraftText.draft, DraftArticle.number, DraftParagraph.number)
        .join(DraftArticle, col(DraftArticle.draft_text_id) == col(DraftText.id))
        .join(DraftParagraph, col(DraftParagraph.draft_article_id) == col(DraftArticle.id), isouter=True)
    )
    read: dict[tuple[str, str], set[str]] = defaultdict(set)
    for draft, article, paragraph in session.exec(query):
        read[draft, article] |= {paragraph} if paragraph else set()
    counted = {draft for (draft, _), numbers in read.items() if numbers}
    found = {name: numbers for name, numbers in read.items() if name[0] in counted}
    content = repr(sorted((name, sorted(numbers)) for name, numbers in found.items()))
    version = hashlib.sha256(content.encode()).hexdigest()[:16] if found else ""
    return DraftParagraphs(version, {name: frozenset(numbers) for name, numbers in found.items()})
