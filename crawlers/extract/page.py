"""What a reader hands on: the blocks of a document with what the format itself says about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.extract.blocks import Block


@dataclass(frozen=True)
class Said:
    """A value with where it came from, in plain words ("page metadata", "front matter"), and why it is not
    certain, if it is not.
    """

    value: str
    source: str
    doubt: str = ""


@dataclass(frozen=True)
class Recognition:
    """Pages read by text recognition: how many of how many, and how sure it was of their words (0 to 100).

    `unread` are the pages, from 0, that are pictures and could not be read for want of a recogniser.
    """

    pages: int
    of: int
    confidence: float
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class Page:
    """One file, read. `body` are the blocks taken for the document, `everything` all blocks of the file.

    `title`, `published`, `site`, `authors`, `language` and `canonical_url` are what the format's own metadata
    say (an HTML head, front matter), each None or empty where they say nothing. `headline` is the index in
    `everything` of the block below which the article stands, where the format marks it; `created` the day on
    which the file was made; `running` are the headers and footers that its pages repeat; `notes` its footnotes
    and endnotes, taken out of the running text; `page_names` what the pages of a paper call themselves.
    """

    body: Sequence[Block]
    everything: Sequence[Block]
    title: Said | None = None
    published: Said | None = None
    site: Said | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    locale: str = ""
    """The language with its country, where the format gives it ("en-US")."""
    canonical_url: str | None = None
    archived_on: str | None = None
    headline: int | None = None
    created: Said | None = None
    running: tuple[str, ...] = ()
    kind_hint: str = ""
    notes: Sequence[Block] = ()
    page_names: tuple[str, ...] = ()
    recognition: Recognition | None = None
