"""Saving a statement in Zotero: Highwire tags on its own page, COinS beside it in lists.

Zotero reads the tags by its translator "Embedded Metadata" and the spans by "COinS". What both do with them:

- `citation_technical_report_institution` makes the item a report, unless `og:type` says something definite; of the
  values of `og:type` only "article" is a guess that gives way, so that a statement's page says "article".
- `citation_author` is cut into first and last name at the last space, and into several authors at semicolons and at
  commas between names of several words. A name with a comma at its end and none inside stays whole, as the last name.
- COinS are cut at "&" and "=" before they are decoded; a plus sign is always a space; `rft.genre=report` must stand so.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask
from markupsafe import Markup

from pipeline.references.reference import clean, web_address
from webapp.queries.listing import StatementLine
from webapp.queries.quotations import Quotation
from webapp.queries.statements import StatementPage
from webapp.wording import host, language_tag

Tag = tuple[str, str]


@dataclass(frozen=True)
class Saved:
    """The tags of a statement's page, in order."""

    tags: tuple[Tag, ...]


def saved(page: StatementPage) -> Saved:
    """What Zotero shall save of the statement. Nothing is said of what is not known."""
    institution = clean(page.author.name or page.author_name or host(page.address))
    author = clean(page.author_name) if page.author_name and not page.author.name else as_one_name(institution)
    stated: list[Tag] = [
        ("citation_title", clean(page.revision.title) or "Untitled"),
        ("citation_author", author),
        ("citation_technical_report_institution", institution),
        ("citation_publication_date", page.published.replace("-", "/")),
        ("citation_public_url", web_address(page.address)),
        ("citation_language", language_tag(page.language)),
    ]
    return Saved(tuple(tag for tag in stated if tag[1]))


def as_one_name(name: str) -> str:
    """An organisation's name so that it is not taken apart into a first and a last name."""
    whole = " ".join(name.replace(",", " ").replace(";", " ").split())
    return f"{whole}," if whole else ""


def coins(line: StatementLine | Quotation) -> Markup:
    """The statement (of a quotation) as an empty span that Zotero and others read; nothing without a title."""
    title = clean(line.title)
    if not title:
        return Markup()
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", title),
        ("rft.aucorp", clean(line.author.name)),
        ("rft.pub", clean(line.author.name)),
        ("rft.date", line.published),
        ("rft_id", web_address(line.address)),
    ]
    stated = urlencode([field for field in fields if field[1]], quote_via=quote, safe="")
    return Markup('<span class="Z3988" title="{}"></span>').format(stated)


def register(app: Flask) -> None:
    """Make `coins` available to templates."""
    app.jinja_env.filters["coins"] = coins
