"""Objections draft by draft: which organisations object to a provision where they cite it in a draft."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.counting import CountedPair
from db.docket import Docket, Draft
from db.models import Mention, Organisation
from webapp.queries.quotations import Author


@dataclass(frozen=True)
class DraftObjections:
    """The organisations that object to the provision as `numbers` of `draft`; no draft: the texts meant agree on it.

    An organisation that objected to two drafts stands under both, so the rows add up to nothing.
    """

    draft: Draft | None
    numbers: tuple[str, ...]
    authors: tuple[Author, ...]


def objections_by_draft(
    session: Session, docket: Docket, provision: str, pairs: Sequence[CountedPair]
) -> tuple[DraftObjections, ...]:
    """One row for each draft in which a counted objection in `pairs` cites the provision, in the docket's order."""
    author_of = {pair.passage_id: pair.organisation_id for pair in pairs if pair.objects}
    cited, numbers = _cited(session, provision, author_of)
    authors = _authors(session, {key for keys in cited.values() for key in keys})
    order: list[Draft | None] = [*docket.drafts, None]
    return tuple(
        DraftObjections(draft, tuple(sorted(numbers[key])), tuple(a for a in authors if a.id in cited[key]))
        for draft in order
        for key in [draft.key if draft else ""]
        if cited.get(key)
    )


def _cited(
    session: Session, provision: str, author_of: dict[int, int | None]
) -> tuple[dict[str, set[int]], dict[str, set[str]]]:
    """Draft key → organisations, and → the numbers under which they cite the provision there."""
    cited: dict[str, set[int]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    query = select(Mention.passage_id, Mention.draft, Mention.article).where(
        Mention.provision == provision, Mention.status == "resolved", col(Mention.passage_id).is_not(None)
    )
    for passage, draft, article in session.exec(query):
        organisation = author_of.get(passage or 0)
        if organisation is not None:
            cited[draft].add(organisation)
            numbers[draft].add(article)
    return cited, numbers


def _authors(session: Session, ids: set[int]) -> list[Author]:
    query = select(Organisation).where(col(Organisation.id).in_(ids)).order_by(Organisation.name)
    return [Author.of(row.id, row.slug, row.name, row.kind) for row in session.exec(query)] if ids else []
