"""A site in the shape of a WordPress: dated permalinks, a feed, and the JSON API named in its Link header."""

import json
from functools import partial
from typing import Any

from markupsafe import escape
from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, answer, html_page, newest, noon, render, xml_page
from crawlers.sample_web.statements import Statement

POSTS = "/wp-json/wp/v2/posts"
MOST_PER_PAGE = 100


def routes(view: SiteView) -> Routes:
    """The front page, the posts, the feed and the part of the REST API that readers of posts use."""
    pages: Routes = {one.path: partial(_page, view, "single.html", one) for one in view.listed()}
    records: Routes = {f"{POSTS}/{one.number}": partial(_record, view, one) for one in view.listed()}
    return {
        "/": partial(_page, view, "home.html", None),
        "/feed/": lambda _: _discoverable(view, xml_page(view, "feed.xml", "application/rss+xml")),
        "/wp-json/": partial(_index, view),
        POSTS: partial(_posts, view),
        **records,
        **pages,
    }


def _discoverable(view: SiteView, response: Response) -> Response:
    response.headers["Link"] = f'<{view.base}/wp-json/>; rel="https://api.w.org/"'
    return response


def _page(view: SiteView, template: str, statement: Statement | None, _: Request) -> Response:
    changed = statement.changed if statement else newest(view)
    return _discoverable(view, html_page(view, template, changed, statement=statement))


def _index(view: SiteView, _: Request) -> Response:
    about = {
        "name": view.site.organisation,
        "description": view.site.tagline,
        "url": view.base,
        "home": view.base,
        "namespaces": ["oembed/1.0", "wp/v2"],
        "routes": {"/wp/v2/posts": {"methods": ["GET"], "namespace": "wp/v2"}},
    }
    return _json(view, about)


def _json(view: SiteView, value: object) -> Response:
    return answer(json.dumps(value, ensure_ascii=False), "application/json", newest(view))


def _record(view: SiteView, statement: Statement, _: Request) -> Response:
    return _json(view, _post(view, statement))


def _posts(view: SiteView, request: Request) -> Response:
    """One page of posts with the totals in the headers; a page past the end is an error, as in WordPress."""
    found = [one for one in view.listed() if _wanted(one, request)]
    size = min(request.args.get("per_page", 10, type=int), MOST_PER_PAGE)
    page = request.args.get("page", 1, type=int)
    pages = -(-len(found) // size)
    if page > max(pages, 1):
        return _past_the_end()
    shown = [_chosen(_post(view, one), request) for one in found[(page - 1) * size : page * size]]
    response = _json(view, shown)
    response.headers["X-WP-Total"], response.headers["X-WP-TotalPages"] = str(len(found)), str(pages)
    if page < pages:
        response.headers["Link"] = f'<{view.base}{POSTS}?per_page={size}&page={page + 1}>; rel="next"'
    return response


def _past_the_end() -> Response:
    problem = {
        "code": "rest_post_invalid_page_number",
        "message": "The page number requested is larger than the number of pages available.",
        "data": {"status": 400},
    }
    return Response(json.dumps(problem), status=400, mimetype="application/json")


def _wanted(statement: Statement, request: Request) -> bool:
    """The `search`, `after` and `modified_after` parameters."""
    text = f"{statement.title} {statement.body}".lower()
    return (
        all(word in text for word in request.args.get("search", "").lower().split())
        and noon(statement.published).isoformat() > request.args.get("after", "")
        and noon(statement.changed).isoformat() > request.args.get("modified_after", "")
    )


def _chosen(post: dict[str, Any], request: Request) -> dict[str, Any]:
    fields = request.args.get("_fields", "")
    return {key: post[key] for key in fields.split(",") if key in post} if fields else post


def _post(view: SiteView, statement: Statement) -> dict[str, Any]:
    """A post as the REST API shows it: rendered HTML, and times without a zone."""
    published, changed = (noon(day).strftime("%Y-%m-%dT%H:%M:%S") for day in (statement.published, statement.changed))
    return {
        "id": statement.number,
        "date": published,
        "date_gmt": published,
        "guid": {"rendered": f"{view.base}/?p={statement.number}"},
        "modified": changed,
        "modified_gmt": changed,
        "slug": statement.slug,
        "status": "publish",
        "type": "post",
        "link": view.base + statement.path,
        "title": {"rendered": str(escape(statement.title)).replace("'", "&#8217;")},
        "content": {"rendered": render(view, "content.html", statement=statement), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(statement.summary)}</p>\n", "protected": False},
        "author": 1,
        "format": "standard",
        "categories": [1],
        "tags": [],
    }
