"""A site made by a static generator: an Atom feed with summaries, and lean pages with `<time>` elements."""

from functools import partial

from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, html_page, newest, xml_page
from crawlers.sample_web.statements import Statement


def routes(view: SiteView) -> Routes:
    """The front page, the feed and the statements' pages."""
    pages: Routes = {one.path: partial(_page, view, one) for one in view.listed()}
    return {
        "/": lambda _: html_page(view, "home.html", newest(view)),
        "/atom.xml": lambda _: xml_page(view, "atom.xml", "application/atom+xml"),
        **pages,
    }


def _page(view: SiteView, statement: Statement, _: Request) -> Response:
    return html_page(view, "page.html", statement.changed, statement=statement)
