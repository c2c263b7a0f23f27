"""Labelling loose passages and whole texts with the pipeline's own code: nothing is stored, no data folder needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crawlers.extract import language_of, settled_languages
from db.docket import Docket
from pipeline.asks import Ask, asks_in
from pipeline.citation.numbering import Published
from pipeline.concerns import Label, PassageText, label_passages, tuned_logits
from pipeline.encoders import multilingual_encoder
from pipeline.heads import Heads, load_heads
from pipeline.implied import Implied, ImpliedModel
from pipeline.implied_files import load_implied
from pipeline.implied_pairs import described_pairs
from pipeline.meaning import described_article
from pipeline.pairs import Pair, ProvisionSpan, pairs_of
from pipeline.resolve import Mention, cite, parse_day
from pipeline.segment import Span, segment
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
    span: Span | None = None
    implied: tuple[Implied, ...] = ()

    def label(self, kind: str) -> Label:
        """The one label of a kind that every passage has."""
        return next(label for label in self.labels if label.kind == kind)


def annotate_passages(
    rows: Iterable[dict[str, Any]],
    docket: Docket,
    heads: Heads | None = None,
    implied: ImpliedModel | None = None,
    data: Path | None = None,
) -> Iterator[Annotated]:
    """Each row (`id`, `text`, `published`, and `language` where known) annotated, in order.

    `heads` and `implied` default to the docket's own; heads to those of the installation in `data` where it has some.
    Raises `HeadsMissing` and `EncoderMissing`.
    """
    trained, learnt = heads or load_heads(docket, data), implied or load_implied(docket)
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _annotate_batch(batch, trained, learnt, docket)
            batch = []
    if batch:
        yield from _annotate_batch(batch, trained, learnt, docket)


def _annotate_batch(
    rows: Sequence[dict[str, Any]], heads: Heads, implied: ImpliedModel, docket: Docket
) -> Iterator[Annotated]:
    texts = [str(row["text"]) for row in rows]
    languages = [row.get("language") or language_of(text) for row, text in zip(rows, texts, strict=True)]
    passages = [PassageText(text, language) for text, language in zip(texts, languages, strict=True)]
    days = [parse_day(str(row.get("published") or "")) for row in rows]
    mentions = [
        cite(text, title=row.get("title"), published=day, docket=docket)
        for row, text, day in zip(rows, texts, days, strict=True)
    ]
    names = [str(row.get("id", "")) for row in rows]
    yield from _annotated(names, passages, mentions, heads, implied, docket)


def _annotated(
    names: Sequence[str],
    passages: Sequence[PassageText],
    mentions: Sequence[Sequence[Mention]],
    heads: Heads,
    implied: ImpliedModel,
    docket: Docket,
) -> Iterator[Annotated]:
    """Each passage with its labels, the given mentions, pairs, and what it describes."""
    if not passages:
        return
    texts = [passage.text for passage in passages]
    vectors = multilingual_encoder().encode(texts)
    tuned = tuned_logits(passages, label_encoder(docket, heads.columns))
    labelled = label_passages(passages, tuned, vectors, heads, docket)
    named = [frozenset(m.provision for m in found if m.provision) for found in mentions]
    links = implied.links(implied.rows(texts, vectors), named)
    for name, passage, labels, cited, described in zip(names, passages, labelled, mentions, links, strict=True):
        yield _with_described(_with_pairs(name, passage, labels, cited, docket), passage.text, described, implied)


def _with_described(found: Annotated, text: str, links: Sequence[Implied], implied: ImpliedModel) -> Annotated:
    """With the provisions that the passage describes: all likely ones where it cites nothing, else the sure ones.

    On a passage about something else, or a piece of furniture, none is sure.
    """
    cites = any(mention.status != "other_instrument" for mention in found.mentions)
    kept = tuple(link for link in links if link.status == "shown" or not cites)
    if found.label("on_topic").key == "false" or found.label("boilerplate").key == "true":
        return replace(found, implied=tuple(replace(link, status="unsure") for link in kept))
    judged = [(link.provision, link.score, link.reason) for link in kept]
    concerns = [label for label in found.labels if label.kind == "concern"]
    described = described_pairs(text, concerns, judged, implied.landing)
    return replace(found, implied=kept, pairs=(*found.pairs, *described))


def annotate_text(
    text: str,
    title: str | None,
    published: Published | None,
    docket: Docket,
    heads: Heads | None = None,
    implied: ImpliedModel | None = None,
    data: Path | None = None,
) -> Iterator[Annotated]:
    """The passages of a whole text, each with its span, in order; citations are resolved by the whole of it.

    Offsets of mentions and pairs are those of the passage; `heads`, `implied` and `data` as above, and what is raised.
    """
    yield from annotate_cited(
        text, cite(text, title=title, published=published, docket=docket), docket, heads, implied, data
    )


def annotate_cited(
    text: str,
    cited: Sequence[Mention],
    docket: Docket,
    heads: Heads | None = None,
    implied: ImpliedModel | None = None,
    data: Path | None = None,
) -> Iterator[Annotated]:
    """`annotate_text` for a text whose citations are known, with offsets in it."""
    spans, trained, learnt = segment(text), heads or load_heads(docket, data), implied or load_implied(docket)
    texts = ["", *(text[span.start : span.end] for span in spans), ""]
    languages = settled_languages(texts[1:-1], language_of(text))
    passages = [
        PassageText(texts[n + 1], languages[n], span.heading, texts[n], texts[n + 2]) for n, span in enumerate(spans)
    ]
    moved = [
        [
            replace(m, start=m.start - span.start, end=m.end - span.start)
            for m in cited
            if span.start <= m.start and m.end <= span.end
        ]
        for span in spans
    ]
    found = _annotated([""] * len(spans), passages, moved, trained, learnt, docket)
    yield from (replace(one, span=span) for span, one in zip(spans, found, strict=True))


def asks_said(
    text: str, cited: Sequence[Mention], docket: Docket, speaker: str = "", implied: ImpliedModel | None = None
) -> list[Ask]:
    """The asks of a whole text whose citations are known, read as every statement is. Raises `HeadsMissing`."""
    spans = [
        ProvisionSpan(m.start, m.end, m.provision, m.status, (m.article or "") if m.unit == "article" else "")
        for m in cited
    ]
    meaning = described_article(implied or load_implied(docket), multilingual_encoder())
    return asks_in(text, spans, docket, language=language_of(text), speaker=speaker, meaning=meaning)


def _with_pairs(
    name: str, passage: PassageText, labels: tuple[Label, ...], mentions: Sequence[Mention], docket: Docket
) -> Annotated:
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status) for m in mentions]
    concerns = [label for label in labels if label.kind == "concern"]
    pairs = tuple(pairs_of(passage.text, concerns, spans, docket))
    return Annotated(name, passage.language, labels, tuple(mentions), pairs)


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
        ]
        + [
            {"provision": link.provision, "score": link.score, "origin": "implicit", "status": link.status}
            for link in found.implied
        ],
        "pairs": [
            {"concern": p.concern, "provision": p.provision, "origin": p.origin, "status": p.status}
            for p in found.pairs
        ],
    }


def with_place(found: Annotated, text: str, asks: Sequence[Ask] = ()) -> dict[str, Any]:
    """The object that `travaux annotate --json` prints for a passage of `text`: place and text, then the labels, and
    those of the text's asks that begin in it."""
    span = found.span or Span(0, len(text))
    labelled = {key: value for key, value in as_json(found).items() if key != "id"}
    place = {"start": span.start, "end": span.end, "heading": span.heading, "text": text[span.start : span.end]}
    cited = [
        {"start": span.start + m.start, "end": span.start + m.end, "text": m.text, "draft": m.draft, "status": m.status,
         "provision": m.provision, "reason": m.reason}
        for m in found.mentions
    ]  # fmt: skip
    own = [vars(ask) for ask in asks if span.start <= ask.start < span.end]
    return {**place, **labelled, "citations": cited, "asks": own}
