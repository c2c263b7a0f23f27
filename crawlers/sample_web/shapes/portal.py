"""A consultation portal: short public comments as a paged list, as single pages and as JSON."""

import json
from functools import partial
from typing import Any

from werkzeug import Request, Response

from crawlers.sample_web.pages import Routes, SiteView, answer, html_page, noon
from crawlers.sample_web.statements import Comment

API = "/api/v1/comments"


def routes(view: SiteView) -> Routes:
    """The list, each comment's page, and the JSON that the list is made from."""
    pages: Routes = {f"/comments/{one.number}": partial(_page, view, one) for one in view.site.comments}
    return {"/": partial(_list, view), "/comments": partial(_list, view), API: partial(_json, view), **pages}


def _window(view: SiteView, request: Request) -> tuple[tuple[Comment, ...], int, int]:
    """The comments of the page asked for, its number from one, and the number of pages."""
    size, page = view.site.page_size, request.args.get("page", 1, type=int)
    return view.site.comments[(page - 1) * size : page * size], page, -(-len(view.site.comments) // size)


def _page(view: SiteView, comment: Comment, _: Request) -> Response:
    return html_page(view, "comment.html", comment.received, comment=comment)


def _list(view: SiteView, request: Request) -> Response:
    shown, page, last = _window(view, request)
    latest = view.site.comments[-1].received
    return html_page(view, "list.html", latest, shown=shown, page=page, last=last)


def _json(view: SiteView, request: Request) -> Response:
    shown, page, last = _window(view, request)
    following = f"{view.base}{API}?page={page + 1}" if page < last else None
    found = {
        "data": [_entry(view, one) for one in shown],
        "meta": {"totalElements": len(view.site.comments), "pageNumber": page, "totalPages": last},
        "links": {"self": f"{view.base}{API}?page={page}", "next": following},
    }
    return answer(json.dumps(found, ensure_ascii=False), "application/json", view.site.comments[-1].received)


def _entry(view: SiteView, comment: Comment) -> dict[str, Any]:
    return {
        "id": str(comment.number),
        "type": "comments",
        "attributes": {
            "submitterName": comment.author or None,
            "organization": comment.organisation or None,
            "postedDate": noon(comment.received).isoformat(),
            "language": comment.language,
            "comment": comment.text,
        },
        "links": {"self": f"{view.base}/comments/{comment.number}"},
    }
