"""References as RIS, which reference managers import as reports with the organisation as author.

Every value is one line, so that no title can begin a field of its own. The author's name stands as it is: what
follows a comma is part of an organisation's name, and it is repeated whole as publisher.
"""

from pipeline.references.reference import NO_AUTHOR, Reference, date_numbers


def ris(references: list[Reference]) -> str:
    """One record each, TY to ER."""
    return "\n".join(_record(reference) for reference in references)


def _record(reference: Reference) -> str:
    return "".join(f"{tag}  - {value}\n" for tag, value in _fields(reference) if value) + "ER  - \n"


def _fields(reference: Reference) -> list[tuple[str, str]]:
    author = "" if reference.author == NO_AUTHOR else reference.author
    place = reference.place
    return [
        ("TY", "RPRT"),
        ("ID", reference.key),
        ("AU", author),
        ("TI", reference.title),
        ("PY", reference.published[:4] if date_numbers(reference.published) else ""),
        ("DA", ris_date(reference.published)),
        ("PB", author),
        ("M3", reference.kind.replace("_", " ")),
        ("SP", str(place.page) if place and place.page else ""),
        ("LA", reference.language),
        ("UR", reference.url),
        ("Y2", f"{reference.retrieved:%Y/%m/%d/%H:%M:%S} UTC"),
        ("AB", place.line if place else ""),
        *(("N1", sentence) for sentence in reference.proof),
    ]


def ris_date(published: str) -> str:
    """2024/07/03/ or 2024/07//; empty for no date."""
    numbers = date_numbers(published)
    return "/".join([f"{number:02}" for number in numbers] + [""] * (4 - len(numbers))) if numbers else ""
