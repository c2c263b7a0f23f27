"""Whom a statement addresses, with the docket's knowledge of the body that negotiates the treaty.

"Madam Chair" alone is the Chair of that body, and written comments that name nobody go to it.
"""

import re

from crawlers.extract import Document
from db.docket import Committee, Docket

OPENING = 1500
"""Code points in which written comments name the body that they are handed to."""
_ASKS_DELEGATES = re.compile(r"\b(?:ask|urge|call on|invite|encourage)\s+(?:the\s+|all\s+)?delegat(?:es|ions)\b", re.I)


def addressed(document: Document, docket: Docket) -> str | None:
    """Whom `document` addresses; None where neither it nor the docket tells."""
    body = docket.committee.get(document.language or "")
    if body is None:
        return document.addressee
    if document.addressee:
        return _with_body(document.addressee, body)
    if document.doc_kind == "oral_statement":
        return f"{body.chair} {body.of}"
    return _handed_to(document, body) if document.doc_kind == "submission" else None


def _with_body(named: str, body: Committee) -> str:
    """A chair is the body's; whoever else is named stays as written."""
    last = named.split()[-1].casefold()
    return f"{named} {body.of}" if last in {word.casefold() for word in body.chairs} else named


def _handed_to(document: Document, body: Committee) -> str | None:
    said = f"{document.title}\n{document.text[:OPENING]}"
    if re.search(rf"(?<!\w){re.escape(body.name)}(?!\w)", said, re.IGNORECASE):
        return body.name
    if document.language == "en" and _ASKS_DELEGATES.search(document.text[: document.body_end]):
        return f"Delegations to the {body.name}"
    return None
