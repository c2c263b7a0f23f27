"""The doors into the pipeline. They open on first use: a page that needs no model must not wait for one."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from sqlalchemy import Engine

from db.docket import Docket
from db.settings import Settings


class Hit(Protocol):
    """One passage found: where it stands, which words matched and why it was found."""

    @property
    def passage_id(self) -> int: ...
    @property
    def statement_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def matched_words(self) -> Sequence[str]: ...
    @property
    def why(self) -> str: ...
    @property
    def score(self) -> float: ...


class SearchResult(Protocol):
    """Hits, best first, and what the reader must be told about them."""

    @property
    def hits(self) -> Sequence[Hit]: ...
    @property
    def notes(self) -> Sequence[str]: ...


class Search(Protocol):
    """`pipeline.search.search`."""

    def __call__(
        self, engine: Engine, settings: Settings, docket: Docket, query: str, limit: int, /
    ) -> SearchResult: ...


class DigestRenderer(Protocol):
    """`pipeline.digest.render_html`: an issued digest's content as a fragment of HTML, already escaped."""

    def __call__(self, content: Mapping[str, Any], /) -> str: ...


def search_door(engine: Engine, settings: Settings, docket: Docket, query: str, limit: int) -> SearchResult:
    """Search through the pipeline."""
    found = import_module("pipeline.search").search(engine, settings, docket, query, limit)
    return cast(SearchResult, found)


def digest_door(content: Mapping[str, Any]) -> str:
    """Render a digest through the pipeline."""
    return cast(str, import_module("pipeline.digest").render_html(content))
