"""The web app: shows one installation, and lets people decide, correct and keep things (`webapp.writing`).

`create_app` is also a WSGI factory: `waitress-serve --call webapp:create_app`.
"""

from functools import partial

from flask import Flask, request

from db.docket import Docket, DocketError
from db.session import InstallationError
from db.settings import Settings, load_settings
from webapp import forms, plain_words, problems, saving, security, sessions, wording, writing
from webapp.acting import actor, may_keep, may_review, needs_accounts
from webapp.desk import Desk, desk, set_up
from webapp.doors import Compare, DigestRenderer, Search, compare_door, digest_door, search_door
from webapp.navigation import navigation


def create_app(
    settings: Settings | None = None,
    search: Search = search_door,
    render_digest: DigestRenderer = digest_door,
    compare: Compare | None = None,
) -> Flask:
    """The app of the installation that `settings` name; without them, the one that the command would use.

    Raises `SettingsError`. A missing installation or docket is no error here: the pages say so.
    """
    from webapp.api import app as api
    from webapp.views import BLUEPRINTS

    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    known = settings or load_settings()
    set_up(app, Desk(known, search, render_digest, compare or partial(compare_door, data=known.data)))
    security.protect(app)
    problems.register(app)
    forms.protect_forms(app)
    sessions.register(app)
    writing.register(app)
    wording.register(app)
    saving.register(app)
    plain_words.register(app)
    app.context_processor(_every_page)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.register(app)
    return app


def _every_page() -> dict[str, object]:
    """What the page frame shows: the docket, where it can be read, the notice, the navigation, and who may do what."""
    settings, who = desk().settings, _who()
    places = navigation(request.path, bool(who["may_keep"]))
    frame = {"notice": settings.notice, "navigation": places, "canonical": canonical(settings)}
    return {"docket": _docket(), **frame, "base_url": settings.base_url, **who}


def canonical(settings: Settings, address: str = "") -> str:
    """The whole address by which `address` (that of this page when empty) is to be known and shared."""
    return settings.base_url.rstrip("/") + (address or request.full_path.rstrip("?"))


def _docket() -> Docket | None:
    try:
        return desk().docket
    except DocketError:
        return None


def _who() -> dict[str, object]:
    """Nobody may change anything in an installation that cannot be opened: the page says why it cannot."""
    accounts = needs_accounts()
    try:
        return {"accounts": accounts, "actor": actor(), "may_keep": may_keep(), "may_review": may_review()}
    except (DocketError, InstallationError):
        return {"accounts": accounts, "actor": "", "may_keep": False, "may_review": False}
