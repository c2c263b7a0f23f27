"""Where else a statement stands: copies and translations, with the days between them."""

from dataclasses import dataclass
from datetime import date

from webapp.queries.listing import StatementLine
from webapp.queries.statements import StatementPage


@dataclass(frozen=True)
class Version:
    """Another version of a statement. `days` after the one at hand (before it: negative), None without two days."""

    line: StatementLine
    is_copy: bool
    days: int | None

    @property
    def distance(self) -> str:
        """`days` in words."""
        return in_words(self.days)


def versions(page: StatementPage) -> tuple[Version, ...]:
    """The copies that the page lists, then the translations, each newest first."""
    lines = [(line, True) for line in page.same_text] + [(line, False) for line in page.translations]
    return tuple(Version(line, is_copy, days_between(page.published, line.published)) for line, is_copy in lines)


def days_between(one: str, other: str) -> int | None:
    """Days from one stored day to the other; None where either is not an exact day."""
    try:
        return (date.fromisoformat(other) - date.fromisoformat(one)).days
    except ValueError:
        return None


def distance(one: str, other: str) -> str:
    """The days from one stored day to the other in words."""
    return in_words(days_between(one, other))


def in_words(days: int | None) -> str:
    """A number of days as "3 days later", "1 day earlier", "the same day"; None as not known."""
    if days is None:
        return "days between not known"
    number = abs(days)
    counted = f"{number} day" if number == 1 else f"{number} days"
    return "the same day" if not number else f"{counted} {'later' if days > 0 else 'earlier'}"
