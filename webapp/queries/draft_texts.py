"""What an article says in the drafts whose texts are stored here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from db.docket import Docket, Draft
from db.models import DraftArticle, DraftParagraph, DraftText


@dataclass(frozen=True)
class TextPiece:
    """A paragraph: `mark` is what is written before it ("1.", "(a)"), `depth` 0 to 2, `words` are exact."""

    mark: str
    depth: int
    words: str

    @property
    def line(self) -> str:
        """Mark and words in one line, white space as single blanks."""
        return " ".join(f"{self.mark} {self.words}".split())


@dataclass(frozen=True)
class ArticleText:
    """One article of one draft."""

    number: str
    title: str
    pieces: tuple[TextPiece, ...]

    @property
    def heading(self) -> str:
        """Number and title in one line."""
        return f"Article {self.number}: {self.title}" if self.title else f"Article {self.number}"

    @property
    def lines(self) -> str:
        """Heading and paragraphs, one a line."""
        return "\n".join([self.heading, *(piece.line for piece in self.pieces)])


@dataclass(frozen=True)
class DraftWording:
    """What a provision says in one draft: one article, or several where it was divided."""

    draft: Draft
    articles: tuple[ArticleText, ...]

    @property
    def lines(self) -> str:
        """Everything, one paragraph a line."""
        return "\n".join(article.lines for article in self.articles)


def stored_wordings(session: Session, docket: Docket, provision: str) -> dict[str, DraftWording]:
    """Draft key → what the provision says there, of every draft whose text is stored, in the docket's order."""
    lineage = docket.lineage_by_number.get(provision)
    if lineage is None:
        return {}
    articles = _articles(session, lineage.numbers)
    found = {draft.key: tuple(articles.get((draft.key, n)) for n in lineage.numbers.get(draft.key, ()))
             for draft in docket.drafts}  # fmt: skip
    return {
        draft.key: DraftWording(draft, tuple(article for article in found[draft.key] if article))
        for draft in docket.drafts
        if any(found[draft.key])
    }


def _articles(session: Session, numbers: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], ArticleText]:
    """(draft, number) → article, of the stored drafts, in one SELECT that reads only these articles' words."""
    wanted = [and_(col(DraftText.draft) == draft, col(DraftArticle.number).in_(n)) for draft, n in numbers.items()]
    words = func.substr(col(DraftText.text), col(DraftParagraph.start) + 1,
                        col(DraftParagraph.end) - col(DraftParagraph.start))  # fmt: skip
    query = (
        select(
            *(col(DraftText.draft), col(DraftArticle.number), col(DraftArticle.title)),
            *(col(DraftParagraph.number), col(DraftParagraph.letter), col(DraftParagraph.item), words),
        )
        .join(DraftArticle, col(DraftArticle.draft_text_id) == col(DraftText.id))
        .join(DraftParagraph, col(DraftParagraph.draft_article_id) == col(DraftArticle.id), isouter=True)
        .where(or_(*wanted))
        .order_by(col(DraftText.draft), col(DraftArticle.position), col(DraftParagraph.position))
    )
    rows: Iterable[Any] = session.connection().execute(query).all()
    grouped = groupby(rows, key=lambda row: tuple(row[:3]))
    return {(draft, number): ArticleText(number, title, _pieces(r[3:] for r in found))
            for (draft, number, title), found in grouped}  # fmt: skip


def _pieces(rows: Iterable[tuple[str | None, str, str, str]]) -> tuple[TextPiece, ...]:
    """The paragraphs, each with the marks that are new since the one before."""
    pieces: list[TextPiece] = []
    before = ("", "", "")
    for number, letter, item, words in rows:
        if number is None:  # an article without any text
            continue
        now = (number, letter, item)
        pieces.append(TextPiece(_mark(before, now), 2 if item else 1 if letter else 0, words))
        before = now
    return tuple(piece for piece in pieces if piece.mark or piece.words)


def _mark(before: tuple[str, str, str], now: tuple[str, str, str]) -> str:
    deepest = 2 if now[2] else 1 if now[1] else 0
    if not now[deepest] or before == now:
        return ""
    return f"{now[0]}." if deepest == 0 else f"({now[deepest]})"
