"""Our own draft letter, read by the pipeline's own code: what it says of which article, and what it asks.

Nothing is stored. The door of the page `/annotate` and of `travaux compare-letter`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from db.docket import Docket
from pipeline.annotate import Annotated, annotate_text
from pipeline.asks import Ask, asks_of
from pipeline.citation.numbering import Published
from pipeline.encoders import multilingual_encoder
from pipeline.heads import HeadsMissing
from pipeline.pairs import ProvisionSpan

T = TypeVar("T")
LONGEST = 60_000
"""Characters of a letter that are read; some twenty pages."""
AGAINST = frozenset(("objection", "recommendation"))


class LetterError(ValueError):
    """The letter cannot be compared. The message says why and what to do."""


@dataclass(frozen=True)
class LetterPassage:
    """A passage of the letter: `text` is `text[start:end]` of it; `concerns` and `provisions` are shown ones."""

    start: int
    end: int
    text: str
    stance: str
    concerns: tuple[str, ...]
    provisions: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    asks: tuple[tuple[str, str, str], ...]
    """(verb, target, words)."""

    @property
    def is_against(self) -> bool:
        """Whether it objects or asks for a change."""
        return self.stance in AGAINST or bool(self.asks)


@dataclass(frozen=True)
class Letter:
    """The letter's passages, with their vectors (n, dimension) under the multilingual encoder."""

    passages: tuple[LetterPassage, ...]
    vectors: NDArray[np.float32]

    @property
    def concerns(self) -> tuple[str, ...]:
        """Every concern that it raises, in the order of the text."""
        return _each_once(key for passage in self.passages for key in passage.concerns)

    @property
    def provisions(self) -> tuple[str, ...]:
        """Every provision that it names, likewise."""
        return _each_once(key for passage in self.passages for key in passage.provisions)

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The concerns that it holds against provisions."""
        return frozenset(pair for passage in self.passages for pair in passage.pairs)

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """Verb and target of everything that it asks, each once."""
        return _each_once((verb, target) for passage in self.passages for verb, target, _ in passage.asks)


def _each_once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def read_letter(text: str, title: str, published: str, docket: Docket) -> Letter:
    """Read a letter. `published`: `YYYY-MM-DD` or `YYYY-MM`, or empty. Raises `LetterError`."""
    checked = _checked(text)
    try:
        day = Published.parse(published) if published else None
    except ValueError as error:
        raise LetterError(f"Expected a date such as 2024-07-22 or 2024-07, found {published[:40]!r}.") from error
    try:
        found = list(annotate_text(checked, title or None, day, docket))
    except HeadsMissing as error:
        raise LetterError(f"Letters cannot be compared for this treaty yet: {error}") from error
    passages = tuple(_passage(each, checked, docket) for each in found if each.span)
    return Letter(passages, multilingual_encoder().encode([passage.text for passage in passages]))


def _checked(text: str) -> str:
    if not text.strip():
        raise LetterError("Expected the text of a letter, found none. Paste it into the field.")
    if len(text) > LONGEST:
        raise LetterError(f"Expected at most {LONGEST:,} characters, found {len(text):,}. Paste a part of the letter.")
    return text


def _passage(found: Annotated, text: str, docket: Docket) -> LetterPassage:
    assert found.span  # noqa: S101  (passages of a whole text have one)
    own = text[found.span.start : found.span.end]
    named = [mention.provision for mention in found.mentions if mention.status == "resolved" and mention.provision]
    return LetterPassage(
        start=found.span.start,
        end=found.span.end,
        text=own,
        stance=found.label("stance").key if found.label("stance").status == "shown" else "",
        concerns=tuple(label.key for label in found.labels if label.kind == "concern" and label.status == "shown"),
        provisions=_each_once(named),
        pairs=_each_once(
            (p.concern, p.provision) for p in found.pairs if p.status == "shown" and p.origin == "explicit"
        ),
        asks=tuple((ask.verb, ask.target, ask.text) for ask in _asks(own, found, docket)),
    )


def _asks(text: str, found: Annotated, docket: Docket) -> Sequence[Ask]:
    spans = [ProvisionSpan(m.start, m.end, m.provision, m.status) for m in found.mentions]
    return asks_of(text, spans, docket)
