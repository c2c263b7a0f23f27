"""What a right crawl and extraction of the sample web gives, as one JSON file for end-to-end tests.

    python -m crawlers.sample_web.expected

writes `expected.json` from the same front matter that the server serves; a test fails when the two part.
"""

import json
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from crawlers.sample_web.statements import Broken, Site, Statement, as_of, load_sites

EXPECTED = Path(__file__).parent / "expected.json"
LONG_ENOUGH = 18
"""Characters from which a piece of furniture cannot stand in a text by chance."""

FACTS = (
    "outcome", "title", "language", "organisation", "org_kind", "country", "doc_kind", "on_topic", "draft",
    "concerns", "provisions", "reject", "group", "group_kind",
)  # fmt: skip


def load_expected() -> dict[str, Any]:
    """`pages` (also refused and failed ones), `comments`, and `furniture` by host; see docs/sample-web.md."""
    loaded: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return loaded


def build_expected() -> dict[str, Any]:
    """The same from the hosts' files."""
    sites = load_sites()
    return {
        "pages": [page for site in sites for page in _pages(site)],
        "comments": [_comment(site, one) for site in sites for one in site.comments],
        "furniture": {site.host: furniture(site) for site in sites},
    }


def _pages(site: Site) -> list[dict[str, Any]]:
    kept = [_page(site, one) for one in as_of(site.statements, edition=1)]
    return [*kept, *(_broken(site, one) for one in site.broken)]


def _page(site: Site, statement: Statement) -> dict[str, Any]:
    known = statement.model_dump(mode="json")
    editions = [one for one in site.statements if one.slug == statement.slug]
    path = statement.path if statement.file == "html" else f"/files/{statement.slug}.{statement.file}"
    return {
        "host": site.host,
        "path": path,
        **{name: known[name] for name in FACTS},
        "reason": "robots.txt" if statement.outcome == "refused" else "",
        "published": known["published"],
        "modified": known["modified"],
        "file": statement.file,
        "editions": len(editions),
        "signatories": known["signatories"],
        "body_must_contain": paragraphs(statement),
        "body_must_not_contain": list(statement.paper_furniture),
    }


def _broken(site: Site, broken: Broken) -> dict[str, Any]:
    reason = f"HTTP {broken.status}"
    return {
        "host": site.host, "path": broken.path, "outcome": "failed", "title": broken.title, "reason": reason,
    }  # fmt: skip


def _comment(site: Site, comment: Any) -> dict[str, Any]:
    return {"host": site.host, "path": f"/comments/{comment.number}", **comment.model_dump(mode="json")}


def paragraphs(statement: Statement) -> list[str]:
    """The plain text of the statement's paragraphs, items and headings, in order, footnotes apart."""
    tokens = MarkdownIt("commonmark").enable("table").parse(statement.body)
    inlines = ["".join(part.content or " " * (part.type == "softbreak") for part in token.children or [])
               for token in tokens if token.type == "inline"]  # fmt: skip
    return [text.split("[^")[0] for text in inlines if not text.startswith("[") and text]


def furniture(site: Site) -> list[str]:
    """Pieces of the site's furniture that stand on its pages and must be in no text."""
    values = [item for value in site.furniture.values() for item in ([value] if isinstance(value, str) else value)]
    return sorted(value for value in values if len(value) >= LONG_ENOUGH)


def main() -> None:
    """Write `expected.json`."""
    EXPECTED.write_text(json.dumps(build_expected(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
