"""The description of the API: made by spectree from the views themselves, finished here."""

from typing import Any

from flask import Request, Response, request
from pydantic import BaseModel, ConfigDict, Field
from spectree import SpecTree

TITLE = "Travaux"
ABOUT = (
    "What organisations say about a treaty, and which articles attract which objections. Read-only. Articles that "
    "texts name and articles that they only describe are told apart everywhere and never added up. A missing "
    "organisation means that no statement was found, never that it has no position."
)
PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")
    type: str = Field(default="about:blank", description="Always about:blank: the status says what kind it is")
    title: str = Field(description="What is wrong, in a few words")
    status: int = Field(description="The status of the answer")
    detail: str = Field(default="", description="What was expected, what came, and what to do")


def problem_answer(status: int, title: str, detail: str) -> Response:
    """An answer of problem details."""
    made = Problem(title=title, status=status, detail=detail)
    return Response(made.model_dump_json(), status=status, content_type=PROBLEM)


def tell_what_is_wrong(
    _request: Request, response: Response | None, error: Any, _instance: object, _adapter: object
) -> None:
    """Put problem details into the answer to a request whose arguments are not as described."""
    if error is None or response is None:
        return
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    came = f"{name}: {first['msg']}, found {str(first.get('input'))[:80]!r}."
    made = Problem(
        title="An argument is wrong",
        status=response.status_code,
        detail=f"{came} /api/openapi.json says what may stand there.",
    )
    response.set_data(made.model_dump_json())
    response.content_type = PROBLEM


def said_below(parent: str, child: str) -> str:
    """The name of a model within others: its own, so that it is described once."""
    return child


spec = SpecTree(
    "flask",
    mode="strict",
    title=TITLE,
    version="1",
    description=ABOUT,
    openapi_version="3.1.0",
    page_templates={},
    before=tell_what_is_wrong,
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=said_below,
)
"""Views of the API are decorated with `spec.validate(...)`."""


def document() -> dict[str, Any]:
    """The OpenAPI document of the app that answers this request."""
    made: dict[str, Any] = spec.spec
    for path, operations in made["paths"].items():
        for operation in operations.values():
            _link(path, operation)
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "application/json" in answer.get("content", {}):
                    answer["content"] = {PROBLEM: answer["content"]["application/json"]}
    return {**made, "servers": [{"url": request.url_root.rstrip("/")}]}


LEADS = {
    "/api/v1/statements": ("statement_text", {"statement": "$response.body#/items/0/statement"}),
    "/api/v1/digests": ("digest", {"week": "$response.body#/items/0/week"}),
}
"""List → the entry that its first item leads to."""


def _link(path: str, operation: dict[str, Any]) -> None:
    """Say in the document which entry an item of a list leads to."""
    if path in LEADS:
        name, parameters = LEADS[path]
        operation["responses"]["200"]["links"] = {name: {"operationId": name, "parameters": parameters}}
