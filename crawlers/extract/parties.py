"""The people of the byline, and whom a letter or statement addresses, as the document itself writes them."""

import re
from collections.abc import Sequence

from crawlers.extract.blocks import Block, clean, count_words
from crawlers.extract.headlines import is_salutation
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


def addressee_of(blocks: Sequence[Block], title: str) -> str | None:
    """Whom a letter or statement addresses, from its title, its address lines or its salutation; or None."""
    named = _in_title(title)
    if named:
        return named
    for block in blocks[:10]:
        address = _address_line(block)
        if address:
            return address
    return next(
        (
            _salutation_role(block.text)
            for block in blocks[:12]
            if is_salutation(block.text) and _salutation_role(block.text)
        ),
        None,
    )


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


def _in_title(title: str) -> str | None:
    """Whom the title names after "letter to" and the like, up to the next sign or the matter itself."""
    lowered = title.casefold()
    for mark in sorted(all_languages("parties", "letter_to"), key=len, reverse=True):
        at = lowered.find(f"{mark} ")
        if at >= 0:
            rest = title[at + len(mark) :].strip()
            matter = "|".join(
                re.escape(word) for word in sorted(all_languages("parties", "matter"), key=len, reverse=True)
            )
            found = re.split(rf"\s*[:;–—(.,]\s*|\s+-\s+|\s+(?:{matter})\s+", rest)[0]
            if found and count_words(found) <= 10:
                return _without_article(found)
    return None


def _address_line(block: Block) -> str | None:
    lowered = block.text.casefold()
    if block.words > 20:
        return None
    for mark in sorted(all_languages("parties", "to"), key=len, reverse=True):
        if lowered.startswith(mark) and not lowered[len(mark) :][:1].isalpha():
            rest = block.text[len(mark) :].strip(" :,.")
            return _without_article(rest) if rest else None
    return None


def _salutation_role(text: str) -> str | None:
    """The office that a salutation names ("Dear Madam Chair," → "Chair"); None for mere courtesy."""
    courtesy = all_languages("parties", "courtesy")
    office = [word for word in re.findall(r"[^\W\d_]+", text) if word.casefold() not in courtesy]
    return " ".join(office) or None


def _without_article(text: str) -> str:
    articles = "|".join(re.escape(word) for word in sorted(all_languages("parties", "articles"), key=len, reverse=True))
    return re.sub(rf"^(?:(?:{articles})\s+|[ld]['’]){{1,3}}(?=\S)", "", clean(text), flags=re.IGNORECASE)
