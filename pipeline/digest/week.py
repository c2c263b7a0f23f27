"""ISO weeks, in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FORM = re.compile(r"(\d{4})-W(\d{2})")


class DigestError(ValueError):
    """A digest cannot be made. The message says what was expected and what came."""


@dataclass(frozen=True)
class Week:
    """An ISO week; `name` is its form in addresses and on the command line, such as 2024-W32."""

    monday: date

    @property
    def name(self) -> str:
        """The week as `YYYY-Www`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """Its first moment, UTC."""
        return datetime(self.monday.year, self.monday.month, self.monday.day, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it, UTC."""
        return self.start + timedelta(days=7)

    @property
    def before(self) -> "Week":
        """The week before."""
        return Week(self.monday - timedelta(days=7))


def week_of(day: date) -> Week:
    """The week that a day lies in."""
    return Week(day - timedelta(days=day.weekday()))


def parse_week(text: str | None, today: date) -> Week:
    """The week named by `YYYY-Www`; this week when nothing is given. Raises `DigestError`."""
    if not text:
        return week_of(today)
    match = FORM.fullmatch(text.strip().upper())
    try:
        week = Week(date.fromisocalendar(int(match[1]), int(match[2]), 1)) if match else None
    except ValueError:
        week = None
    if week is None:
        raise DigestError(f"Expected a week such as 2024-W32 (year, then ISO week 01 to 53), found {text!r}.")
    if week.monday > today:
        raise DigestError(
            f"{week.name} begins on {week.monday:%d %B %Y}, which is still to come; there is no digest yet."
        )
    return week
