"""`/digests/<year>-W<week>`: a digest as it was issued, or as it would be issued now, its lists and its files."""

from datetime import UTC, datetime
from importlib.util import find_spec

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.desk import desk, session
from webapp.doors import Unmakeable, digest_file_door, digest_list_door, preview_door
from webapp.problems import problem
from webapp.queries.digests import DigestPage, list_digests, read_digest, weeks_with_news

digests = Blueprint("digests", __name__)
FORMS = {
    "docx": "Word",
    "eml": "mail draft",
    "md": "Markdown",
    "pdf": "PDF",
    "text": "plain text",
    "html": "web page",
    "json": "data (JSON)",
}
WEEK = "<int(fixed_digits=4):year>-W<int(fixed_digits=2):week>"


@digests.get("/digests/")
def index() -> ResponseReturnValue:
    """Every issued digest, newest first."""
    issued = list_digests(session())
    open_weeks = tuple(week for week in weeks_with_news(session()) if week not in {line.week for line in issued})
    return render_template("digests.html", lines=issued, open_weeks=open_weeks)


@digests.get(f"/digests/{WEEK}")
def digest(year: int, week: int) -> ResponseReturnValue:
    """The digest of a week, issued or not; 404 for a week that is no week or is still to come."""
    page, about = asked_for(year, week)
    # The renderer escapes every value (its contract, held by its own tests); a script could not run anyway.
    fragment = Markup(desk().render_digest(page.content))  # noqa: S704
    return render_template("digest.html", page=page, fragment=fragment, about=about, forms=forms())


@digests.get(f"/digests/{WEEK}/lists/<name>")
def listed(year: int, week: int, name: str) -> ResponseReturnValue:
    """What one figure of a digest counts."""
    page, about = asked_for(year, week)
    found = digest_list_door(page.content, name)
    if found is None:
        abort(404, "A digest has no list of that name.")
    site = desk().settings.base_url.rstrip("/")
    return render_template("digest_list.html", page=page, found=found, about=about, site=site)


@digests.get(f"/digests/{WEEK}/file.<form>")
def as_file(year: int, week: int, form: str) -> ResponseReturnValue:
    """A digest in the format of a program: Word, mail, Markdown, PDF, data."""
    page, _about = asked_for(year, week)
    try:
        made = digest_file_door(page.content, form, desk().settings, page.issued_at or datetime.now(UTC))
    except Unmakeable as error:
        return problem(503, "This file could not be made", str(error))
    if made is None:
        abort(404, "A digest comes as docx, eml, html, json, md, pdf or text.")
    answer: Response = make_response(made.content)
    answer.headers["Content-Type"] = made.media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="digest-{page.week}.{made.ending}"'
    return answer


def forms() -> list[tuple[str, str]]:
    """The formats that can be made on this machine, with their names."""
    return [(form, name) for form, name in FORMS.items() if form != "pdf" or find_spec("weasyprint")]


def asked_for(year: int, week: int) -> tuple[DigestPage, str]:
    """The digest that the address names and what it is about; ends the request with 404 where there is none."""
    name, about = f"{year:04}-W{week:02}", request.args.get("about", "")[:500].strip()
    page = read_digest(session(), name, about) or unissued(name, about)
    if page is None:
        abort(404, f"There is no digest of week {name}: a year has 52 or 53 weeks, and this one may be still to come.")
    return page, about


def unissued(name: str, about: str) -> DigestPage | None:
    """What the digest of the week would say now; None when there can be none."""
    content = preview_door(desk().engine, desk().settings, desk().docket, name, about)
    return DigestPage(name, None, content, "", "") if content else None
