"""What a person stated of a document when adding it: it wins over what the program found on the page."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.extract.document import Declared, Document

STATED = "stated by who added it"
FIELDS = ("title", "published", "organisation")
"""What can be stated; `Declared.by_hand` names those that were, parted by spaces."""


def as_stated(document: "Document", declared: "Declared") -> "Document":
    """The document with title, day and organisation as they were stated; the same one where nothing was."""
    stated = {name: getattr(declared, name) or "" for name in FIELDS if name in (declared.by_hand or "").split()}
    if title := stated.get("title"):
        document = replace(document, title=title)
    if "published" in stated:
        day = stated["published"]
        document = replace(document, published=day or None, published_from=STATED, published_doubt="")
    if "organisation" in stated:
        document = replace(document, organisation=stated["organisation"] or None, organisation_from=STATED)
    return document
