"""How stored values are put into words on a page."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

ORGANISATION_KINDS = {
    "ngo": "NGO",
    "industry": "Industry",
    "un_body": "UN body",
    "igo": "Intergovernmental organisation",
    "academia": "Academia",
    "state": "State",
    "media": "Media",
}
STANCES = {
    "objection": "Objection",
    "recommendation": "Recommendation",
    "support": "Support",
    "neutral": "Neutral",
}
STANDINGS = {
    "objects": "Objects",
    "asks": "Asks for change",
    "supports": "Supports",
    "mixed": "Mixed",
    "described": "Only describes",
    "none": "No statement found",
}
ORIGINS = {"model": "by the model", "rule": "by a rule", "human": "by a person"}
MENTION_STATUSES = {
    "found": "found, and not resolved yet",
    "resolved": "resolved",
    "ambiguous": "unresolved: several articles are possible",
    "unmatched": "unresolved: no such provision in the drafts known here",
    "other_instrument": "another instrument",
    "proposed": "a provision that is asked for and stands in no draft",
}
ASKS = {
    "delete": "Delete",
    "amend": "Amend",
    "reject": "Reject",
    "retain": "Keep",
    "add": "Add",
    "clarify": "Clarify",
    "support": "Support",
}
STEPS = {
    "extract": "Reading the text",
    "relevance": "Whether it is about the treaty",
    "segment": "Cutting it into passages",
    "embed": "Comparing meanings",
    "tag": "Concerns and stance",
    "cite": "Finding citations",
    "resolve": "Which article is meant",
    "link": "Articles described without a number",
    "pair": "Which concern goes with which article",
    "group": "Copies and translations",
    "topics": "Topics",
}
LANGUAGES = {
    **{"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi"},
    **{"id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish"},
    **{"pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian"},
    **{"vi": "Vietnamese", "zh": "Chinese"},
}
LONG_WORD = re.compile(r"(\w{5,}?)(ation|ance|guards)\b")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def worded(words: dict[str, str], value: str) -> str:
    """`value` in `words`, else itself with spaces: a value that this page does not know is still shown."""
    return words.get(value) or value.replace("_", " ")


def day(published: str) -> str:
    """`2024-07-03` as "3 July 2024", `2024-07` as "July 2024", nothing as "no date found"."""
    if not published:
        return "no date found"
    try:
        if len(published) == 7:
            return f"{MONTHS[int(published[5:]) - 1]} {int(published[:4])}"
        moment = date.fromisoformat(published)
    except (ValueError, IndexError):
        return published
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def moment(value: datetime | None) -> str:
    """A time as "3 July 2024, 06:00 UTC"."""
    if value is None:
        return "never"
    at = value.astimezone(UTC)
    return f"{day(at.date().isoformat())}, {at:%H:%M} UTC"


def lately(value: datetime | None, now: datetime) -> str:
    """A time of the last six days as "Monday 06:00 UTC", another as `moment` writes it."""
    if value is None or not timedelta(0) <= now - value < timedelta(days=6):
        return moment(value)
    at = value.astimezone(UTC)
    return f"{WEEKDAYS[at.weekday()]} {at:%H:%M} UTC"


def outward(address: str) -> str:
    """`address` when a browser may be sent there (http or https with a host), else nothing."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if usable else ""


def host(address: str) -> str:
    """The host of a web address, nothing for another."""
    return urlsplit(address).hostname or "" if outward(address) else ""


def language_tag(value: str) -> str:
    """`value` when it is a language tag, else nothing: it comes from captured pages."""
    return value if LANGUAGE_TAG.fullmatch(value) else ""


def language(tag: str) -> str:
    """The name of a language ("pt-BR" is Portuguese), or the tag itself where its name is not known here."""
    return LANGUAGES.get(tag.split("-")[0].lower(), tag)


def sureness(score: float) -> str:
    """A score between 0 and 1 in words, with the number beside."""
    words = "very sure" if score >= 0.85 else "fairly sure" if score >= 0.6 else "not very sure"
    return f"{words} ({score:.2f})"


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with its noun: "1 statement", "1,200 statements"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def soft_hyphens(text: str) -> str:
    """`text` with soft hyphens before common endings, for the narrow heads of the matrix."""
    return LONG_WORD.sub("\\1\u00ad\\2", text)


def register(app: Flask) -> None:
    """Make the wording available to templates."""
    filters = (day, moment, lately, outward, host, language, language_tag, sureness, counted, soft_hyphens)
    app.jinja_env.filters.update({function.__name__: function for function in filters})
    app.jinja_env.filters |= {
        "org_kind": lambda value: worded(ORGANISATION_KINDS, value) if value else "kind not known",
        "stance": lambda value: worded(STANCES, value),
        "standing": lambda value: worded(STANDINGS, value),
        "origin": lambda value: worded(ORIGINS, value),
        "mention_status": lambda value: worded(MENTION_STATUSES, value),
        "step": lambda value: worded(STEPS, value),
        "verb": lambda value: worded(ASKS, value),
    }
