"""One provision while a list is being read."""

from dataclasses import dataclass

ITEM_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Spot:
    """One provision of a list. `level` says what a bare number after it would be: article, paragraph or letter."""

    start: int
    end: int
    article: str | None = None
    paragraph: str | None = None
    letter: str | None = None
    level: str = "article"
    descending: bool = False

    @property
    def last(self) -> str:
        """The deepest number or letter read so far."""
        return self.letter or self.paragraph or self.article or ""
