"""`/statements/<id>`: one statement whole, with its marks, and its citation."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from pipeline.references.formats import FORMS, written
from pipeline.references.reading import Target, UnknownReference
from pipeline.references.reference import Reference
from webapp.acting import may_review
from webapp.citation import cite, in_every_form, originals, reference
from webapp.desk import desk, session
from webapp.layout import lay_out
from webapp.listed import listed
from webapp.provisions import drafts_meant, provisions
from webapp.queries.judging import histories
from webapp.queries.listing import list_statements
from webapp.queries.statements import Asked, StatementPage, read_statement
from webapp.queries.waiting import requests_on
from webapp.saving import saved
from webapp.versions import versions

statements = Blueprint("statements", __name__)


@statements.get("/statements/")
def listing() -> ResponseReturnValue:
    """The statements that count, newest first; with `?off_topic=1` the others.

    Narrowed by the same filters as search; with `?signed_by=` only what one signed of others.
    """
    off_topic = request.args.get("off_topic") == "1"
    asked = listed(session(), desk().docket)
    shown = list_statements(session(), max(1, number("page") or 1), not off_topic, *asked.conditions)
    if shown.page > shown.pages:
        abort(404, f"This list has {shown.pages} pages, page {shown.page} was asked for.")
    return render_template("statements.html", shown=shown, off_topic=off_topic, asked=asked)


def number(name: str) -> int | None:
    """The argument `name` as a number, None when absent; ends the request with 400 when it is no number."""
    value = request.args.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        abort(400, f"Expected {name} to be a number, found {value[:40]!r}.")
    return int(value)


@statements.get("/statements/<int:statement_id>")
def statement(statement_id: int) -> ResponseReturnValue:
    """The text with its marks, in the current wording or in `?revision=`; of a long one `?part=` or `?passage=`'s."""
    page = found_or_404(statement_id, Asked(number("revision"), number("part") or 1, number("passage")))
    docket, part = desk().docket, page.part
    return render_template(
        "statement.html",
        page=page,
        part=part,
        blocks=lay_out(page.text, part.passages, part.start, part.end),
        names=provisions(docket),
        drafts=drafts_meant(docket, page.published),
        citation=cite(session(), page, desk().settings.base_url),
        originals=originals(page),
        versions=versions(page),
        saved=saved(page),
        asked=requests_on(session(), page.address),
        decided=histories(session(), [passage.id for passage in part.passages]),
        may_review=may_review() and page.current,
    )


@statements.get("/statements/<int:statement_id>/cite")
def citation(statement_id: int) -> ResponseReturnValue:
    """The statement, or `?passage=` of it, in every form of a citation; with `?format=`, that one as a file."""
    target = Target(statement_id if statement_id < 2**63 else 0, number("passage"), number("revision"))
    try:
        cited = reference(session(), desk().docket, desk().settings.base_url, target)
    except UnknownReference as error:
        abort(404, str(error))
    form = request.args.get("format", "")
    if not form:
        return render_template("cite.html", id=statement_id, cited=cited, forms=in_every_form(cited), target=target)
    if form not in FORMS:
        abort(400, f"Expected format to be one of {', '.join(FORMS)}, found {form[:40]!r}.")
    return _file(cited, form)


def _file(cited: Reference, form: str) -> Response:
    made = Response(written([cited], form), content_type=f"{FORMS[form].media_type}; charset=utf-8")
    made.headers["Content-Disposition"] = f'attachment; filename="travaux-{cited.key}.{FORMS[form].ending}"'
    return made


def found_or_404(statement_id: int, asked: Asked | None = None) -> StatementPage:
    """The statement as asked for; ends the request with 404 when there is none such."""
    # SQLite has no larger number; asking it would be an error.
    page = read_statement(session(), statement_id, asked) if statement_id < 2**63 else None
    if page is None:
        revision = asked.revision if asked else None
        which = f"statement {statement_id}" + (f" in revision {revision}" if revision is not None else "")
        which += f" with a part {asked.part}" if asked and asked.part > 1 else ""
        abort(404, f"There is no {which}. The list of statements is at /statements/.")
    return page
