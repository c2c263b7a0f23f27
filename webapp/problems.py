"""Pages for when something is wrong: what it is, and a way on. Never a traceback."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from db.docket import DocketError
from db.session import InstallationError
from webapp.lens import LensError

TITLES = {
    400: "That address could not be read",
    404: "Nothing is at this address",
    405: "This page is only for reading",
    413: "That was too large",
    414: "That address is too long",
}


def problem(status: int, title: str, message: str) -> ResponseReturnValue:
    """A page that says what is wrong, with `status`; for a program that asks the API, problem details."""
    if request.path.startswith("/api/"):
        from webapp.api.document import problem_answer

        return problem_answer(status, title, message)
    return render_template("problem.html", title=title, message=message), status


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """What the visitor asked for cannot be answered: say why in our words where a view gave them."""
    status = error.code or 500
    ours = error.description if error.description and error.description != type(error).description else ""
    return problem(status, TITLES.get(status, "This did not work"), ours)


def on_missing(error: Exception) -> ResponseReturnValue:
    """There is no installation, or its docket cannot be read: the message says what to do."""
    return problem(503, "This installation is not ready", str(error))


def on_wrong_lens(error: LensError) -> ResponseReturnValue:
    """The address asks to count in a way that does not exist."""
    return problem(400, TITLES[400], str(error))


def on_failure(error: Exception) -> ResponseReturnValue:
    """A fault of ours. It is logged with its traceback; the visitor is told plainly."""
    from flask import current_app

    current_app.logger.error("A page failed.", exc_info=error)
    return problem(
        500, "Something went wrong here", "The fault is in this program. It was written to the server's log."
    )


def register(app: Flask) -> None:
    """Use these pages in `app`."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(InstallationError, on_missing)
    app.register_error_handler(DocketError, on_missing)
    app.register_error_handler(LensError, on_wrong_lens)
    app.register_error_handler(Exception, on_failure)
