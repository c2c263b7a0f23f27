"""`/searches`: searches under a name, what is new in each, and who may change them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from db.models import SavedSearch
from db.store.searches import SearchError, delete_search, look_at, save_search
from webapp.acting import actor, keepers_only
from webapp.desk import session
from webapp.forms import field
from webapp.problems import problem
from webapp.queries.searches import PER_PAGE, count_searches, list_searches, read_search
from webapp.searching import Search, answered, search_now
from webapp.views.statements import number
from webapp.writing import writing

if TYPE_CHECKING:
    from pipeline.search import Ranked

saved = Blueprint("saved", __name__)
LONGEST_NAME = 200
LONGEST_ARGUMENTS = 12_000
NOTHING = "Expected words or filters to search for, found none. Search first, then save it."


@dataclass(frozen=True)
class Line:
    """A saved search with what it finds now: `new` since it was last looked at, and where both are."""

    row: SavedSearch
    total: int | None
    new: int | None
    address: str
    new_address: str
    feed: str


@saved.get("/searches/")
def listing() -> ResponseReturnValue:
    """The saved searches, by name."""
    total = count_searches(session())
    page, pages = max(1, number("page") or 1), max(1, -(-total // PER_PAGE))
    if page > pages:
        abort(404, f"This list has {pages} pages, page {page} was asked for.")
    lines = [line_of(row) for row in list_searches(session(), page)]
    return render_template("searches.html", lines=lines, total=total, page=page, pages=pages)


def line_of(row: SavedSearch) -> Line:
    """A saved search, run now."""
    found = run(row)
    place = found.place
    total, new = figures(found.ranked, row.seen_up_to)
    return Line(row, total, new, place.address(), place.address(after=row.seen_up_to),
                place.at("/search.atom").address())  # fmt: skip


def run(row: SavedSearch) -> Search:
    """What a saved search finds now."""
    return answered(MultiDict(parse_qsl(row.arguments)))


def figures(ranked: "Ranked | None", seen_up_to: int) -> tuple[int | None, int | None]:
    """How many passages were found, and how many of them came later; None where search failed."""
    if ranked is None:
        return None, None
    return ranked.total, int((ranked.shelf.passage_ids[ranked.order] > seen_up_to).sum())


@saved.get("/searches/new")
@keepers_only
def new() -> ResponseReturnValue:
    """The form that saves the search of this address."""
    asked = search_now()
    if not asked.asked:
        abort(400, NOTHING)
    return render_template("search_new.html", asked=asked, most=LONGEST_NAME)


@saved.post("/searches/")
@keepers_only
def save() -> ResponseReturnValue:
    """Save a search."""
    name = " ".join(field(request.form, "name", LONGEST_NAME).split())
    arguments = field(request.form, "arguments", LONGEST_ARGUMENTS)
    try:
        with writing(f"Saved the search “{name}”") as changing:
            save_search(changing, name, arguments, by=actor())
    except SearchError as error:
        return problem(400, "This search was not saved", str(error))
    return redirect(url_for("saved.listing"), 303)


@saved.get("/searches/<int:search_id>")
@keepers_only
def one(search_id: int) -> ResponseReturnValue:
    """A saved search, with what can be done with it."""
    return render_template("search_one.html", line=line_of(found(search_id)))


@saved.post("/searches/<int:search_id>/seen")
@keepers_only
def seen(search_id: int) -> ResponseReturnValue:
    """All that it finds now counts as seen."""
    row = found(search_id)
    with writing(f"Looked at the search “{row.name}”") as changing:
        look_at(changing, search_id)
    return redirect(url_for("saved.listing"), 303)


@saved.post("/searches/<int:search_id>/delete")
@keepers_only
def delete(search_id: int) -> ResponseReturnValue:
    """Forget a saved search."""
    row = found(search_id)
    with writing(f"Deleted the saved search “{row.name}”: {row.arguments}") as changing:
        delete_search(changing, search_id)
    return redirect(url_for("saved.listing"), 303)


def found(search_id: int) -> SavedSearch:
    """The saved search; ends the request with 404 where there is none."""
    row = read_search(session(), search_id)
    if row is None:
        abort(404, f"There is no saved search {search_id}. The list is at /searches/.")
    return row
