"""The sample web's files as records: sites, their statements and comments, read from `hosts/<host>/`.

A host's folder holds `site.toml`, `statements/*.md` (front matter with the facts, then the text in Markdown),
`files/` (bytes served as they are) and, on a consultation portal, `comments.toml`. Every reader raises
`SampleWebError` with file and remedy. docs/sample-web.md describes the keys.
"""

import tomllib
import zlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import frontmatter
from pydantic import Field, ValidationError

from db.docket import OrgKind, Record

HOSTS = Path(__file__).parent / "hosts"
PAPER_FOOT = "Sample by an invented organisation"
Row = TypeVar("Row", bound=Record)
Shape = Literal["drupal", "wordpress", "sitebuilder", "listing", "atom", "documents", "portal"]


class SampleWebError(ValueError):
    """A file of the sample web is not as docs/sample-web.md describes, or the server cannot run."""


class Signatory(Record):
    """One name under a joint letter."""

    name: str
    kind: Literal["organisation", "individual"] = "organisation"
    country: str = ""


class Statement(Record):
    """One page or document: the facts that a right crawl should find, and its text in Markdown.

    `provisions` are adopted numbers of what the text cites by number; `group` joins copies and translations.
    """

    slug: str
    title: str
    published: date
    modified: date | None = None
    edition: int = 1
    language: str
    organisation: str
    org_kind: OrgKind
    country: str = ""
    doc_kind: str = "blog"
    draft: str = ""
    concerns: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    reject: bool = False
    on_topic: bool = True
    outcome: Literal["statement", "refused"] = "statement"
    group: str = ""
    group_kind: Literal["", "republication", "translation"] = ""
    signatories: tuple[Signatory, ...] = ()
    translations: dict[str, str] = Field(default_factory=dict)
    path: str
    file: Literal["html", "pdf", "docx"] = "html"
    session: str = ""
    byline: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    body: str

    @property
    def number(self) -> int:
        """A number as content systems give to their pages; the same on every run."""
        return 1000 + zlib.crc32(self.slug.encode()) % 9000

    @property
    def paper_furniture(self) -> tuple[str, ...]:
        """The running head and foot of the statement's PDF or DOCX; none for a page."""
        return () if self.file == "html" else (f"{self.organisation} - submission", PAPER_FOOT)

    @property
    def changed(self) -> date:
        """The day of the last change."""
        return self.modified or self.published


class Comment(Record):
    """One short comment handed in at a consultation. `form` names the form letter that it repeats."""

    number: int
    received: date
    author: str = ""
    organisation: str = ""
    language: str = "en"
    form: str = ""
    on_topic: bool = True
    text: str


class Broken(Record):
    """A page that the site links to and cannot serve."""

    path: str
    title: str
    published: date
    status: int
    summary: str = ""


class Site(Record):
    """One host: how it publishes, whose it is, and the furniture around its texts."""

    host: str
    shape: Shape
    organisation: str
    org_kind: OrgKind
    country: str = ""
    language: str
    tagline: str = ""
    permalink: str
    page_size: int = 5
    signatory_layout: Literal["lists", "table"] = "lists"
    disallow: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()
    furniture: dict[str, str | list[str]]
    statements: tuple[Statement, ...] = ()
    comments: tuple[Comment, ...] = ()
    folder: Path


def load_site(folder: Path) -> Site:
    """The site in `folder` with every edition of its statements."""
    head = {"host": folder.name, "folder": folder, **_toml(folder / "site.toml")}
    texts = sorted((folder / "statements").glob("*.md"))
    head["statements"] = tuple(_statement(path, head) for path in texts)
    if (folder / "comments.toml").exists():
        head["comments"] = _toml(folder / "comments.toml")["comment"]
    return _checked(Site, folder / "site.toml", head)


def load_sites(root: Path = HOSTS) -> tuple[Site, ...]:
    """All sites, by host name."""
    return tuple(load_site(path.parent) for path in sorted(root.glob("*/site.toml")))


def as_of(statements: Iterable[Statement], edition: int) -> tuple[Statement, ...]:
    """The newest text of each page up to `edition`, newest publication first."""
    newest: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda one: one.edition):
        if statement.edition <= edition:
            newest[statement.slug] = statement
    return tuple(sorted(newest.values(), key=lambda one: (one.published, one.slug), reverse=True))


def _statement(path: Path, site: dict[str, Any]) -> Statement:
    """`slug.md`, or `slug.edition2.md` for a later text of the same page."""
    slug, _, edition = path.stem.partition(".edition")
    post = frontmatter.loads(path.read_text(encoding="utf-8"))
    inherited: dict[str, Any] = {
        key: site[key] for key in ("language", "organisation", "org_kind", "country") if key in site
    }
    cells: dict[str, Any] = {**inherited, "path": site["permalink"], **post.metadata}
    cells |= {"slug": slug, "edition": int(edition or 1), "body": post.content}
    cells["path"] = cells["path"].format(slug=slug, day=cells["published"])
    cells["signatories"] = [_signatory(line) for line in cells.get("signatories", [])]
    return _checked(Statement, path, cells)


def _signatory(line: str) -> dict[str, str]:
    """`Name; country` is an organisation, `Name; country; individual` a person."""
    name, country, kind = [part.strip() for part in f"{line};;".split(";")[:3]]
    return {"name": name, "country": country, "kind": kind or "organisation"}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _checked(model: type[Row], path: Path, cells: dict[str, Any]) -> Row:
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        remedy = "Correct it; docs/sample-web.md lists the keys."
        raise SampleWebError(f"{path.parent.name}/{path.name}: {error}. {remedy}") from error
