"""Short forms for tests about citations."""

import json
from pathlib import Path
from typing import Any

from db.docket import Docket, load_docket
from pipeline.citation.numbering import Published
from pipeline.resolve import Mention, cite

GOLD = Path(__file__).parents[1] / "gold"
SHARED = Path(__file__).parents[2].parent / "shared"


def docket() -> Docket:
    """The bundled docket."""
    return load_docket("un-cybercrime")


def cited(text: str, day: str | None = None, title: str | None = None, within: Docket | None = None) -> list[Mention]:
    """The mentions of `text`, published on `day` (or in that month)."""
    published = Published.parse(day) if day else None
    return cite(text, title=title, published=published, docket=within or docket())


def named(mention: Mention) -> str:
    """The provision as cited: "35(1)(c)", "ch.4", "preamble(3)"."""
    base = {"article": mention.article, "chapter": f"ch.{mention.article}"}.get(mention.unit, mention.unit)
    deeper = "".join(f"({part})" for part in (mention.paragraph, mention.letter) if part)
    return f"{base}{deeper}"


def settled(text: str, day: str | None = None, title: str | None = None, within: Docket | None = None) -> list[str]:
    """Each mention as "5 rev1 resolved 6" ("-" for none), or "17 iccpr" where it is another instrument's."""
    mentions = cited(text, day, title, within)
    return [
        f"{named(m)} {m.instrument}"
        if m.status == "other_instrument"
        else f"{named(m)} {m.draft or '-'} {m.status} {m.provision or '-'}"
        for m in mentions
    ]


def gold(name: str) -> list[dict[str, Any]]:
    """Rows of a gold file of the project."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]
