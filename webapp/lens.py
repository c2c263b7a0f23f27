"""How the reader wants to count. A page and every page it links to count through the same lens.

A lens is read from an address and written into the addresses of links; what is left out is the usual way.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, cast

from db.counting import Side
from webapp.wording import ORGANISATION_KINDS, day, moment

Origin = Literal["explicit", "implicit"]
ORIGINS: dict[str, str] = {
    "explicit": "articles that the text names",
    "implicit": "articles that the text describes without naming them",
}
SIDES: dict[str, str] = {
    "objections": "objections, and requests to delete, amend or reject",
    "asks": "requests of any kind",
    "support": "support, and requests to keep",
}
UNKNOWN_KIND = "unknown"
KINDS: dict[str, str] = {**ORGANISATION_KINDS, UNKNOWN_KIND: "kind or organisation not known"}
NO_DRAFT = "none"
"""Cited, but the text does not tell in which draft."""
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class LensError(ValueError):
    """The address asks for a way of counting that does not exist. The message says which ones do."""


@dataclass(frozen=True)
class Lens:
    """One way of counting. Pairs of the two origins, and of two sides, are never added up.

    `kind` is of the organisation that wrote; `cited` the key of the draft in which a text cites the provision;
    `since` and `until` bound the day of publication (`YYYY-MM-DD`), and leave out texts without a date; `seen_since`
    bounds the time at which a text was collected first (ISO 8601, UTC). Empty strings bound nothing.
    """

    origin: Origin = "explicit"
    side: Side = "objections"
    kind: str = ""
    cited: str = ""
    since: str = ""
    until: str = ""
    seen_since: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Lens":
        """The lens that an address's arguments describe. Raises `LensError`."""
        return cls(
            origin=cast(Origin, _one_of(arguments, "origin", ORIGINS) or "explicit"),
            side=cast(Side, _one_of(arguments, "side", SIDES) or "objections"),
            kind=_one_of(arguments, "kind", KINDS),
            cited=arguments.get("cited", "")[:40],
            since=_day(arguments, "from", last=False),
            until=_day(arguments, "to", last=True),
            seen_since=_moment(arguments, "new_since"),
        )

    @property
    def arguments(self) -> dict[str, str]:
        """What a link adds to its address to keep this lens; nothing for the default one."""
        usual = vars(Lens())
        return {NAMES.get(name, name): value for name, value in vars(self).items() if value != usual[name]}

    def but(self, **changes: Any) -> "Lens":
        """This lens with other switches."""
        return replace(self, **changes)

    @property
    def words(self) -> str:
        """The lens in words, the draft apart: its name is the docket's."""
        return "; ".join([SIDES[self.side], ORIGINS[self.origin], *self._narrowed()])

    @property
    def is_narrowed(self) -> bool:
        """Whether a part of the texts is left out."""
        return bool(self.cited or self._narrowed())

    def _narrowed(self) -> list[str]:
        words = [f"written by {KINDS[self.kind]}"] if self.kind else []
        words += [f"published from {day(self.since)}"] if self.since else []
        words += [f"published to {day(self.until)}"] if self.until else []
        return words + ([f"collected since {moment(self.seen_moment)}"] if self.seen_since else [])

    @property
    def seen_moment(self) -> datetime | None:
        """`seen_since` as a time."""
        return datetime.fromisoformat(self.seen_since) if self.seen_since else None


NAMES = {"since": "from", "until": "to", "seen_since": "new_since"}
"""How addresses name what has another name here."""


def _one_of(arguments: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    value = arguments.get(name, "")
    if value and value not in known:
        raise LensError(
            f"Expected {name} to be one of {', '.join(known)}, found {value[:40]!r}. "
            "Leave it out to count in the usual way."
        )
    return value


def _day(arguments: Mapping[str, str], name: str, last: bool) -> str:
    """A day; of a year or a month alone, its first or `last` one."""
    value = arguments.get(name, "").strip()
    found = DAY.fullmatch(value) if value.isascii() else None
    try:
        if not value:
            return ""
        year, month, exact = (int(part) if part else 0 for part in (found.groups() if found else ()))
        month = month or (12 if last else 1)
        return date(year, month, exact or (monthrange(year, month)[1] if last else 1)).isoformat()
    except ValueError:
        raise LensError(
            f"Expected {name} to be a day, month or year such as 2024-07-31, found {value[:40]!r}. "
            "Leave it out for all of them."
        ) from None


def _moment(arguments: Mapping[str, str], name: str) -> str:
    value = arguments.get(name, "").strip().replace(" ", "+")
    try:
        moment = datetime.fromisoformat(value) if value else None
    except ValueError:
        raise LensError(
            f"Expected {name} to be a time such as 2024-08-05T06:00:00+00:00, found {value[:40]!r}."
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat() if moment else ""
