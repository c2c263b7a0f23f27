"""A hand-made site: a list of links over several pages, tables for layout, dates only in words."""

from functools import partial

from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, html_page, newest
from crawlers.sample_web.statements import Statement


def routes(view: SiteView) -> Routes:
    """The front page, the paged list and the statements' pages."""
    pages: Routes = {one.path: partial(_page, view, one) for one in view.listed()}
    return {"/": partial(_list, view), "/comunicados/": partial(_list, view), **pages}


def _page(view: SiteView, statement: Statement, _: Request) -> Response:
    return html_page(view, "page.html", statement.changed, statement=statement)


def _list(view: SiteView, request: Request) -> Response:
    """Pages are counted from one in `pagina`."""
    size, page = view.site.page_size, request.args.get("pagina", 1, type=int)
    shown = view.listed()[(page - 1) * size : page * size]
    last = -(-len(view.listed()) // size)
    return html_page(view, "list.html", newest(view), shown=shown, page=page, last=last)
