"""`/quality`: how good the labels and links are, and what follows for their use. Needs no database."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.desk import desk
from webapp.queries.quality import between, in_hundred, read_quality

quality = Blueprint("quality", __name__)
quality.add_app_template_filter(in_hundred)
quality.add_app_template_filter(between)


@quality.get("/quality")
def card() -> ResponseReturnValue:
    """The figures of the last measurement, in plain words first."""
    return render_template("quality.html", page=read_quality(desk().docket, desk().settings.data))
