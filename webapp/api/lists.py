"""The long lists: statements, passages, citations and the like, page by page, narrowed as on the pages."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from db.filters import Filters, passage_conditions, statement_conditions
from db.models import Organisation, Statement
from pipeline.exports.kinds import Kind, Source, Window
from pipeline.exports.link_rows import ASKS, CITATIONS, DESCRIBED
from pipeline.exports.passage_rows import PAIRS, PASSAGES
from pipeline.exports.statement_rows import ORGANISATIONS, SIGNATORIES, STATEMENTS
from webapp.api.document import Problem, spec
from webapp.api.paging import CURSOR, MOST, USUAL, key_of, next_address
from webapp.api.rows import as_items, page_model, row_model
from webapp.desk import desk, session

lists = Blueprint("api_lists", __name__, url_prefix="/api/v1")
DAY = r"^([0-9]{4}(-[0-9]{2}){0,2})?$"
Text = list[str]


class Paged(BaseModel):
    """Where a page of a list begins, and how long it is."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    cursor: str = Field(default="", pattern=CURSOR, description="From the field `next` of the page before")
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="Entries of the page")


class OfStatements(Paged):
    """Narrows a list by the statement. Several values of one field are alternatives; fields narrow each other."""

    organisation: Text = Field(default=[], description="Slugs of organisations that published it")
    kind: list[Literal["ngo", "industry", "un_body", "igo", "academia", "state", "media"]] = Field(
        default=[], description="Kinds of organisation"
    )
    language: Text = Field(default=[], description="Primary language tags, such as en")
    since: str = Field(default="", alias="from", pattern=DAY, description="First day, month or year of publication")
    until: str = Field(default="", alias="to", pattern=DAY, description="Last day, month or year of publication")
    article: Text = Field(default=[], description="Articles that a passage names, by adopted number")
    concern: Text = Field(default=[], description="Keys of concerns that a passage raises")
    stance: list[Literal["objection", "recommendation", "support", "neutral"]] = Field(
        default=[], description="Stances of a passage"
    )
    draft: Text = Field(default=[], description="Keys of drafts that a passage cites")

    def filters(self) -> Filters:
        """The same as the pages' filters."""
        lists_of = ("organisation", "kind", "article", "concern", "stance", "language", "draft")
        values = {name: tuple(getattr(self, name)) for name in lists_of}
        return Filters(**values, since=self.since, until=self.until)


Conditions = Callable[[Filters], Sequence[ColumnElement[bool]]]


def about_statements(filters: Filters) -> Sequence[ColumnElement[bool]]:
    """The list has statements: one of their passages meets what is asked of passages."""
    return statement_conditions(filters) if filters else ()


def about_passages(filters: Filters) -> Sequence[ColumnElement[bool]]:
    """The list has passages, or things in them: each meets what is asked of passages itself."""
    if not filters:
        return ()
    of_statement = Filters(
        organisation=filters.organisation, kind=filters.kind, language=filters.language,
        since=filters.since, until=filters.until,
    )  # fmt: skip
    found = (
        select(col(Statement.id))
        .outerjoin(Organisation, col(Organisation.id) == col(Statement.organisation_id))
        .where(*statement_conditions(of_statement))
        .correlate(None)
    )
    return (*([col(Statement.id).in_(found)] if of_statement else []), *passage_conditions(filters))


def source(window: Window) -> Source:
    """The installation, as exports see it; addresses of our pages begin as the setting `base_url` says."""
    return Source(session(), desk().docket, desk().settings.base_url, window=window)


def one_page(kind: Kind, conditions: Sequence[ColumnElement[bool]], query: Paged) -> dict[str, Any]:
    """A page of a list. One row more is read than is shown, to know whether another page follows."""
    window = Window(conditions, key_of(query.cursor), query.limit + 1)
    rows = list(kind.keyed(source(window)))
    shown = rows[: query.limit]
    following = next_address(shown[-1][0]) if len(rows) > query.limit else None
    return {"items": as_items(kind, (row for _, row in shown)), "next": following}


def _add(path: str, kind: Kind, name: str, conditions: Conditions | None) -> None:
    """Add a list to the API. Without `conditions` it is not narrowed."""
    page = page_model(row_model(kind, name))
    asked: type[Paged] = OfStatements if conditions else Paged

    def view() -> dict[str, Any]:
        query = asked.model_validate(_arguments())
        narrowed = conditions(query.filters()) if conditions and isinstance(query, OfStatements) else ()
        return one_page(kind, narrowed, query)

    view.__name__ = view.__qualname__ = f"list_{path}"
    view.__doc__ = f"{kind.meaning}\n\nPage by page: `next` leads on."
    answers = Response(HTTP_200=page, HTTP_422=Problem)
    lists.get(f"/{path}")(spec.validate(query=asked, resp=answers, tags=["lists"])(view))


def _arguments() -> dict[str, Any]:
    from flask import request

    return dict(request.context.query.model_dump(by_alias=True))  # type: ignore[attr-defined]


for _path, _kind, _name, _conditions in (
    ("statements", STATEMENTS, "Statement", about_statements),
    ("passages", PASSAGES, "Passage", about_passages),
    ("citations", CITATIONS, "Citation", about_passages),
    ("described", DESCRIBED, "Described", about_passages),
    ("pairs", PAIRS, "Pair", about_passages),
    ("asks", ASKS, "Ask", about_passages),
    ("organisations", ORGANISATIONS, "Organisation", None),
    ("signatories", SIGNATORIES, "Signatory", None),
):
    _add(_path, _kind, _name, _conditions)
