"""A source: one place where an organisation publishes, and the way it publishes there."""

import re
from typing import Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from db.docket_record import OrgKind, Record

Way = Literal["feed", "sitemap", "wordpress", "listing", "documents", "comments", "folder", "mailbox"]
WAYS: tuple[Way, ...] = get_args(Way)
ON_DISK: frozenset[Way] = frozenset({"folder", "mailbox"})
"""Ways whose address is a path: absolute, or below the data folder."""


class Source(Record):
    """One place where an organisation publishes, and the way it publishes there.

    `expect_min` and `expect_max` bound the items that one visit reads. A source whose `certainty` is `assumed`
    counts as never reached until it has yielded something.
    """

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    organisation: str
    kind: OrgKind
    country: str = ""
    way: Way
    address: str = Field(min_length=1)
    language: str = Field(default="", pattern=r"^([a-z]{2,3})?$")
    words: tuple[str, ...] = ()
    expect_min: int = Field(default=0, ge=0)
    expect_max: int | None = None
    certainty: Literal["seen", "assumed"] = "assumed"
    item_pattern: str = ""
    about_docket: bool = False
    """Everything that it publishes is about the docket, whether or not the text names it: a consultation."""
    note: str = ""

    @property
    def is_on_disk(self) -> bool:
        """True where the address is a path on this machine."""
        return self.way in ON_DISK

    def expectation(self, found: int) -> str:
        """What is wrong with `found` items in one visit, in words; empty within the bounds."""
        if found < self.expect_min:
            return f"Expected at least {self.expect_min} items, found {found}."
        if self.expect_max is not None and found > self.expect_max:
            return f"Expected at most {self.expect_max} items, found {found}."
        return ""

    @field_validator("address")
    @classmethod
    def _address_fits_the_way(cls, value: str, info: ValidationInfo) -> str:
        way = info.data.get("way")
        if way in ON_DISK:
            if "://" in value or ".." in value.replace("\\", "/").split("/"):
                raise ValueError(f"way {way!r} needs a path, absolute or below the data folder, without '..'")
        elif way and not _is_web_address(value):
            raise ValueError(f"way {way!r} needs an address that begins with http:// or https://")
        return value

    @field_validator("words")
    @classmethod
    def _words_say_something(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not re.search(r"\w", word) for word in value):
            raise ValueError("each word needs a letter or digit; an empty one would let everything through")
        return value

    @field_validator("expect_max")
    @classmethod
    def _bounds_are_in_order(cls, value: int | None, info: ValidationInfo) -> int | None:
        least = max(1, info.data.get("expect_min", 0))
        if value is not None and value < least:
            raise ValueError(f"expect_max must be at least {least}, and not below expect_min")
        return value

    @field_validator("item_pattern")
    @classmethod
    def _pattern_compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"no regular expression: {error}") from error
        return value


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
