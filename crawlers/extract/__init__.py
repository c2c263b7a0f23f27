"""From the bytes of a capture to a document: `read_document` and `media_type_of` are the door."""

from crawlers.extract.document import Declared, Document, read_document
from crawlers.extract.languages import language_of, settled_languages
from crawlers.extract.limits import Unreadable
from crawlers.extract.media import media_type_of
from crawlers.extract.ocr import recogniser
from crawlers.extract.org_kinds import org_kind_of
from crawlers.extract.signatories import Signatory

VERSION = "5"
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
