"""A digest as HTML, Markdown or a whole page, from its content alone: the same content gives the same bytes."""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.digest.content import DigestContent

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
VERBS = {
    "delete": "Delete",
    "amend": "Change",
    "retain": "Keep",
    "add": "Add",
    "clarify": "Clarify",
    "reject": "Reject",
    "support": "Support",
}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = as_plain_markdown
    environment.globals["verbs"] = VERBS
    return environment


def as_plain_markdown(text: str) -> str:
    """Text in which no character is Markdown or HTML, on one line: names and quotations are not ours."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def render_html(content: DigestContent, on_site: bool = False) -> str:
    """The body of the digest. `on_site`: for a page of ours, whose links need not name the site they are on."""
    site = content.link.removesuffix(f"/digests/{content.week}") if on_site else ""
    return _templates().get_template("digest.html").render(digest=content, at=lambda link: link.removeprefix(site))


def render_page(content: DigestContent) -> str:
    """A whole HTML document that can be mailed or opened from disk: no script, nothing fetched."""
    return _templates().get_template("page.html").render(digest=content, body=render_html(content))


def render_markdown(content: DigestContent) -> str:
    """The digest as Markdown."""
    return re.sub(r"\n{3,}", "\n\n", _templates().get_template("digest.md").render(digest=content))
