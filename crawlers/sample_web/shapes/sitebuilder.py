"""A site in the shape of a hosted site builder: nested sitemaps, no feed, and pages of many nested boxes."""

from functools import partial

from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, html_page, newest, xml_page
from crawlers.sample_web.statements import Statement


def routes(view: SiteView) -> Routes:
    """The sitemap index, its two sitemaps, the front page, one static page and the posts."""
    pages: Routes = {one.path: partial(_post, view, one) for one in view.listed()}
    maps = ("sitemap.xml", "pages-sitemap.xml", "blog-posts-sitemap.xml")
    sitemaps: Routes = {f"/{name}": partial(_sitemap, view, name) for name in maps}
    return {
        "/": partial(_static, view, "home"),
        "/about": partial(_static, view, "about"),
        **sitemaps,
        **pages,
    }


def _sitemap(view: SiteView, name: str, _: Request) -> Response:
    return xml_page(view, name, "application/xml")


def _post(view: SiteView, statement: Statement, _: Request) -> Response:
    return html_page(view, "post.html", statement.changed, statement=statement)


def _static(view: SiteView, name: str, _: Request) -> Response:
    return html_page(view, "static.html", newest(view), name=name)
