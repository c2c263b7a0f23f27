"""Forms that change something: the token against other sites, and the page for a form that came too late.

`protect_forms` checks every POST by Flask-WTF's CSRFProtect: a form's template holds
`<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">`, a script sends the header `X-CSRFToken`. The token
sets a cookie, so a page that everybody reads holds no form but a link to the page that does.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, render_template, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from db.settings import Settings
from webapp.acting import ELSEWHERE, is_this_machine, needs_accounts
from webapp.problems import problem
from webapp.secret import secret_key

HOURS = 12
OWN = ("same-origin", "none", "")
"""What `Sec-Fetch-Site` says of our own forms; nothing in an old browser, which the token protects all the same."""
MOST_FIELDS = 60
WRITES_NOTHING = ("webapp.views.annotate.letter",)
"""Forms that store nothing and therefore need no token, nor its cookie; they check where they come from themselves."""
KEY_IN_ADDRESS = ("webapp.views.unsubscribing.end",)
"""Forms whose address is a secret of its own, which a mail program may send by itself (RFC 8058)."""
EXEMPT = (*WRITES_NOTHING, *KEY_IN_ADDRESS)
ANOTHER_SITE = "This form was sent from another site, so it was not taken. Go to the page itself and send it there."
EXPIRED = f"A form holds for {HOURS} hours, and until you sign in or out. Nothing was changed."
MOST_BYTES = 1_000_000
"""Of a form, unless its view says that it `takes_files`; never more of its typed fields."""
View = TypeVar("View", bound=Callable[..., Any])
csrf = CSRFProtect()


class Cookies(SecureCookieSessionInterface):
    """Cookies signed by the installation's own key, which is made at the first page that is asked for."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The browser's session; none, as long as there is no installation."""
        if not app.secret_key:
            app.secret_key = secret_key(settings_of(app).data)
        return super().open_session(app, request)


def settings_of(app: Flask) -> Settings:
    """The settings of the installation behind an app."""
    found: Settings = app.extensions["travaux"].settings
    return found


def protect_forms(app: Flask) -> None:
    """Check every form that `app` is sent, and set its cookies' flags."""
    tls = settings_of(app).behind_tls
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SESSION_COOKIE_NAME="travaux",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=tls,
        PERMANENT_SESSION_LIFETIME=HOURS * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=HOURS * 3600,
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which we tell browsers never to send; see `refuse_others`
    )
    if tls:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.session_interface = Cookies()
    app.before_request(refuse_others)
    for view in EXEMPT:
        csrf.exempt(view)
    csrf.init_app(app)
    app.register_error_handler(CSRFError, on_expired)


def takes(most_bytes: int) -> Callable[[View], View]:
    """Say of a view how large its form may be, files included: the token is looked for before the view is called."""

    def say(view: View) -> View:
        vars(view)["most_bytes"] = most_bytes
        return view

    return say


def takes_files(view: View) -> View:
    """Say of a view that its form may hold files, as large as the setting `upload_max_bytes` allows."""
    vars(view)["takes_files"] = True
    return view


def refuse_others() -> ResponseReturnValue | None:
    """Before a form is read: other sites may send none, and without accounts only this machine may."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in ("GET", "HEAD", "OPTIONS") or view is None or name_of(view) in EXEMPT:
        return None
    typed_most = vars(view).get("most_bytes", MOST_BYTES)
    most = settings_of(current_app).upload_max_bytes if "takes_files" in vars(view) else typed_most
    request.max_content_length, request.max_form_memory_size = most, typed_most
    if request.headers.get("Sec-Fetch-Site", "") not in OWN:
        return problem(403, "This was not taken", ANOTHER_SITE)
    if not needs_accounts() and not is_this_machine():
        return problem(403, "This page is only for reading", ELSEWHERE)
    return None


def name_of(view: Callable[..., Any]) -> str:
    """A view as `WRITES_NOTHING` names it."""
    return f"{view.__module__}.{getattr(view, '__name__', '')}"


def on_expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is missing, wrong or too old: the typed text comes back, with a button that sends it again."""
    return again(400, "This form had expired", EXPIRED)


def again(status: int, title: str, message: str, **instead: str) -> ResponseReturnValue:
    """A page that says why nothing was stored, with everything that was typed, ready to be sent again.

    `instead` takes the place of fields that must be others the second time.
    """
    if request.method == "GET":
        return problem(status, title, message)
    files = [file.filename for file in request.files.values() if file.filename]
    kept = [(name, instead.get(name, value)) for name, value in typed(request.form.items(multi=True))]
    return render_template("again.html", title=title, message=message, kept=kept, files=files), status


def typed(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed, without the token; nothing of a form that holds a password."""
    kept = [(name, value) for name, value in fields if name != "csrf_token"][:MOST_FIELDS]
    return [] if any("password" in name for name, _ in kept) else kept


def field(form: Mapping[str, str], name: str, most: int) -> str:
    """A field's text: no control characters but line ends, no spaces around it, at most `most` characters.

    Raises `TooLong`, so that nothing is cut in silence.
    """
    text = "".join(c for c in form.get(name, "").replace("\r\n", "\n") if c == "\n" or c >= " ").strip()
    if len(text) > most:
        raise TooLong(f"Expected at most {most:,} characters for “{name}”, found {len(text):,}. Shorten it.")
    return text


class TooLong(ValueError):
    """A field holds more than it may. The message says which, and how much it may hold."""


def own_address(wanted: str) -> str:
    """An address of this site to go on to; the front page in place of any other."""
    parts = urlsplit(wanted.replace("\\", "/"))
    own = wanted.startswith("/") and not parts.netloc and not parts.scheme and wanted[1:2] not in ("/", "\\")
    return wanted if own else "/"
