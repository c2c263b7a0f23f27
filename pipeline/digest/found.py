"""The passages that a search finds, for digests and alerts on a search."""

from sqlalchemy import Engine

from db.docket import Docket
from db.settings import Settings

MOST = 10_000
"""Passages of one search that a digest looks at."""


def passages_found(engine: Engine, settings: Settings, docket: Docket, query: str) -> set[int]:
    """The passages that fit a query by words or by meaning, of any age."""
    from pipeline.search import search

    return {hit.passage_id for hit in search(engine, settings, docket, query, MOST).hits}
