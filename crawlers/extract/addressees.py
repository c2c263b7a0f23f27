"""Whom a letter or statement addresses, as the document itself writes it."""

import re
from collections.abc import Sequence

from crawlers.extract.blocks import Block, clean, count_words
from crawlers.extract.headlines import is_salutation
from crawlers.extract.wordlists import all_languages


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
