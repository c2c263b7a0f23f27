"""The quality card as the page `/quality` shows it: from the docket's stored JSON, no labelled file is needed."""

from dataclasses import dataclass
from pathlib import Path

from db.docket import Concern, Docket
from db.quality import Figure, Interval, Measured, QualityCard, read_card
from pipeline.heads_folder import Trained, trained_heads

FEW = 15
"""From fewer labelled passages no more than a hint can be read."""


@dataclass(frozen=True)
class ConcernLine:
    """One concern's figures on each set, in the order of the sets; None where no passage of a set has it."""

    concern: Concern
    figures: tuple[Figure | None, ...]

    @property
    def worst(self) -> Figure | None:
        """The set on which it does worst, of those with enough passages to tell."""
        enough = [figure for figure in self.figures if figure and figure.n >= FEW]
        return min(enough, key=lambda figure: figure.f1, default=None)


@dataclass(frozen=True)
class QualityPage:
    """The card, and whether the label models of this installation are those that it measured."""

    card: QualityCard
    trained: Trained
    lines: tuple[ConcernLine, ...]

    @property
    def fresh(self) -> bool:
        """Whether the figures are of the models that label here, or of what people's decisions were added to."""
        return self.trained.base == self.card.heads

    @property
    def first(self) -> Measured:
        """The set that the opening sentence speaks of: real pages where there are any."""
        return next((found for found in self.card.sets if found.kind == "real"), self.card.sets[0])


def read_quality(docket: Docket, data: Path | None = None) -> QualityPage | None:
    """The page of a docket for the installation in `data`; None where it was never measured. Raises `DocketError` for a
    broken card."""
    card = read_card(docket.folder)
    if card is None or not card.sets:
        return None
    lines = tuple(_line(concern, card) for concern in docket.ordered_concerns())
    return QualityPage(card, trained_heads(docket.key, data), lines)


def _line(concern: Concern, card: QualityCard) -> ConcernLine:
    found = [one.all.concerns.each.get(concern.key) for one in card.sets]
    return ConcernLine(concern, tuple(figure if figure and figure.n else None for figure in found))


def in_hundred(share: float) -> int:
    """A share as "of 100"."""
    return round(100 * share)


def between(interval: Interval | None) -> str:
    """An interval of shares as "71 to 77"; nothing where there is none."""
    return f"{in_hundred(interval[0])} to {in_hundred(interval[1])}" if interval else ""
