"""Whether a listed item carries one of the source's words: a first sieve, before anything is read."""

import re
import unicodedata

from crawlers.spiders.listing_page import Entry
from db.docket import Source

TAGS = re.compile(r"<[^<>]{0,2000}>")
LONGEST = 100_000
"""Characters of each part that are looked at."""
NOT_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Lower case without accents and markup, other signs as one space: a URL's words count too."""
    plain = unicodedata.normalize("NFKD", TAGS.sub(" ", text).casefold())
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return f" {NOT_WORDS.sub(' ', kept).strip()} "


def has_words(entry: Entry, source: Source) -> bool:
    """True when title, summary or address hold one of the source's words, or when it has none."""
    if not source.words:
        return True
    text = folded(f"{entry.title[:LONGEST]} {entry.summary[:LONGEST]} {entry.address[:LONGEST]}")
    return any(folded(word).strip() in text for word in source.words)
