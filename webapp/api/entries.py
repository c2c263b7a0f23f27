"""Single entries and short lists: the start, a statement's text, the matrix, the docket's own data, digests."""

import json
from datetime import UTC, datetime
from typing import Any, Literal

from flask import Blueprint, abort
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response
from sqlmodel import col, select

from db.models import Organisation, Revision, Statement
from db.topics import current_topics
from webapp.api import models
from webapp.api.document import Problem, spec
from webapp.api.matrix import matrix_of
from webapp.desk import desk, session
from webapp.queries.coverage import read_coverage
from webapp.queries.digests import list_digests, read_digest
from webapp.queries.overview import read_overview

entries = Blueprint("api_entries", __name__, url_prefix="/api/v1")
LISTS = ("statements", "passages", "citations", "described", "pairs", "asks", "organisations", "signatories")
SHORT = ("matrix", "concerns", "topics", "drafts", "dates", "digests", "sources")


class Counting(BaseModel):
    """Which articles are counted."""

    model_config = ConfigDict(extra="forbid")
    how: Literal["named", "described"] = Field(default="named", description="Articles that texts name, or describe")


def page_of(path: str) -> str:
    """The full address of a page of ours."""
    return f"{desk().settings.base_url.rstrip('/')}/{path}"


def answers(model: type[BaseModel], missing: bool = False) -> Response:
    """The answers that a view may give."""
    return Response(HTTP_200=model, **({"HTTP_404": Problem} if missing else {}))


@entries.get("/")
@spec.validate(resp=answers(models.Start), tags=["start"])
def start() -> dict[str, Any]:
    """The installation in a few figures, and where to go on."""
    docket, found = desk().docket, read_overview(session())
    return {
        "docket": docket.key,
        "name": docket.name,
        "statements": found.on_topic,
        "organisations": found.organisations,
        "last_collected": found.last_stored.isoformat() if found.last_stored else None,
        "lists": [f"/api/v1/{name}" for name in (*LISTS, *SHORT)],
        "description": "/api/openapi.json",
    }


@entries.get("/statements/<int(max=9223372036854775807):statement>")
@spec.validate(resp=answers(models.StatementText, missing=True), tags=["entries"], operation_id="statement_text")
def statement_text(statement: int) -> dict[str, Any]:
    """A statement with its whole text, into which the offsets of passages and citations point."""
    found = session().get(Statement, statement)
    revision = session().get(Revision, found.revision_id) if found and found.revision_id else None
    if found is None or revision is None:
        abort(404, f"There is no statement {statement}.")
    known = session().get(Organisation, found.organisation_id) if found.organisation_id else None
    return {
        "statement": statement,
        "title": found.title,
        "organisation": known.name if known else "",
        "organisation_slug": known.slug if known else "",
        "published": found.published,
        "language": found.language,
        "address": found.address,
        "revision": revision.number,
        "text": revision.text,
        "revisions": _revisions(statement),
        "page": page_of(f"statements/{statement}"),
    }


def _revisions(statement: int) -> list[dict[str, Any]]:
    query = select(Revision.number, Revision.title, Revision.captured_at, Revision.text_sha256)
    rows = session().exec(query.where(Revision.statement_id == statement).order_by(col(Revision.number)))
    return [
        {"number": number, "title": title, "captured": at.isoformat(), "text_sha256": sha256}
        for number, title, at, sha256 in rows
    ]


@entries.get("/matrix")
@spec.validate(resp=answers(models.Matrix), tags=["figures"])
def matrix(query: Counting) -> dict[str, Any]:
    """Objections by article and concern."""
    return matrix_of(session(), desk().docket, query.how, page_of)


@entries.get("/concerns")
@spec.validate(resp=answers(models.Concerns), tags=["docket"])
def concerns() -> dict[str, Any]:
    """The concerns that passages are marked with."""
    return {
        "items": [
            {
                "concern": concern.key,
                "name": concern.name,
                "definition": concern.definition,
                "lead": concern.lead,
                "page": page_of(f"concerns/{concern.key}"),
            }
            for concern in desk().docket.ordered_concerns()
        ]
    }


@entries.get("/topics")
@spec.validate(resp=answers(models.Topics), tags=["figures"])
def topics() -> dict[str, Any]:
    """What is raised beside the concerns."""
    return {
        "items": [
            {
                **{name: getattr(line, name) for name in ("name", "passages", "organisations", "statements")},
                "topic": line.key,
                "terms": list(line.terms),
                "first": line.first or "",
                "last": line.last or "",
                "page": page_of(f"topics/{line.key}"),
            }
            for line in current_topics(session(), datetime.now(UTC))
        ]
    }


@entries.get("/drafts")
@spec.validate(resp=answers(models.Drafts), tags=["docket"])
def drafts() -> dict[str, Any]:
    """The drafts of the treaty, and which of them statements of a day mean."""
    return {
        "items": [
            {
                "draft": draft.key,
                "name": draft.name,
                "symbol": draft.un_symbol,
                "published": draft.published,
                "from_day": draft.in_force_from.isoformat() if draft.in_force_from else None,
                "to_day": draft.in_force_to.isoformat() if draft.in_force_to else None,
                "certainty": draft.verified,
            }
            for draft in desk().docket.drafts
        ]
    }


@entries.get("/dates")
@spec.validate(resp=answers(models.Dates), tags=["docket"])
def dates() -> dict[str, Any]:
    """The treaty's calendar."""
    return {
        "items": [
            {
                "date": date.key,
                "day": date.day.isoformat(),
                "until": date.until.isoformat() if date.until else None,
                "title": date.title,
                "place": date.place,
                "certainty": date.verified,
            }
            for date in desk().docket.dates
        ]
    }


@entries.get("/digests")
@spec.validate(resp=answers(models.Digests), tags=["digests"])
def digests() -> dict[str, Any]:
    """Issued digests on the whole docket, newest first."""
    return {
        "items": [
            {
                "week": line.week,
                "issued": line.issued_at.isoformat(),
                "page": page_of(f"digests/{line.week}"),
                "data": f"/api/v1/digests/{line.week}",
            }
            for line in list_digests(session())
        ]
    }


class DigestData(BaseModel):
    """A digest as it was issued. Its parts are those of the page."""

    model_config = ConfigDict(extra="allow")
    week: str
    docket: str


@entries.get("/digests/<week>")
@spec.validate(resp=answers(DigestData, missing=True), tags=["digests"], operation_id="digest")
def digest(week: str) -> dict[str, Any]:
    """A digest as it was issued."""
    found = read_digest(session(), week)
    if found is None:
        abort(404, f"No digest was issued for the week {week[:20]!r}; weeks are written 2024-W32.")
    content: dict[str, Any] = json.loads(found.content)
    return content


@entries.get("/sources")
@spec.validate(resp=answers(models.Sources), tags=["coverage"])
def sources() -> dict[str, Any]:
    """What each source gave, and what is wrong."""
    return {
        "items": [
            {
                "source": line.key,
                "organisation": line.source.organisation if line.source else "",
                "way": line.source.way if line.source else "",
                "captures": line.captures,
                "last_visit": line.run.started_at.isoformat() if line.run else None,
                "finding": line.finding,
            }
            for line in read_coverage(session(), desk().docket.sources).sources
        ]
    }
