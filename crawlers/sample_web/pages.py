"""Rendering: a site as it stands in one edition, and its templates.

Templates lie in `templates/<shape>/`; autoescaping is on: a title such as `"><script>` is shown, never run.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug import Request, Response

from crawlers.sample_web.statements import Site, Statement

TEMPLATES = Path(__file__).parent / "templates"
BASE_LINK = re.compile(r"\{\{base:([a-z0-9-]+)\}\}")
Handler = Callable[[Request], Response]
Routes = dict[str, Handler]


@dataclass(frozen=True)
class SiteView:
    """One site as served: the statements of one edition, newest first, on one port."""

    site: Site
    statements: tuple[Statement, ...]
    port: int

    @property
    def base(self) -> str:
        """The site's own address without a slash at the end."""
        return base_address(self.site.host, self.port)

    def listed(self) -> tuple[Statement, ...]:
        """The statements that are pages; documents are files linked from a list."""
        return tuple(one for one in self.statements if one.file == "html")

    def by_slug(self, slug: str) -> Statement:
        """The statement with that slug."""
        return next(one for one in self.statements if one.slug == slug)


def base_address(host: str, port: int) -> str:
    """The address of a sample host. `.localhost` is reserved for loopback (RFC 6761)."""
    return f"http://{host}.localhost:{port}"


def fill_bases(text: str, port: int) -> str:
    """`text` with each `{{base:host}}` replaced by that sample host's address."""
    return BASE_LINK.sub(lambda match: base_address(match[1], port), text)


def noon(day: date) -> datetime:
    """The moment at which everything of `day` was published: noon UTC."""
    return datetime.combine(day, time(12), tzinfo=UTC)


@cache
def months() -> dict[str, list[str]]:
    """Language → month names as they stand inside a date, with the pattern of a date in the first place."""
    return tomllib.loads((TEMPLATES / "months.toml").read_text(encoding="utf-8"))


def long_date(day: date, language: str) -> str:
    """`day` in words of `language`."""
    pattern, *names = months()[language]
    return pattern.format(day=day.day, month=names[day.month - 1], year=day.year)


@cache
def environment() -> Environment:
    """The Jinja environment of all templates: autoescaped, and an unknown name is an error."""
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    env.filters["long_date"] = long_date
    env.filters["moment"] = noon
    return env


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def _markup(shape: str) -> list[list[str]]:
    """What a page system makes of plain tags: pairs of plain and served markup."""
    path = TEMPLATES / shape / "markup.toml"
    pairs: list[list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))["replace"] if path.exists() else []
    return pairs


def body_html(view: SiteView, statement: Statement) -> Markup:
    """The statement's text as the site's page system would store it."""
    html = _markdown().render(fill_bases(statement.body, view.port))
    for plain, served in _markup(view.site.shape):
        html = html.replace(plain, served)
    return Markup(html.replace("<p>[[signatories]]</p>", _signatories(view.site, statement)))  # noqa: S704


def _signatories(site: Site, statement: Statement) -> str:
    template = environment().get_template(f"signatories_{site.signatory_layout}.html")
    return template.render(statement=statement, words=site.furniture)


def render(view: SiteView, template: str, **values: Any) -> str:
    """A template of the site's shape, or a shared one where the name holds a slash."""
    name = template if "/" in template else f"{view.site.shape}/{template}"
    shared = {"body": partial(body_html, view), "base": view.base, "view": view}
    return environment().get_template(name).render(site=view.site, words=view.site.furniture, **shared, **values)


def answer(text: str | bytes, mimetype: str, changed: date) -> Response:
    """A response with a validator for conditional requests."""
    response = Response(text, mimetype=mimetype)
    response.last_modified = noon(changed)
    response.add_etag()
    return response


def html_page(view: SiteView, template: str, changed: date, **values: Any) -> Response:
    """A rendered HTML page."""
    return answer(render(view, template, **values), "text/html", changed)


def xml_page(view: SiteView, template: str, mimetype: str) -> Response:
    """A rendered feed or sitemap, as fresh as the site's newest change."""
    return answer(render(view, template), mimetype, newest(view))


def newest(view: SiteView) -> date:
    """The day of the site's last change."""
    return max((one.changed for one in view.statements), default=date(2023, 1, 2))
