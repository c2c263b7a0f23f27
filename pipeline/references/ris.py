"""References as RIS, which reference managers import as reports with the organisation as author.

Every value is one line, so that no title can begin a field of its own. The author's name stands as it is: what
follows a comma is part of an organisation's name, and it is repeated whole as publisher.
"""

from collections.abc import Sequence

from pipeline.references.reference import NO_AUTHOR, Reference, clean, date_numbers


def ris(references: list[Reference], remarks: Sequence[Sequence[str]] = ()) -> str:
    """One record each, TY to ER; `remarks`, where they are given, are further notes of each."""
    given = remarks or [()] * len(references)
    return "\n".join(_record(one, notes) for one, notes in zip(references, given, strict=True))


def _record(reference: Reference, remarks: Sequence[str]) -> str:
    fields = [*_fields(reference), *(("N1", clean(remark)) for remark in remarks)]
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value) + "ER  - \n"


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
