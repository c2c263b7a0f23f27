"""Keeping a source that a look proposed: edited in a form, checked as `sources.toml` is, appended to it."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from db.docket import DocketError, Source
from webapp.acting import reviewers_only
from webapp.desk import desk
from webapp.doors import append_source_door
from webapp.forms import field
from webapp.views.add import found_page, look_at
from webapp.work.records import write_json

add_source = Blueprint("add_source", __name__)
FIELDS = ("organisation", "kind", "country", "language")
LONGEST = 300
MOST_WORDS = 4_000
NAMES = {
    "organisation": "the organisation",
    "kind": "the kind of organisation",
    "country": "the country",
    "language": "the language (two or three small letters, or nothing)",
    "words": "the words",
    "expect_min": "the fewest items expected",
    "expect_max": "the most items expected",
}


@add_source.post("/add/<int:number>/source")
@reviewers_only
def save(number: int) -> ResponseReturnValue:
    """Write the source as edited to the installation's own sources."""
    work = look_at(number)
    if work.saved_as or "proposal" not in work.found:
        return redirect(f"/add/{number}", 303)
    try:
        source = entry(work.found["proposal"])
        if source.key in {one.key for one in desk().docket.sources}:
            return found_page(
                work, f"There is a source “{source.key}” by now. Look at the site again.", 409, request.form
            )
        append_source_door(desk().settings, source)
    except ValidationError as error:
        return found_page(work, in_words(error), 400, request.form)
    except (DocketError, OSError) as error:
        return found_page(work, str(error), 400, request.form)
    desk().read_docket_again()
    write_json(work.folder / "saved.json", {"number": number, "key": source.key})
    return redirect(f"/add/{number}", 303)


def entry(proposal: dict[str, Any]) -> Source:
    """The source that the form describes. Raises `ValidationError`."""
    given: dict[str, Any] = {name: field(request.form, name, LONGEST) for name in FIELDS if name in request.form}
    words = tuple(line.strip() for line in field(request.form, "words", MOST_WORDS).split("\n") if line.strip())
    least, most = field(request.form, "expect_min", 9), field(request.form, "expect_max", 9)
    expected = {"expect_min": least or 0, "expect_max": most or None}
    return Source.model_validate({**proposal["source"], **chosen(proposal), **given, **expected, "words": words})


def chosen(proposal: dict[str, Any]) -> dict[str, str]:
    """The way of publishing and the address that were chosen among those found; nothing where none was."""
    number, found = field(request.form, "finding", 3), proposal["findings"]
    if not (number.isascii() and number.isdigit() and int(number) < len(found)):
        return {}
    one = found[int(number)]
    return {"way": one["way"], "address": one["address"], "certainty": "seen" if one["fitting"] else "assumed"}


def in_words(error: ValidationError) -> str:
    """What is wrong with the form, in a sentence a field."""
    said = []
    for one in error.errors():
        name = str(one["loc"][0]) if one["loc"] else ""
        message = one["msg"].removeprefix("Value error, ")
        said.append(f"Check {NAMES.get(name, name)}: {message}; found “{str(one.get('input'))[:60]}”.")
    return " ".join(said)
