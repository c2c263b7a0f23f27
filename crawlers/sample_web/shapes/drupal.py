"""A site in the shape of a Drupal: node pages, a view with a pager, and an RSS feed with summaries only."""

from functools import partial

from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, html_page, newest, xml_page
from crawlers.sample_web.statements import Statement


def routes(view: SiteView) -> Routes:
    """The front page, the pager, the feed and one page per statement."""
    pages: Routes = {one.path: partial(_node, view, one) for one in view.listed()}
    return {
        "/": partial(_index, view),
        "/statements": partial(_index, view),
        "/rss.xml": lambda _: xml_page(view, "rss.xml", "application/rss+xml"),
        **pages,
    }


def _node(view: SiteView, statement: Statement, _: Request) -> Response:
    return html_page(view, "node.html", statement.changed, statement=statement)


def _index(view: SiteView, request: Request) -> Response:
    """Drupal counts pages from nought."""
    size, page = view.site.page_size, request.args.get("page", 0, type=int)
    shown = view.listed()[page * size : (page + 1) * size]
    last = (len(view.listed()) - 1) // size
    return html_page(view, "index.html", newest(view), shown=shown, page=page, last=last)
