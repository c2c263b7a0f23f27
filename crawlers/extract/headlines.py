"""The headline of a document that does not mark one: text files, PDFs, DOCX without heading styles."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from crawlers.extract.blocks import Block
from crawlers.extract.bylines import byline_of
from crawlers.extract.furniture import is_contact_line, is_furniture, is_sentence
from crawlers.extract.plain import split_breadcrumbs
from crawlers.extract.published import is_date_line
from crawlers.extract.signature_headings import closes_letter, opens_list
from crawlers.extract.wordlists import all_languages, word_list

_REACH = 16
_ENOUGH = 1.0
_MOST_WORDS = 45


def headline_of(blocks: Sequence[Block]) -> int | None:
    """The index of the block that reads most like the title, among those before the first prose; or None."""
    best, best_score = None, _ENOUGH
    for index, block in enumerate(blocks[:_REACH]):
        if _is_past_the_head(block):
            break
        score = _score(block, index)
        if score > best_score:
            best, best_score = index, score
    return best


def _is_past_the_head(block: Block) -> bool:
    """Prose, a salutation, the end of a letter or its signatures: no title comes after them."""
    if block.words > _MOST_WORDS or (block.words >= 16 and is_sentence(block.text)):
        return True
    return is_salutation(block.text) or opens_list(block.text) or closes_letter(block)


def headline_text(block: Block) -> str:
    """The title in a headline block, without breadcrumbs or a leading "Subject:"."""
    text = split_breadcrumbs(block.text)
    for mark in all_languages("parties", "subject"):
        if text.casefold().startswith(mark):
            return text[len(mark) :].strip()
    return text


def is_salutation(text: str) -> bool:
    """Whether a short line addresses somebody ("Excellency,")."""
    lowered = text.casefold()
    return (
        len(lowered) < 90
        and lowered.startswith(_salutations())
        and lowered.endswith((",", ":", "!", "،", "，", "：", "."))
    )


def without_split_title(blocks: Sequence[Block], headline: int) -> tuple[str, int]:
    """The title with the lines that continue it, and the index of the first block after it."""
    title, after = headline_text(blocks[headline]), headline + 1
    while (
        after < len(blocks)
        and blocks[after].tight
        and not is_date_line(blocks[after])
        and _continues(title, blocks[after])
    ):
        title, after = f"{title} {blocks[after].text}", after + 1
    return title, after


def _continues(title: str, block: Block) -> bool:
    """The next line goes on with the title: the title's last word is open, or the line starts small."""
    open_end = bool(
        re.search(
            r"(?:[:,–—-]|\b(?:of|the|on|and|for|to|in|de|du|des|la|et|sur|y|del|und|der|на|и|по|о))$",
            title,
            re.IGNORECASE,
        )
    )
    if byline_of(block):
        return False
    return block.words <= 15 and (open_end or block.text[:1].islower())


def _score(block: Block, index: int) -> float:
    text = block.text
    lowered = text.casefold()
    if lowered.startswith(_subjects()):
        return 8.0
    plain = replace(block, text=headline_text(block))
    if is_furniture(plain, at_edge=True) or is_date_line(block) or is_contact_line(text) or block.words < 2:
        return 0.0
    score = 3.0 - 0.25 * index
    score += 4.0 if block.kind == "heading" and block.level == 1 else 0.0
    score += 2.5 * any(word in lowered for word in _title_words())
    score += 0.5 if 5 <= block.words <= 25 else 0.0
    score -= 4.0 if block.words <= 3 and any(word in lowered for word in _title_words()) else 0.0
    score -= 2.5 if text.endswith((".", ";")) and is_sentence(text) else 0.0
    score -= 3.0 if lowered.startswith(_addressees()) or lowered.endswith((",", "،")) else 0.0
    score -= 1.5 if text.isupper() and index < 2 else 0.0
    return score - (1.5 if block.words <= 4 and block.level != 1 else 0.0)


@cache
def _title_words() -> tuple[str, ...]:
    return tuple(word for kind in word_list("kinds").values() for word in kind["title"])


@cache
def _subjects() -> tuple[str, ...]:
    return tuple(all_languages("parties", "subject"))


@cache
def _addressees() -> tuple[str, ...]:
    return tuple(word if word.endswith((":", " ")) else f"{word} " for word in all_languages("parties", "to"))


@cache
def _salutations() -> tuple[str, ...]:
    return tuple(all_languages("parties", "salutation"))
