"""What a citation says, in plain values. Names, titles and words come from the web: they are cleaned here, once."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from babel.dates import format_date

NO_AUTHOR = "Author not known"
_REORDERING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Marks that turn the direction of all that follows them: in a citation they would reorder our own words."""


@dataclass(frozen=True)
class Place:
    """A quoted passage, exactly as it is stored, and where it stands.

    `original` is the page's address with a text fragment, or empty.
    """

    passage_id: int
    text: str
    page: int | None
    paragraph: str
    provisions: tuple[str, ...]
    original: str

    @property
    def line(self) -> str:
        """The quoted words on one line, for forms that have no lines."""
        return clean(self.text)

    @property
    def pinpoint(self) -> str:
        """Page and paragraph as lawyers write them: "p 3, para 12"; empty when neither is known."""
        return ", ".join([f"p {self.page}"] * bool(self.page) + [self.paragraph] * bool(self.paragraph))


@dataclass(frozen=True)
class Reference:
    """One statement in one wording, and with `place` a passage of it.

    `author` is an organisation or, when none is known, the people named. `published` is YYYY-MM-DD, YYYY-MM or empty;
    `row` the row of the captured table in which a comment stands, or 0.
    """

    key: str
    author: str
    title: str
    published: str
    published_from: str
    kind: str
    language: str
    address: str
    captured_at: datetime
    sha256: str
    revision: int
    cut_off: bool
    permalink: str
    row: int = 0
    place: Place | None = None

    @property
    def url(self) -> str:
        """The original's address when it is one of the web, else nothing."""
        return web_address(self.address)

    @property
    def certainty(self) -> str:
        """How the date is known, in words."""
        if not self.published:
            return "no date found"
        return f"date from: {self.published_from}" if self.published_from else "date not verified"

    @property
    def retrieved(self) -> datetime:
        """When the copy was taken, UTC."""
        return self.captured_at.astimezone(UTC)

    @property
    def copy(self) -> str:
        """The captured copy by its SHA-256, with the row where it is a table of comments."""
        return f"SHA-256 of the captured copy {self.sha256}" + (f" (its row {self.row})" if self.row else "")

    @property
    def proof(self) -> tuple[str, ...]:
        """What lets somebody else check the citation, and what it is about, as sentences without a full stop."""
        stated = [
            f"Retrieved {self.retrieved:%Y-%m-%dT%H:%M:%SZ}; {self.copy}",
            f"Revision {self.revision}, {self.permalink}",
            self.certainty[:1].upper() + self.certainty[1:],
        ]
        stated += ["The captured text is cut off"] if self.cut_off else []
        if self.place and self.place.pinpoint:
            stated.append(f"At {self.place.pinpoint}")
        return (*stated, *(self.place.provisions if self.place else ()))


def clean(text: str) -> str:
    """`text` on one line, without control characters, marks that reorder what follows, and halves of characters."""
    kept = (" " if _breaks(char) else "\ufffd" if unicodedata.category(char) == "Cs" else char for char in text)
    return " ".join("".join(char for char in kept if ord(char) not in _REORDERING).split())


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def web_address(address: str) -> str:
    """`address` when it is of the web (http or https with a host), with what could end it in a citation encoded."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return "".join(f"%{ord(char):02X}" if char in ' <>"{}\\^`|' else char for char in clean(address)) if usable else ""


def in_words(day: date) -> str:
    """3 July 2024."""
    return format_date(day, "d MMMM y", locale="en")


def published_words(published: str) -> str:
    """A stored date as readers write it: "3 July 2024", "July 2024", or "no date"."""
    numbers = date_numbers(published)
    if len(numbers) == 3:
        return in_words(date(*numbers))
    return format_date(date(*numbers, 1), "MMMM y", locale="en") if len(numbers) == 2 else "no date"


def date_numbers(published: str) -> tuple[int, ...]:
    """Year, month and day of a stored date, as far as it says them; nothing for one that is none."""
    try:
        numbers = tuple(int(part) for part in published.split("-"))
        date(*(*numbers, 1)[:3])
    except (ValueError, TypeError):
        return ()
    return numbers if len(numbers) in (2, 3) else ()
