"""segment: revisions → passages. embed: passages → vectors under both encoders."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlmodel import Session

from crawlers.extract import language_of, settled_languages
from db.store.findings import add_vectors, known_vectors, passages_of, replace_passages
from db.store.statements import sha256_of
from pipeline.encoders import Encoder
from pipeline.passage import is_english
from pipeline.segment import VERSION as SEGMENT_VERSION
from pipeline.segment import Span, segment
from pipeline.stage import Stage, Workshop, fingerprint
from pipeline.stages.revisions import RevisionText, load_revision, on_topic_only

LANGUAGE_VERSION = "2"
"""Raised when passages would be given another language."""
STORED = np.float16
"""Vectors are stored in half precision: half the disk, and a cosine that differs in the fourth digit."""


def cut(_shop: Workshop, revision: RevisionText) -> list[Span]:
    """The passages of the revision's body."""
    return segment(revision.text, revision.body_end)


def passage_row(revision: RevisionText, position: int, span: Span, language: str | None) -> dict[str, Any]:
    """A passage as the database stores it."""
    text = revision.text[span.start : span.end]
    return {
        "position": position,
        "start": span.start,
        "end": span.end,
        "text": text,
        "text_sha256": sha256_of(text),
        "heading": span.heading,
        "language": language or "",
    }


def save_passages(session: Session, _shop: Workshop, revision: RevisionText, spans: Sequence[Span]) -> None:
    """Store the passages."""
    texts = [revision.text[span.start : span.end] for span in spans]
    languages = settled_languages(texts, language_of(revision.text[: revision.body_end]))
    rows = [passage_row(revision, at, span, languages[at]) for at, span in enumerate(spans)]
    replace_passages(session, revision.id, rows)


@dataclass(frozen=True)
class Unembedded:
    """Texts of one revision that have no vector yet: encoder key → hash → text."""

    texts: Mapping[str, Mapping[str, str]]


def encoders(shop: Workshop) -> tuple[Encoder, ...]:
    """The encoders that give numbers: a docket may have none of its own for English."""
    return tuple(encoder for encoder in (shop.english, shop.multilingual) if encoder.dimension)


def load_unembedded(session: Session, shop: Workshop, key: str) -> Unembedded:
    """What still needs a vector."""
    passages, missing = passages_of(session, int(key)), {}
    for encoder in encoders(shop):
        texts = {
            p.text_sha256: p.text for p in passages if encoder is not shop.english or is_english(p.text, p.language)
        }
        known = known_vectors(session, encoder.key, texts)
        missing[encoder.key] = {h: t for h, t in texts.items() if h not in known}
    return Unembedded(missing)


def embed(shop: Workshop, wanted: Unembedded) -> dict[str, dict[str, bytes]]:
    """Vectors as stored. One revision is one batch, so that a killed run gives the same numbers as a whole one.

    The encoders read side by side: neither holds Python back for long.
    """
    chosen = encoders(shop)
    with ThreadPoolExecutor(max(len(chosen), 1)) as pool:
        made = pool.map(lambda encoder: _stored(encoder, wanted.texts[encoder.key]), chosen)
        return {encoder.key: vectors for encoder, vectors in zip(chosen, made, strict=True)}


def _stored(encoder: Encoder, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Hash → vector as stored."""
    vectors = encoder.encode(list(texts.values())).astype(STORED) if texts else np.empty((0, 0), STORED)
    return {key: vector.tobytes() for key, vector in zip(texts, vectors, strict=True)}


def save_vectors(
    session: Session, _shop: Workshop, _wanted: Unembedded, made: Mapping[str, Mapping[str, bytes]]
) -> None:
    """Store the vectors."""
    for encoder, vectors in made.items():
        add_vectors(session, encoder, vectors)


SEGMENT = Stage(
    name="segment",
    version=lambda _shop: fingerprint(SEGMENT_VERSION, LANGUAGE_VERSION),
    after=("extract",),
    units=on_topic_only(lambda revision, _statement, _kind: fingerprint(revision.text_sha256, revision.body_end)),
    load=load_revision,
    work=cut,
    save=save_passages,
)
EMBED = Stage(
    name="embed",
    version=lambda shop: fingerprint(*(encoder.key for encoder in encoders(shop))),
    after=("segment",),
    units=on_topic_only(lambda revision, _statement, _kind: revision.text_sha256),
    load=load_unembedded,
    work=embed,
    save=save_vectors,
)
