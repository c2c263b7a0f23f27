"""References as CSL-JSON: reports whose author is a literal name, never cut into given and family name."""

import json
from typing import Any

from pipeline.references.reference import NO_AUTHOR, Reference, date_numbers


def csl(references: list[Reference]) -> str:
    """A JSON array of items."""
    return json.dumps([csl_item(reference) for reference in references], ensure_ascii=False, indent=2)


def csl_item(reference: Reference) -> dict[str, Any]:
    """One item of the CSL-JSON schema; what is not known is left out."""
    known, place, when = reference.author != NO_AUTHOR, reference.place, reference.retrieved
    item = {
        "id": reference.key,
        "type": "report",
        "author": [{"literal": reference.author}] if known else None,
        "publisher": reference.author if known else None,
        "title": reference.title,
        "issued": _issued(reference.published),
        "accessed": {"date-parts": [[when.year, when.month, when.day]]},
        "genre": reference.kind.replace("_", " ") or None,
        "URL": reference.url or None,
        "language": reference.language or None,
        "page": str(place.page) if place and place.page else None,
        "abstract": place.line if place else None,
        "note": ". ".join(reference.proof),
    }
    return {name: value for name, value in item.items() if value is not None}


def _issued(published: str) -> dict[str, Any] | None:
    numbers = date_numbers(published)
    return {"date-parts": [list(numbers)]} if numbers else None
