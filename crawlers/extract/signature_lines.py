"""One entry of a signature list: its name, its country, and what it says about the person's work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.extract.blocks import clean
from crawlers.extract.countries import country_of, is_country, is_nowhere
from crawlers.extract.name_kinds import person_score
from crawlers.extract.wordlists import all_languages

_MARKER = re.compile(r"^\s*(?:[•‣◦▪●○·*✓✔–—-]|\(?\d{1,4}[.)\]:]|\[\d{1,4}\]|\d{1,4}(?=\s+[^\W\d]))\s*")
_IN_BRACKETS = re.compile(r"^(.*\S)\s*[(\[（]([^()\[\]（）]{2,60})[)\]）]$")
_AFTER_SLASH = re.compile(r"^(.*\S)\s*/\s*([^/]{2,60})$")
_AFTER_DASH = re.compile(r"^(.*\S)\s+[–—-]\s+([^–—]{2,60})$")
_ROLE_WORDS, _SURELY = 7, 2.0
_COMMA = re.compile(r"\s*[,،，]\s*")
_FOOTNOTE = re.compile(r"(?<=\D)[\d¹²³⁴⁵⁶⁷⁸⁹*†‡]+$|\[\d+\]$")


@dataclass(frozen=True)
class Entry:
    """A line of a signature list, read. `is_person` is None where neither heading nor affiliation tells."""

    name: str
    country: str | None = None
    is_person: bool | None = None


def read_entry(line: str, is_person: bool | None = None) -> Entry | None:
    """The entry on `line`; None where the line holds no name."""
    text = clean(_MARKER.sub("", clean(line), count=1)).rstrip(" ;,.|،；，、")
    text = _with_legal_stop(line, text)
    text, country = _part_country(text)
    text, has_role = _part_role(text)
    is_person = True if is_person is None and has_role else is_person
    segments = [segment for segment in _COMMA.split(text) if segment]
    if not segments:
        return None
    if is_person is None and len(segments) > 1 and says_role(segments[1:]):
        is_person = True
    if len(segments) > 1 and (is_person or _looks_like_person(segments)):
        return _entry(segments[0], country, True)
    return _entry(text, country, is_person)


def _with_legal_stop(line: str, text: str) -> str:
    """Keep the full stop of "e.V." and "Inc.", which the trimming took."""
    return (
        text + "."
        if re.search(r"(?:\b(?:e\.V|Inc|Ltd|Corp|Co)|\.[A-Z])\.[\s;,]*$", line) and not text.endswith(".")
        else text
    )


def _entry(name: str, country: str | None, is_person: bool | None) -> Entry | None:
    name = clean(_FOOTNOTE.sub("", name)).strip(" ;,|،；，、–—-")
    if is_person:
        name = _without_title(name)
    if len(name) < 2 or not any(sign.isalpha() for sign in name):
        return None
    return Entry(name, country, is_person)


def _without_title(name: str) -> str:
    words = name.split(" ")
    while len(words) > 1 and words[0].casefold() in all_languages("signatures", "titles"):
        words = words[1:]
    return " ".join(words)


def _part_country(text: str) -> tuple[str, str | None]:
    """`text` without the country at its end, and that country; (text, None) where none stands there."""
    for pattern in (_IN_BRACKETS, _AFTER_DASH, _AFTER_SLASH):
        match = pattern.match(text)
        if match and (is_country(match[2]) or is_nowhere(match[2])):
            return match[1], country_of(match[2])
        if match and pattern is _IN_BRACKETS and _is_place(match[2]):
            return match[1], country_of(_COMMA.split(match[2])[-1])
    segments = _COMMA.split(text)
    if len(segments) > 1 and (is_country(segments[-1]) or is_nowhere(segments[-1])):
        return text[: text.rfind(segments[-1])].rstrip(" ,،，"), country_of(segments[-1])
    return text, None


def _part_role(text: str) -> tuple[str, bool]:
    """`text` without what a person does, in brackets or after a dash at its end, and whether that stood there."""
    for pattern in (_IN_BRACKETS, _AFTER_DASH):
        match = pattern.match(text)
        if match and says_role([match[2]]) and not names_body(match[1]):
            return match[1], True
    return text, False


def is_role_line(text: str) -> bool:
    """Whether a line below a name says what the person does ("Founder, Nordlys Backup AS") and is no name itself."""
    first = _COMMA.split(clean(text))[0]
    words = [word.strip(".,").casefold() for word in first.split()]
    opening = [word for word in words[:2] if word in all_languages("signatures", "roles")]
    if _AFTER_DASH.match(first):
        return False
    if opening and len(words) <= 4 and words[-1] in all_languages("signatures", "roles"):
        return True
    return bool(opening) and (len(words) <= _ROLE_WORDS) and not names_body(first) and person_score(first) < _SURELY


def names_body(text: str) -> bool:
    """Whether a word of `text` makes it an organisation's name."""
    words = (word.strip(".,'’\"«»„“”()").casefold() for word in text.split())
    return any(word in all_languages("signatures", "org_words") for word in words)


def names_body_plainly(text: str) -> bool:
    """Like `names_body`; in scripts without spaces, where a part of the name says so."""
    return names_body(text) or (text[:1] > "\u3040" and person_score(text) <= -3.0)


def _is_place(text: str) -> bool:
    """A town or role before a country inside brackets ("Lima, Peru")."""
    parts = _COMMA.split(text)
    return len(parts) > 1 and is_country(parts[-1])


def says_role(segments: Sequence[str]) -> bool:
    """Whether words after a name say what a person does ("professor", "lawyer")."""
    roles = all_languages("signatures", "roles")
    words = {word.strip(".,;:()").casefold() for segment in segments for word in segment.split()}
    dense = [segment for segment in segments if segment[:1] > "\u3040"]
    return bool(words & roles) or any(
        segment.endswith(role) for segment in dense for role in roles if role[0] > "\u3040"
    )


def _looks_like_person(segments: list[str]) -> bool:
    return person_score(segments[0]) >= 2.0
