"""The matrix and an article's months as files: tables (CSV, XLSX) and charts (SVG, PNG), under the page's switches."""

import io
from collections.abc import Callable, Hashable, Iterator
from typing import cast

from flask import Blueprint, Response, abort, request

from pipeline.exports.tables import Row, Table, csv_lines, write_xlsx
from webapp.charts.drawing import MEDIA_TYPES, Drawer, Form, Scheme, Specification
from webapp.charts.heat_map import heat_map
from webapp.charts.over_time import over_time
from webapp.desk import desk, session
from webapp.lens import Lens
from webapp.provisions import Provision, provisions
from webapp.queries.figures import Figure
from webapp.queries.matrix import Matrix, build_matrix
from webapp.queries.months import by_month
from webapp.queries.standings import NOT_KEPT, standing
from webapp.views.switches import described, lens_here
from webapp.wording import moment

charts = Blueprint("charts", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURES = ("organisations", "statements", "endorsements", "passages", "statements_of_unknown_organisations")
MATRIX = ("chapter", "article", "title", "concern", *FIGURES)
MONTHS = ("month", "organisations", "statements", "passages")
_DRAWER = Drawer()


@charts.get("/matrix.<any(csv, xlsx, svg, png):form>")
def matrix(form: str) -> Response:
    """The matrix that the front page shows under these switches."""
    lens, docket = lens_here(), desk().docket
    if form in MEDIA_TYPES:
        title = f"{docket.short_name}: organisations by article and concern"
        return _chart(form, ("matrix",), lens, lambda scheme: heat_map(
            build_matrix(session(), docket, lens), title, _lines(lens), scheme))  # fmt: skip
    return _table(form, Table("matrix", MATRIX, matrix_rows(build_matrix(session(), docket, lens))))


def matrix_rows(made: Matrix) -> Iterator[Row]:
    """A row a cell, and one for any concern before those of each article."""
    for group in made.groups:
        for row in group.rows:
            place = (group.heading, row.provision.label, row.provision.title)
            yield [*place, "Any concern", *_cells(row.total)]
            for cell in row.cells:
                if cell.figure:
                    yield [*place, cell.concern.name, *_cells(cell.figure)]


def _cells(figure: Figure) -> tuple[int, ...]:
    return figure.organisations, figure.statements, figure.endorsements, figure.passages, figure.unattributed


@charts.get("/articles/<key>/months.<any(csv, xlsx, svg, png):form>")
def months(key: str, form: str) -> Response:
    """How an article moved over time, under these switches."""
    provision, lens = provision_or_404(key), lens_here()
    found = by_month(pair for pair in standing(session()).pairs(lens, provision=key) if pair.on(lens.side))
    if form in MEDIA_TYPES:
        title = f"{provision.name}: organisations by month"
        return _chart(form, ("months", key), lens, lambda scheme: over_time(
            found, desk().docket.drafts, title, _lines(lens), scheme))  # fmt: skip
    rows = ((month.month, month.organisations, month.statements, month.passages) for month in found)
    return _table(form, Table(f"article {key} by month", MONTHS, rows))


def provision_or_404(key: str) -> Provision:
    """The provision `key` of the adopted text; ends the request with 404 when it has none such."""
    found = provisions(desk().docket).get(key)
    if found is None:
        abort(404, f"The adopted text has no provision {key[:40]!r}. The list of articles is at /articles/.")
    return found


def _lines(lens: Lens) -> list[str]:
    """Under the title: the switches, and up to when texts were collected. No day of drawing: the bytes would differ."""
    seen = standing(session()).last_seen
    return [f"Counted: {described(lens)}", f"Texts collected up to {moment(seen)}. Travaux."]


def _chart(form: str, what: tuple[Hashable, ...], lens: Lens, make: Callable[[Scheme], Specification]) -> Response:
    scheme = request.args.get("scheme", "light")
    if scheme not in ("light", "dark"):
        abort(400, f"Expected scheme to be light or dark, found {scheme[:40]!r}.")
    number: object = standing(session()).number
    key = (desk().settings.url, object() if number == NOT_KEPT else number, *what, lens, scheme)
    drawn = _DRAWER.drawn(key, cast(Form, form), lambda: make(cast(Scheme, scheme)))
    return _sent(drawn, MEDIA_TYPES[cast(Form, form)])


def _table(form: str, table: Table) -> Response:
    ending = f'attachment; filename="{table.name.replace(" ", "-")}.{form}"'
    if form == "csv":
        made = _sent("".join(csv_lines(table)).encode(), "text/csv; charset=utf-8")
    else:
        held = io.BytesIO()
        write_xlsx(table, held)
        made = _sent(held.getvalue(), XLSX)
    made.headers["Content-Disposition"] = ending
    return made


def _sent(content: bytes, media_type: str) -> Response:
    made = Response(content, content_type=media_type)
    made.add_etag()
    made.headers["Cache-Control"] = "private, no-cache"
    made.make_conditional(request)
    return made
