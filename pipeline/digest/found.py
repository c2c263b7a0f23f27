"""The passages that a search finds, for digests and alerts on a search."""

from sqlalchemy import Engine

from db.docket import Docket
from db.session import reading
from pipeline.wanted import Wanted


def passages_found(engine: Engine, docket: Docket, query: str) -> set[int]:
    """The passages that fit a query by words or by meaning, of any age."""
    from pipeline.search import rank

    with reading(engine) as session:
        ranked = rank(session, docket, Wanted(query))
        return {int(key) for key in ranked.shelf.passage_ids[ranked.order]}
