"""A digest as a page, mail, Markdown or plain text, from its content alone: the same content gives the same bytes."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.digest.content import AskLine, DigestContent
from pipeline.references.reference import published_words

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
MAIL_BYTES = 100_000
"""Mail programs cut a message off at about this size."""
CUTS = (12, 8, 5, 3, 2, 1)
"""How many entries of each list a mail shows: the most with which it stays under `MAIL_BYTES`."""
MOST_HITS = 100
"""Statements that an alert lists; the rest is counted, with the page that has them."""
LONGEST = 900
"""Characters of a quotation in a mail; the rest stands behind its link."""


def as_line(text: str) -> str:
    """Text on one line, without control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def apart(text: str) -> str:
    """Text on one line; after one that has right-to-left letters a mark, so that what follows stays in its place."""
    plain = as_line(text)
    return f"{plain}\u200e" if any(bidirectional(char) in ("R", "AL") for char in plain) else plain


def as_plain_markdown(text: str) -> str:
    """Text in which no character is Markdown or HTML, on one line: names and quotations are not ours."""
    return SPECIAL.sub(r"\\\1", apart(text))


def as_address(text: str) -> str:
    """An address that cannot end the angle brackets around it."""
    return text.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def as_day(text: str) -> str:
    """`2024-08-05` as "5 August 2024"; what is no day stays as it is."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return published_words(text) if re.fullmatch(r"\d{4}-\d{2}", text) else text
    return published_words(text)


def clipped(text: str, longest: int | None) -> str:
    """The beginning of a long text up to a word's end, marked as cut."""
    if longest is None or len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]} […]"


def target_words(ask: AskLine) -> str:
    """What an ask aims at: "the treaty", "Article 7", or as written where no text of the treaty has it."""
    if ask.target == "treaty":
        return "the treaty"
    name = f"Article {ask.target}" if ask.target[:1].isdigit() else ask.target
    return f"{name} (no text of the treaty has it)" if ask.unmatched else name


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
    environment.filters |= {
        "plain": as_plain_markdown,
        "line": apart,
        "address": as_address,
        "day": as_day,
        "clipped": clipped,
        "target": target_words,
    }
    environment.globals["verbs"] = VERBS
    return environment


def title_of(content: DigestContent) -> str:
    """The digest's title, on one line."""
    about = f", {as_line(content.scope_words)}" if content.scope_words else ""
    return f"{content.docket}: week {content.week}{about}"


def list_link(content: DigestContent, name: str) -> str:
    """The page that lists what one figure or list of the digest counts."""
    path, mark, query = content.link.partition("?")
    return f"{path}/lists/{name}{mark}{query}"


def _render(
    template: str, content: DigestContent, most: int | None, longest: int | None, at: Callable[[str], str] = str
) -> str:
    values: dict[str, Any] = {"most": most, "longest": longest, "at": at}
    return (
        _templates()
        .get_template(template)
        .render(digest=content, list_link=lambda name: list_link(content, name), **values)
    )


def render_html(content: DigestContent, on_site: bool = False, most: int | None = None) -> str:
    """The body of the digest. `on_site`: for a page of ours, whose links need not name the site they are on.

    `most` cuts each list, and says how many more there are and where.
    """
    site = content.link.partition("/digests/")[0] if on_site else ""
    return _render("digest.html", content, most, LONGEST if most else None, lambda link: link.removeprefix(site))


def render_page(content: DigestContent) -> str:
    """A whole HTML document that can be mailed or opened from disk: no script, nothing fetched."""
    page = _templates().get_template("page.html")
    return page.render(digest=content, title=title_of(content), body=render_html(content))


def render_mail(content: DigestContent, unsubscribe: str = "") -> str:
    """A whole HTML document for a mail: styles on the elements, under `MAIL_BYTES`, lists cut as far as needed."""
    made = ""
    for most in CUTS:
        made = inlined(render_html(content, most=most), title_of(content), content.link, unsubscribe)
        if len(made.encode()) < MAIL_BYTES:
            break
    return made


def render_alert(docket: str, hits: Sequence[object], base_url: str) -> tuple[str, str]:
    """The body of an alert in HTML, and as plain text. A hit has a `statement` and `reasons`."""
    values: dict[str, Any] = {"docket": docket, "hits": hits, "base": base_url.rstrip("/"), "most": MOST_HITS}
    text = _templates().get_template("alert.txt").render(**values)
    return _templates().get_template("alert.html").render(**values), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def inlined(body: str, title: str, link: str, unsubscribe: str) -> str:
    """A body in the frame of a mail, its styles put on the elements. Nothing is fetched."""
    import css_inline

    page = _templates().get_template("mail.html")
    whole = page.render(body=body, title=title, link=link, unsubscribe=unsubscribe)
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(whole)


def render_text(content: DigestContent, most: int | None = CUTS[0]) -> str:
    """The digest as plain text, for the other half of a mail."""
    return re.sub(r"\n{3,}", "\n\n", _render("digest.txt", content, most, LONGEST)).strip() + "\n"


def render_markdown(content: DigestContent) -> str:
    """The digest as Markdown."""
    return re.sub(r"\n{3,}", "\n\n", _render("digest.md", content, None, None))
