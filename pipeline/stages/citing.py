"""cite: find where provisions are named. resolve: say which provision of which draft, or that it cannot be said."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from db.docket import DOCKETS
from db.store.findings import replace_mentions
from pipeline.citation.verdict import paragraphs_of
from pipeline.mentions import VERSION as FIND_VERSION
from pipeline.mentions import FoundMention, find_mentions
from pipeline.resolve import VERSION as RESOLVE_VERSION
from pipeline.resolve import KnownParagraphs, Mention, parse_day, resolve_mentions
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import RevisionText, load_revision, on_topic_only

SHARED = ("citation_patterns.toml", "instruments.toml", "number_words.toml")
FOUND = "found"
"""The status of a mention between the two stages: named, not yet resolved."""


def patterns(shop: Workshop) -> list[bytes]:
    """The files that decide what is found: shared grammar, and the docket's own names."""
    files = [*(DOCKETS / name for name in SHARED), shop.docket.folder / "citations.toml"]
    return [path.read_bytes() for path in files if path.exists()]


def find(shop: Workshop, revision: RevisionText) -> list[FoundMention]:
    """The mentions in the revision's whole text, so that a title or signature block may name the draft."""
    return find_mentions(revision.text, shop.docket)


def save_found(session: Session, _shop: Workshop, revision: RevisionText, found: Sequence[FoundMention]) -> None:
    """Store where provisions are named."""
    rows = [
        {
            "start": m.start,
            "end": m.end,
            "text": revision.text[m.start : m.end],
            "instrument": "",
            "unit": m.unit,
            "article": m.article or "",
            "paragraph": m.paragraph or "",
            "letter": m.letter or "",
            "status": FOUND,
        }
        for m in found
    ]
    replace_mentions(session, revision.id, rows)


def resolve(shop: Workshop, revision: RevisionText) -> list[Mention]:
    """The mentions, resolved. They are found again: that costs less than storing half a result."""
    found = find_mentions(revision.text, shop.docket)
    day = parse_day(revision.published)
    return resolve_mentions(
        found,
        revision.text,
        title=revision.title,
        published=day,
        docket=shop.docket,
        known_paragraphs=known_paragraphs(shop),
    )


def known_paragraphs(shop: Workshop) -> KnownParagraphs:
    """Which paragraphs an article has: by the stored text of the draft, else by the docket's few facts."""
    stored, facts = shop.draft_paragraphs, paragraphs_of(shop.docket)

    def known(draft: str, article: str) -> frozenset[str] | None:
        found = stored(draft, article)
        return facts(draft, article) if found is None else found

    return known


def mention_row(mention: Mention) -> dict[str, Any]:
    """A mention as the database stores it: absent parts are empty, candidates are JSON."""
    row = {key: "" if value is None else value for key, value in asdict(mention).items()}
    return {**row, "candidates": json.dumps(mention.candidates), "confidence": round(mention.confidence, 3)}


def save_resolved(session: Session, _shop: Workshop, revision: RevisionText, mentions: Sequence[Mention]) -> None:
    """Store the mentions with what they mean."""
    replace_mentions(session, revision.id, [mention_row(mention) for mention in mentions])


CITE = Stage(
    name="cite",
    version=lambda shop: fingerprint(FIND_VERSION, *patterns(shop)),
    after=("segment",),
    units=on_topic_only(lambda revision, _statement, _kind: revision.text_sha256),
    load=load_revision,
    work=find,
    save=save_found,
)
RESOLVE = Stage(
    name="resolve",
    version=lambda shop: fingerprint(
        RESOLVE_VERSION,
        shop.docket.drafts,
        shop.docket.titles,
        shop.docket.lineages,
        *filter(None, [shop.draft_paragraphs.version]),
    ),
    after=("cite",),
    units=on_topic_only(lambda revision, statement, _kind: fingerprint(revision.text_sha256, statement.published)),
    load=load_revision,
    work=resolve,
    save=save_resolved,
)
