"""What a reader asks of search. Importing it loads no model and no arrays."""

from dataclasses import dataclass
from typing import Literal

from pipeline.query import FieldTerm

Sort = Literal["relevance", "date"]
SORTS: tuple[Sort, ...] = ("relevance", "date")
PER_PAGE = 20


@dataclass(frozen=True)
class Wanted:
    """A query as typed, filters chosen beside it (`chosen`), and an order.

    `like`: passages like this one instead of a query. `after`: only passages with a larger id, those that came later.
    """

    query: str = ""
    chosen: tuple[FieldTerm, ...] = ()
    sort: Sort = "relevance"
    like: int | None = None
    after: int = 0
    fold: bool = True
    """Whether texts that are nearly the same stand together, behind the first of them."""
