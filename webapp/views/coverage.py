"""`/coverage`: what was collected, what failed, what counts nowhere."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import col

from db.coverage import as_csv, source_lines
from db.models import Statement
from webapp.desk import desk, session
from webapp.queries.coverage import SHOWN, read_coverage
from webapp.queries.listing import statement_lines
from webapp.queries.overview import read_overview

coverage = Blueprint("coverage", __name__)


@coverage.get("/coverage")
def sources() -> ResponseReturnValue:
    """Sources, failures in words, unreadable captures, off-topic statements, stages."""
    return render_template(
        "coverage.html",
        page=read_coverage(session(), desk().docket.sources),
        overview=read_overview(session()),
        off_topic=statement_lines(session(), col(Statement.on_topic).is_(False), limit=SHOWN),
        shown=SHOWN,
    )


@coverage.get("/coverage.csv")
def ledger() -> ResponseReturnValue:
    """The sources' ledger as CSV."""
    lines = source_lines(session(), desk().docket.sources)
    headers = {"Content-Disposition": 'attachment; filename="coverage.csv"'}
    return Response(as_csv(lines), mimetype="text/csv", headers=headers)
