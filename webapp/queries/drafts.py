"""The drafts as the page `/drafts` lists them, and which articles moved between them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from db.docket import Docket, Draft, Lineage
from db.models import DraftText


@dataclass(frozen=True)
class MovedArticle:
    """An article that has had another number: its adopted one, and those in `drafts` in their order."""

    lineage: Lineage
    numbers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DraftsPage:
    """Every draft in order; `loaded` are the keys of those whose text is stored; `numbered` are those
    whose articles' numbers are known, the last of them (the adopted text) left out."""

    drafts: tuple[Draft, ...]
    loaded: frozenset[str]
    numbered: tuple[Draft, ...]
    moved: tuple[MovedArticle, ...]


def read_drafts(session: Session, docket: Docket) -> DraftsPage:
    """All that `/drafts` says."""
    known = {key for lineage in docket.lineages for key, numbers in lineage.numbers.items() if numbers}
    numbered = tuple(draft for draft in docket.drafts if draft.key in known)[:-1]
    lines = (
        MovedArticle(lineage, tuple(lineage.numbers.get(draft.key, ()) for draft in numbered))
        for lineage in docket.lineages
    )
    moved = tuple(line for line in lines if any(set(found) - {line.lineage.adopted} for found in line.numbers))
    loaded = frozenset(session.connection().execute(select(col(DraftText.draft))).scalars())
    return DraftsPage(docket.drafts, loaded, numbered, moved)
