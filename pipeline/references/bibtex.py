"""References as BibTeX: @techreport with the organisation, in braces of its own, as author and institution."""

import re

from pipeline.references.reference import NO_AUTHOR, Reference, date_numbers

_ESCAPES = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "$&%#_{}"},
}
_LONE_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
"""For braces that do not come in pairs: BibTeX counts them before it reads commands."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(references: list[Reference]) -> str:
    """One entry each."""
    return "\n".join(_entry(reference) for reference in references)


def _entry(reference: Reference) -> str:
    fields = [f"  {name} = {value}" for name, value in _fields(reference) if value]
    return f"@techreport{{{citation_key(reference)},\n" + ",\n".join(fields) + "\n}\n"


def citation_key(reference: Reference) -> str:
    """ASCII letters, digits and hyphens only: the statement's or passage's public id."""
    return "travaux-" + re.sub(r"[^A-Za-z0-9]+", "-", reference.key)


def _fields(reference: Reference) -> list[tuple[str, str]]:
    numbers, place = date_numbers(reference.published), reference.place
    author = "" if reference.author == NO_AUTHOR else escaped(reference.author)
    return [
        ("author", author and f"{{{{{author}}}}}"),
        ("title", f"{{{{{escaped(reference.title)}}}}}"),
        ("institution", author and f"{{{{{author}}}}}"),
        ("year", f"{{{numbers[0]}}}" if numbers else ""),
        ("month", _MONTHS[numbers[1] - 1] if numbers else ""),
        ("day", f"{{{numbers[2]}}}" if len(numbers) == 3 else ""),
        ("type", _braced(reference.kind.replace("_", " "))),
        ("pages", f"{{{place.page}}}" if place and place.page else ""),
        ("url", f"{{{reference.url}}}" if reference.url else ""),
        ("urldate", f"{{{reference.retrieved:%Y-%m-%d}}}"),
        ("language", _braced(reference.language)),
        ("abstract", _braced(place.line) if place else ""),
        ("note", _braced(". ".join(reference.proof))),
    ]


def _braced(text: str) -> str:
    return f"{{{escaped(text)}}}" if text else ""


def escaped(text: str) -> str:
    """`text` in which nothing is a command of LaTeX, and no brace is one of BibTeX."""
    escapes = _ESCAPES if _in_pairs(text) else _ESCAPES | _LONE_BRACES
    return "".join(escapes.get(char, char) for char in text)


def _in_pairs(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
