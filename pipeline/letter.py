"""Our own draft letter, read by the pipeline's own code: what it says of which article, and what it asks.

Nothing is stored. The door of the page `/annotate` and of `travaux compare-letter`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from db.counting import DESCRIBED
from db.docket import Docket
from pipeline.annotate import Annotated, annotate_cited, asks_said
from pipeline.asks import Ask
from pipeline.citation.numbering import Published
from pipeline.encoders import multilingual_encoder
from pipeline.heads import HeadsMissing
from pipeline.resolve import cite

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
    described: tuple[str, ...] = ()
    """Provisions that it surely describes and does not name; they stand apart from `provisions`."""
    described_asks: tuple[tuple[str, str, str], ...] = ()
    """Asks whose target is described and not named; likewise."""

    @property
    def is_against(self) -> bool:
        """Whether it objects or asks for a change."""
        return self.stance in AGAINST or bool(self.asks or self.described_asks)


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
    def described(self) -> tuple[str, ...]:
        """Every provision that it describes and names nowhere, likewise."""
        named = self.provisions
        return _each_once(key for passage in self.passages for key in passage.described if key not in named)

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The concerns that it holds against provisions."""
        return frozenset(pair for passage in self.passages for pair in passage.pairs)

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """Verb and target of everything that it asks, each once."""
        return _each_once((verb, target) for passage in self.passages for verb, target, _ in passage.asks)

    @property
    def described_asks(self) -> tuple[tuple[str, str], ...]:
        """The same of asks whose target it describes and does not name, without those that it also makes by name."""
        found = ((verb, target) for passage in self.passages for verb, target, _ in passage.described_asks)
        return _each_once(ask for ask in found if ask not in self.asks)


def _each_once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def read_letter(text: str, title: str, published: str, docket: Docket, speaker: str = "",
                data: Path | None = None) -> Letter:  # fmt: skip
    """Read a letter. `published`: `YYYY-MM-DD` or `YYYY-MM`, or empty; `speaker`: who writes, where that is known;
    `data`: the installation whose label models read it, where it has its own.

    Raises `LetterError`.
    """
    checked = _checked(text)
    cited = cite(checked, title=title or None, published=_day(published), docket=docket)
    try:
        found = [each for each in annotate_cited(checked, cited, docket, data=data) if each.span]
        asks = asks_said(checked, cited, docket, speaker)
    except HeadsMissing as error:
        raise LetterError(f"Letters cannot be compared for this treaty yet: {error}") from error
    passages = tuple(_passage(each, checked, asks) for each in found)
    return Letter(passages, multilingual_encoder().encode([passage.text for passage in passages]))


def _day(published: str) -> Published | None:
    try:
        return Published.parse(published) if published else None
    except ValueError as error:
        raise LetterError(f"Expected a date such as 2024-07-22 or 2024-07, found {published[:40]!r}.") from error


def _checked(text: str) -> str:
    if not text.strip():
        raise LetterError("Expected the text of a letter, found none. Paste it into the field.")
    if len(text) > LONGEST:
        raise LetterError(f"Expected at most {LONGEST:,} characters, found {len(text):,}. Paste a part of the letter.")
    return text


def _passage(found: Annotated, text: str, asks: Sequence[Ask]) -> LetterPassage:
    assert found.span  # noqa: S101  (passages of a whole text have one)
    start, end = found.span.start, found.span.end
    named = _each_once(m.provision for m in found.mentions if m.status == "resolved" and m.provision)
    own = [ask for ask in asks if start <= ask.start < end]
    words = [(ask.origin == DESCRIBED, (ask.verb, ask.target, text[ask.start : min(ask.end, end)])) for ask in own]
    described = (link.provision for link in found.implied if link.status == "shown" and link.provision not in named)
    return LetterPassage(
        start=start,
        end=end,
        text=text[start:end],
        stance=found.label("stance").key if found.label("stance").status == "shown" else "",
        concerns=tuple(label.key for label in found.labels if label.kind == "concern" and label.status == "shown"),
        provisions=named,
        pairs=_each_once(
            (p.concern, p.provision) for p in found.pairs if p.status == "shown" and p.origin == "explicit"
        ),
        asks=tuple(ask for by_description, ask in words if not by_description),
        described=_each_once(described),
        described_asks=tuple(ask for by_description, ask in words if by_description),
    )
