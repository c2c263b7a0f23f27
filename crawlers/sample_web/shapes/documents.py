"""A document list in the manner of a United Nations body: a table per session, a row per paper."""

from itertools import groupby

from crawlers.sample_web.pages import Routes, SiteView, html_page, newest
from crawlers.sample_web.statements import Statement


def routes(view: SiteView) -> Routes:
    """The list, at `/` and at its own address; the files themselves are served from `files/`."""
    return {
        path: lambda _: html_page(view, "list.html", newest(view), sessions=by_session(view))
        for path in ("/", "/documents/submissions.html")
    }


def by_session(view: SiteView) -> list[tuple[str, list[Statement]]]:
    """Session → its documents, the newest session first, submitters in alphabetical order."""
    grouped = groupby(view.statements, key=lambda one: one.session)
    return [(session, sorted(found, key=lambda one: one.organisation)) for session, found in grouped]
