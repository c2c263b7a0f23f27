"""The people of a byline ("By A. Author and B. Author"), as the document itself writes them."""

import re

from crawlers.extract.blocks import Block, clean
from crawlers.extract.name_kinds import person_score
from crawlers.extract.page import Page
from crawlers.extract.wordlists import all_languages

_AND = re.compile(r"\s*(?:,\s*and\s+|,\s*|;\s*|\s+(?:and|et|y|e|und|и|و)\s+|\s+&\s+)\s*")


def authors_of(page: Page, headline: int | None) -> tuple[str, ...]:
    """The people of the byline near the headline; else those of the metadata."""
    at = headline if headline is not None else 0
    for block in [*page.everything[at + 1 : at + 7], *page.everything[max(0, at - 7) : at]]:
        names = byline_of(block)
        if names:
            return names
    return tuple(name for name in page.authors if person_score(name) > 0)


def byline_of(block: Block) -> tuple[str, ...]:
    """The people whom a byline names ("By A. Author and B. Author"); () where the block is none."""
    if block.words > 40:
        return ()
    marks = "|".join(re.escape(mark) for mark in sorted(all_languages("parties", "by"), key=len, reverse=True))
    match = re.search(rf"(?:^|[,.|–—-]\s*)(?:{marks})\s*:?\s+(.+)$", block.text, re.IGNORECASE)
    if not match or (match.start() > 0 and not any(sign.isdigit() for sign in block.text[: match.start()])):
        return ()
    names = [clean(name) for name in _AND.split(re.split(r"(?<=\w\w\w)\.\s|\s[|–—-]\s|\s\d", match[1])[0]) if name]
    people = tuple(
        name.rstrip(".")
        for name in names
        if 2 <= len(name.split()) <= 6 and person_score(name) > -0.6 and name[:1].isupper()
    )
    return people if len(people) * 2 > len(names) else ()
