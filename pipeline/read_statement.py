"""One file as Travaux reads it, by the pipeline's own code, with nothing stored: what `travaux read` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crawlers.extract import Declared, Document, Unreadable, language_of, media_type_of, org_kind_of, read_document
from crawlers.extract.limits import LARGEST_BYTES, MIB
from db.docket import Docket
from db.registry import known_by_address, known_by_name
from pipeline.asks import Ask, asks_in
from pipeline.concerns import PassageText, label_passages, tuned_logits
from pipeline.meaning import described_article
from pipeline.pairs import ProvisionSpan
from pipeline.read_addressee import addressed
from pipeline.resolve import Mention, cite, parse_day
from pipeline.segment import Span, segment
from pipeline.stage import Workshop


@dataclass(frozen=True)
class ReadStatement:
    """What was read from the file at `path`.

    `published` is YYYY-MM-DD, YYYY-MM or None; `concerns` are keys of the docket; `explicit` and `implicit` are
    adopted numbers in numeric order; `vectors` (n, dimension) are those of its n passages, in order.
    """

    path: str
    document: Document
    published: str | None
    org_kind: str
    addressee: str | None
    asks: tuple[Ask, ...]
    concerns: tuple[str, ...]
    explicit: tuple[str, ...]
    implicit: tuple[str, ...]
    vectors: NDArray[np.float32]

    @property
    def body(self) -> str:
        """The text without the list of those who signed."""
        return self.document.text[: self.document.body_end].rstrip()


def read_statement(path: Path, shop: Workshop, published: str | None = None, url: str | None = None) -> ReadStatement:
    """The statement in a file; `published` and `url` are what the caller knows of it.

    Raises `OSError` for a file that cannot be opened and `Unreadable` for one that holds nothing to read.
    """
    body = _bytes_of(path)
    declared = Declared(url=url, published=published, file_name=path.name)
    document = read_document(body, media_type_of(path.name, body), declared, shop.docket.organisations)
    day = published or document.published
    mentions = cite(document.text, title=document.title, published=parse_day(day or ""), docket=shop.docket)
    spans = segment(document.text, document.body_end)
    explicit = _numbers(mention.provision for mention in mentions if mention.status == "resolved")
    multilingual = shop.multilingual.encode([document.text[span.start : span.end] for span in spans])
    return ReadStatement(
        path=str(path),
        document=document,
        published=day,
        org_kind=_org_kind(document, shop.docket, url),
        addressee=addressed(document, shop.docket),
        asks=tuple(_asks(document, mentions, shop)),
        concerns=_concerns(document, spans, multilingual, shop),
        explicit=explicit,
        implicit=_numbers(n for n in _described(document, spans, mentions, multilingual, shop) if n not in explicit),
        vectors=multilingual,
    )


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, never more than the largest kind of file may have. Raises `OSError` and `Unreadable`."""
    if path.is_dir():
        raise Unreadable("This is a folder. Name the files in it.")
    with path.open("rb") as stream:
        body = stream.read(LARGEST_BYTES + 1)
    if len(body) > LARGEST_BYTES:
        raise Unreadable(f"The file has more than {LARGEST_BYTES // MIB} MB; no kind of file is read beyond that.")
    return body


def _org_kind(document: Document, docket: Docket, url: str | None) -> str:
    """The registered organisation's kind, else what its name and its own words say of it."""
    named = known_by_name(docket, document.organisation or "") or known_by_address(docket, url or "")
    return named.kind if named else org_kind_of(document.organisation, document.text, document.doc_kind)


def _asks(document: Document, mentions: Sequence[Mention], shop: Workshop) -> list[Ask]:
    """The asks of the text without the list of those who signed."""
    spans = [
        ProvisionSpan(m.start, m.end, m.provision, m.status, (m.article or "") if m.unit == "article" else "")
        for m in mentions
    ]
    language = language_of(document.text[: document.body_end]) or document.language
    learnt = shop.docket.has_examples
    return asks_in(
        document.text,
        spans,
        shop.docket,
        end=document.body_end,
        language=language,
        speaker=document.organisation or "",
        meaning=described_article(shop.implied, shop.multilingual) if learnt else None,
    )


def _described(
    document: Document,
    spans: Sequence[Span],
    mentions: Sequence[Mention],
    multilingual: NDArray[np.float32],
    shop: Workshop,
) -> Iterator[str]:
    """Provisions that passages which cite nothing surely describe."""
    cites = [any(s.start <= m.start < s.end for m in mentions) for s in spans]
    if all(cites) or not shop.docket.has_examples:
        return
    texts = [document.text[span.start : span.end] for span in spans]
    rows = shop.implied.rows(texts, multilingual)
    for links, cited in zip(shop.implied.links(rows), cites, strict=True):
        yield from (link.provision for link in links if link.status == "shown" and not cited)


def _concerns(
    document: Document, spans: Sequence[Span], multilingual: NDArray[np.float32], shop: Workshop
) -> tuple[str, ...]:
    """The concerns shown on any passage, in the docket's order; none where the docket has no label models."""
    if not spans or not shop.docket.has_examples:
        return ()
    texts = [document.text[span.start : span.end] for span in spans]
    around = ["", *texts, ""]
    passages = [
        PassageText(text, language_of(text) or document.language, span.heading, around[n], around[n + 2])
        for n, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    labels = label_passages(passages, tuned_logits(passages, shop.english), multilingual, shop.heads, shop.docket)
    shown = {each.key for found in labels for each in found if each.kind == "concern" and each.status == "shown"}
    return tuple(key for key in shop.docket.concern_by_key if key in shown)


def _numbers(provisions: Iterator[str | None]) -> tuple[str, ...]:
    """The adopted numbers among `provisions`, each once, in numeric order."""
    return tuple(sorted({number for number in provisions if number and number.isdigit()}, key=int))
