"""Dates as lists write them. Only a day that is written out counts; nothing is guessed."""

import re
from datetime import date
from email.utils import parsedate_to_datetime

import dateparser

ISO_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def stated_day(text: str) -> str:
    """The day as YYYY-MM-DD, in the zone that it was written in; empty where none can be read.

    ISO 8601 and RFC 2822 first; then other spellings, day before month as international bodies write.
    """
    iso = ISO_DAY.match(text)
    if iso:
        return _checked(iso.group(1))
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return _written_out(text[:60])


def _checked(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _written_out(text: str) -> str:
    if not YEAR.search(text):
        return ""
    settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past", "REQUIRE_PARTS": ["day", "month", "year"]}
    found = dateparser.parse(text, settings=settings)
    return found.date().isoformat() if found else ""
