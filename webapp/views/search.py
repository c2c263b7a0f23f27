"""`/search`: words and meaning, narrowed by filters, through the pipeline's search; and the results as files."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.desk import desk, session
from webapp.doors import hits_door
from webapp.found import results as shown
from webapp.narrowing import Names, chips, controls, facet
from webapp.result_files import FILES, as_file
from webapp.searching import Search, search_now
from webapp.views.statements import number

if TYPE_CHECKING:
    from pipeline.search import Ranked

search = Blueprint("search", __name__)
FACETS = ("kind", "year", "article", "concern", "stance", "language")


@search.get("/search")
def results() -> ResponseReturnValue:
    """What was found for `?q=` and the filters, best or newest first, each with why."""
    asked = search_now()
    if asked.ranked is None:
        return render_template("search.html", asked=asked, form=form(asked), found=())
    page = max(1, number("page") or 1)
    if page > asked.ranked.pages():
        abort(404, f"These results have {asked.ranked.pages()} pages, page {page} was asked for.")
    hits = hits_door(session(), asked.ranked, page)
    found = shown(session(), desk().docket, asked.ranked, hits)
    return render_template(
        "search.html", asked=asked, form=form(asked), found=found, page=page, **beside(asked, asked.ranked)
    )


def form(asked: Search) -> object:
    """The controls of the form."""
    names = Names(desk().docket, asked.ranked.shelf.organisations if asked.ranked else {})
    languages = list(asked.ranked.shelf.fields["language"].places) if asked.ranked else []
    return controls(asked.place.filters, names, languages)


def beside(asked: Search, ranked: "Ranked") -> dict[str, object]:
    """What stands beside the results: the filters in use, the figures to narrow by, and what to drop."""
    names = Names(desk().docket, ranked.shelf.organisations)
    counted = (facet(asked.place, names, field, ranked.counts(field)) for field in FACETS)
    return {
        "ranked": ranked,
        "chips": chips(asked.place, names),
        "facets": [each for each in counted if each.first],
        "drops": [(name, count, asked.place.narrowed(name)) for name, count in ranked.drops.items()] if not ranked.total
        else [],
        "files": FILES,
    }  # fmt: skip


@search.get("/search.<any(csv, xlsx, ris, atom):ending>")
def file(ending: str) -> ResponseReturnValue:
    """All results in one file, none folded and none left out."""
    asked = search_now()
    if asked.ranked is None:
        abort(400, "Expected words or a filter to search for, found none. Search first, then take the file.")
    return as_file(ending, asked, asked.ranked)
