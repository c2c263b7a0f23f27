"""Labelling loose passages with the pipeline's own code: nothing is stored, no installation is needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawlers.extract import language_of
from db.docket import Docket
from pipeline.citation.numbering import Published
from pipeline.concerns import Label, PassageText, label_passages
from pipeline.encoders import multilingual_encoder
from pipeline.heads import Heads, load_heads
from pipeline.pairs import Pair, ProvisionSpan, pairs_of
from pipeline.resolve import Mention, cite
from pipeline.tuned_encoder import label_encoder

BATCH = 256


@dataclass(frozen=True)
class Annotated:
    """A passage with all that the pipeline says of it."""

    id: str
    language: str | None
    labels: tuple[Label, ...]
    mentions: tuple[Mention, ...]
    pairs: tuple[Pair, ...]

    def label(self, kind: str) -> Label:
        """The one label of a kind that every passage has."""
        return next(label for label in self.labels if label.kind == kind)


def annotate_passages(
    rows: Iterable[dict[str, Any]], docket: Docket, heads: Heads | None = None
) -> Iterator[Annotated]:
    """Each row (`id`, `text`, `published`, and `language` where known) annotated, in order.

    `heads` default to the docket's own. Raises `HeadsMissing` and `EncoderMissing`.
    """
    trained = heads or load_heads(docket)
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _annotate_batch(batch, trained, docket)
            batch = []
    if batch:
        yield from _annotate_batch(batch, trained, docket)


def _annotate_batch(rows: Sequence[dict[str, Any]], heads: Heads, docket: Docket) -> Iterator[Annotated]:
    texts = [str(row["text"]) for row in rows]
    languages = [row.get("language") or language_of(text) for row, text in zip(rows, texts, strict=True)]
    passages = [PassageText(text, language) for text, language in zip(texts, languages, strict=True)]
    vectors = label_encoder(docket, heads.columns).encode(texts), multilingual_encoder().encode(texts)
    for row, passage, labels in zip(rows, passages, label_passages(passages, *vectors, heads, docket), strict=True):
        yield _with_provisions(row, passage, labels, docket)


def _with_provisions(row: dict[str, Any], passage: PassageText, labels: tuple[Label, ...], docket: Docket) -> Annotated:
    day = str(row.get("published") or "")
    published = Published.parse(day) if day else None
    mentions = tuple(cite(passage.text, title=row.get("title"), published=published, docket=docket))
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status) for m in mentions]
    concerns = [label for label in labels if label.kind == "concern"]
    pairs = tuple(pairs_of(passage.text, concerns, spans, docket))
    return Annotated(str(row.get("id", "")), passage.language, labels, mentions, pairs)


def as_json(found: Annotated) -> dict[str, Any]:
    """The line that `travaux annotate --as-passages` prints for a passage."""
    stance, topic = found.label("stance"), found.label("on_topic")
    provisions = {m.provision: m.confidence for m in found.mentions if m.status == "resolved" and m.provision}
    concerns = [label for label in found.labels if label.kind == "concern"]
    return {
        "id": found.id,
        "language": found.language,
        "concerns": [{"key": c.key, "score": c.score, "status": c.status, "reason": c.reason} for c in concerns],
        "stance": {"label": stance.key, "score": stance.score, "status": stance.status, "reason": stance.reason},
        "reject_call": found.label("reject_call").key == "true",
        "boilerplate": found.label("boilerplate").key == "true",
        "on_topic": {"label": topic.key == "true", "score": topic.score},
        "provisions": [
            {"provision": number, "score": round(score, 3), "origin": "explicit"}
            for number, score in provisions.items()
        ],
        "pairs": [
            {"concern": p.concern, "provision": p.provision, "origin": p.origin, "status": p.status}
            for p in found.pairs
        ],
    }
