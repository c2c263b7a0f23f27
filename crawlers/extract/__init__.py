"""From the bytes of a capture to a document: `read_document` and `media_type_of` are the door.

Its names are loaded when they are first used: a crawl asks what kind of file it was given, and need not wait for
the readers of every kind.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawlers.extract.document import Declared, Document, read_document
    from crawlers.extract.languages import language_of, settled_languages
    from crawlers.extract.limits import Unreadable
    from crawlers.extract.media import media_type_of
    from crawlers.extract.ocr import recogniser
    from crawlers.extract.org_kinds import org_kind_of
    from crawlers.extract.signatories import Signatory

VERSION = "8"
"""Raised when the same bytes would be read differently, so that stored statements are read again."""

__all__ = [
    "VERSION",
    "Declared",
    "Document",
    "Signatory",
    "Unreadable",
    "language_of",
    "media_type_of",
    "org_kind_of",
    "read_document",
    "recogniser",
    "settled_languages",
]
PLACES = {
    "Declared": "document",
    "Document": "document",
    "read_document": "document",
    "language_of": "languages",
    "settled_languages": "languages",
    "recogniser": "ocr",
    "Unreadable": "limits",
    "media_type_of": "media",
    "org_kind_of": "org_kinds",
    "Signatory": "signatories",
}
"""Name → the module of this package that has it."""


def __getattr__(name: str) -> Any:
    """The name from its module. Raises `AttributeError` for one that this package does not offer."""
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{PLACES[name]}"), name)
