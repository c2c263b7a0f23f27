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
from crawlers.extract.signature_headings import closes_letter, opens_list_plainly
from crawlers.extract.signature_lines import names_body
from crawlers.extract.wordlists import all_languages, word_list

_REACH = 16
_ENOUGH = 1.0
_LETTERHEAD = 2.0
_BODY = 60
"""Blocks of the text in which a letterhead's name is looked for."""
_MOST_WORDS = 45


def headline_of(blocks: Sequence[Block]) -> int | None:
    """The index of the block that reads most like the title, among those before the first prose; or None."""
    best, best_score = None, _ENOUGH
    in_mail = _is_mail(blocks)
    for index, block in enumerate(blocks[:_REACH]):
        if _is_past_the_head(block):
            break
        later = blocks[index + 1 : index + _BODY]
        is_letterhead = _recurs(block, later) or any(is_contact_line(each.text) for each in later[:1])
        score = _score(block, index, in_mail) - _LETTERHEAD * is_letterhead
        if score > best_score:
            best, best_score = index, score
    return best


def _is_past_the_head(block: Block) -> bool:
    """Prose, a salutation, the end of a letter or its signatures: no title comes after them."""
    if block.words > _MOST_WORDS or (block.words >= 16 and is_sentence(block.text)):
        return True
    return is_salutation(block.text) or opens_list_plainly(block.text) or closes_letter(block)


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


def _recurs(block: Block, later: Sequence[Block]) -> bool:
    """Whether prose says the line again: a letterhead's name is spoken of in the text, a title hardly ever."""
    return 2 <= block.words <= 9 and any(block.text in each.text for each in later if each.words > block.words + 5)


def _is_label(lowered: str) -> bool:
    """A line of a form ("Submitted by: …", "Question: …")."""
    label, colon, rest = lowered.partition(":")
    known = all_languages("parties", "label") | all_languages("parties", "form_fields")
    return bool(colon and rest.strip()) and label.strip() in known


def _only_says_kind(lowered: str) -> bool:
    """Nothing but the kind of the document and when it may be used ("PRESS RELEASE - FOR IMMEDIATE RELEASE")."""
    rest = lowered
    for word in _kind_phrases():
        rest = rest.replace(word, "")
    return not any(sign.isalnum() for sign in rest)


def _is_letterhead(text: str) -> bool:
    """A body's name with its address or site beside it ("Mirador Foundation - 4 Quay Street")."""
    name, parted, rest = re.sub(r"\s+[|·•–—-]\s+", "\n", text).partition("\n")
    return bool(parted) and names_body(name) and any(sign.isdigit() or sign in "@." for sign in rest)


def _is_mail(blocks: Sequence[Block]) -> bool:
    """Whether the file begins with the header lines of a mail."""
    return any(
        block.text.casefold().startswith(("from:", "von:", "de :", "de:", "от:", "sent:")) for block in blocks[:6]
    )


def _score(block: Block, index: int, in_mail: bool) -> float:
    text = block.text
    lowered = text.casefold()
    if lowered.startswith(_subjects()):
        return 8.0 if in_mail else 5.0
    if _is_label(lowered) or _only_says_kind(lowered):
        return 0.0
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
    score -= 2.0 if index < 2 and _is_letterhead(text) else 0.0
    score -= 1.5 if text.isupper() and index < 2 else 0.0
    return score - (1.5 if block.words <= 4 and block.level != 1 else 0.0)


@cache
def _title_words() -> tuple[str, ...]:
    return tuple(word for kind in word_list("kinds").values() for word in kind["title"])


@cache
def _kind_phrases() -> tuple[str, ...]:
    phrases = {word for kind in word_list("kinds").values() for key in ("title", "head") for word in kind[key]}
    return tuple(sorted(phrases, key=len, reverse=True))


@cache
def _subjects() -> tuple[str, ...]:
    return tuple(all_languages("parties", "subject"))


@cache
def _addressees() -> tuple[str, ...]:
    return tuple(word if word.endswith((":", " ")) else f"{word} " for word in all_languages("parties", "to"))


@cache
def _salutations() -> tuple[str, ...]:
    return tuple(all_languages("parties", "salutation"))
