"""`/exports`: everything that is stored as files, with what each column means."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from db.docket import Docket
from db.session import reading
from pipeline.exports.files import KINDS, MEDIA_TYPES, REFERENCE_FORMS, TABLE_FORMS, reference_pieces
from pipeline.exports.kinds import Kind, Source
from pipeline.references.formats import FORMS
from webapp.desk import desk
from webapp.matrix_rows import MATRIX

exports = Blueprint("exports", __name__)
OFFERED = {**KINDS, MATRIX.name: MATRIX}


@exports.get("/exports")
def index() -> ResponseReturnValue:
    """What there is, in which formats."""
    return render_template("exports.html", kinds=OFFERED.values(), forms=TABLE_FORMS, references=REFERENCE_FORMS)


@exports.get("/exports/<name>.<form>")
def as_file(name: str, form: str) -> ResponseReturnValue:
    """One kind in one format, sent as it is made."""
    kind = OFFERED.get(name)
    if kind is None or (form not in TABLE_FORMS and (name != "statements" or form not in REFERENCE_FORMS)):
        abort(404, "There is no such file. The page /exports lists what there is.")
    media, ending = (MEDIA_TYPES[form], form) if form in TABLE_FORMS else (FORMS[form].media_type, FORMS[form].ending)
    here = desk()
    answer = Response(_pieces(here.engine, here.docket, here.settings.base_url, kind, form), content_type=media)
    day = datetime.now(UTC).date().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    return answer


def _pieces(engine: Engine, docket: Docket, base_url: str, kind: Kind, form: str) -> Iterator[bytes]:
    """The file, from a snapshot of its own: the page's session ends before the last piece is sent."""
    with reading(engine) as session:
        source = Source(session, docket, base_url)
        yield from reference_pieces(source, form) if form in REFERENCE_FORMS else TABLE_FORMS[form](kind.table(source))
