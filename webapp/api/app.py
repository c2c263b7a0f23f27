"""The API as a part of the app: its views, its document, its errors, and what lets a program ask for changes only."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy import func, select
from sqlmodel import col

from db.models import Capture, StageRow
from webapp.api.document import document
from webapp.api.entries import entries
from webapp.api.lists import lists
from webapp.desk import session

described = Blueprint("api_document", __name__)
PREFIX = "/api/"
BLUEPRINTS = (entries, lists, described)


@described.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return jsonify(document())


def is_api() -> bool:
    """Whether this request is the API's."""
    return request.path.startswith(PREFIX)


def with_validators(answer: Response) -> Response:
    """ETag and Last-Modified on answers of the API; 304 where the program has them already."""
    if not is_api() or answer.status_code != 200 or request.method not in ("GET", "HEAD"):
        return answer
    changed = last_change()
    if changed is not None:
        answer.last_modified = changed
    answer.add_etag()
    answer.cache_control.no_cache = True
    made: Response = answer.make_conditional(request)  # type: ignore[assignment]
    return made


def last_change() -> Any:
    """When something was collected or processed last; None for never."""
    newest = (select(func.max(col(Capture.stored_at))), select(func.max(col(StageRow.at))))
    times = [session().connection().execute(query).scalar_one() for query in newest]
    return max((time for time in times if time), default=None)


def register(app: Flask) -> None:
    """Put the API into `app`."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.after_request(with_validators)
